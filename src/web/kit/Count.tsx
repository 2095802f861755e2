import styles from './figures.module.css';
import { formatCount } from './format.ts';

/** A whole number with its thousands apart; a dash where there is none. */
export function Count({ of }: { of: number | null | undefined }) {
  if (of === null || of === undefined) return <span className={styles.none}>–</span>;
  return (
    <data value={of} className={styles.figure}>
      {formatCount(of)}
    </data>
  );
}
