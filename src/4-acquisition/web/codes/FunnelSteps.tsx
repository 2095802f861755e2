import { Explain } from '#web/kit/Explain.tsx';
import { formatCount } from '#web/kit/format.ts';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import styles from './FunnelPanel.module.css';

type Shown = { key: string; term: string; means: string; value: number; note: string };
type Props = {
  title: string;
  first: { label: string; definition: string; value: number };
  steps: readonly Shown[];
};

/** One number to begin with, and the steps as bars held against the longest. */
export function FunnelSteps({ title, first, steps }: Props) {
  const most = Math.max(1, ...steps.map(({ value }) => value));
  return (
    <div className={styles.funnel}>
      <StatNumber {...first} size="first" />
      <ol className={styles.steps} aria-label={title}>
        {steps.map(({ key, term, means, value, note }) => (
          <li key={key}>
            <Explain term={term} text={means} />
            <span className={styles.bar}>
              <span style={{ width: `${(value / most) * 100}%` }} />
            </span>
            <strong>{formatCount(value)}</strong>
            <em>{note}</em>
          </li>
        ))}
      </ol>
    </div>
  );
}
