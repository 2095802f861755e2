import { DateTime } from '#web/kit/DateTime.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Products.module.css';

/** When the figures were worked out; null: never yet. */
export function AsOf({ at }: { at: string | null | undefined }) {
  const t = useTexts();
  if (at === undefined) return null;
  if (at === null) return <span className={styles.faint}>{t('products.neverTitle')}</span>;
  return (
    <span className={styles.faint}>
      {t('products.at')} <DateTime at={at} style="ago" /> · {t('products.daily')}
    </span>
  );
}
