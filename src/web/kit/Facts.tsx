import type { ReactNode } from 'react';
import styles from './Facts.module.css';

export type Fact = { label: ReactNode; value: ReactNode };

/** What is known of one thing, line by line. */
export function Facts({ facts }: { facts: readonly (Fact & { key: string })[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ key, label, value }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
