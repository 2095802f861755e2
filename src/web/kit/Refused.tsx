import { useEffect, useRef } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { useProblemWords } from './ErrorState.tsx';
import { Notice } from './Notice.tsx';
import styles from './Refused.module.css';

/** What the server would not do, above the fields it is about; what speaks of one field is said beside it instead. */
export function Refused({ problem }: { problem: Error | null }) {
  if (!problem || (problem instanceof ApiProblem && problem.fields().length > 0)) return null;
  return <Words problem={problem} />;
}

function Words({ problem }: { problem: Error }) {
  const { title, detail } = useProblemWords(problem);
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed may stand far below.
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be done again for every problem
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [problem]);
  return (
    <div ref={place} className={styles.refused}>
      <Notice kind="stop" title={title}>
        {detail}
      </Notice>
    </div>
  );
}
