import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import styles from './Refused.module.css';

/** What the server would not do, above the fields it is about. */
export function Refused({ problem }: { problem: Error }) {
  const { title, detail } = useProblemWords(problem);
  return (
    <div className={styles.refused}>
      <Notice kind="stop" title={title}>
        {detail}
      </Notice>
    </div>
  );
}
