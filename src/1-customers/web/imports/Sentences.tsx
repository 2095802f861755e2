import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import type { ImportResult } from './import.ts';
import styles from './imports.module.css';
import { sentencesOf } from './sentences.ts';

/** What a file comes to, in sentences one can read aloud. */
export function Sentences({ result, isForecast = false }: { result: ImportResult; isForecast?: boolean }) {
  const t = useTexts();
  const first = result.orders.told > 0 ? result.orders.added : result.customers.added;
  const unit = result.orders.told > 0 ? 'imports.firstOrders' : 'imports.firstCustomers';
  return (
    <div className={styles.sentences}>
      <p className={styles.first}>
        <strong>{formatCount(first)}</strong>
        {t(isForecast ? `${unit}Will` : unit)}
      </p>
      <ul>
        {sentencesOf(result, isForecast, t).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
