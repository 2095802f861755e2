import { useWebTexts } from '../i18n/i18n.ts';
import styles from './CountedAt.module.css';
import { formatInstant } from './format.ts';

/** Of when the numbers beside it are, where they are too many to be counted each time; nothing where they are of now. */
export function CountedAt({ at }: { at: string | null | undefined }) {
  const t = useWebTexts();
  if (!at) return null;
  return <p className={styles.counted}>{t('countedAt', { time: formatInstant(at).slice(-5) })}</p>;
}
