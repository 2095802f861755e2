import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/i18n.ts';
import styles from './figures.module.css';
import { formatAgo, formatInstant, type TimeStyle } from './format.ts';

type Props = {
  /** ISO 8601, as the API sends it; nothing shows a dash. */
  at: string | null | undefined;
  /** `ago`: `3 天前`, with the exact time on hover, kept true while one looks. */
  style?: TimeStyle | 'ago';
};

/** An instant on Shanghai's clock. */
export function DateTime({ at, style = 'minute' }: Props) {
  if (!at) return <span className={styles.none}>–</span>;
  if (style === 'ago') return <Ago at={at} />;
  return (
    <time dateTime={at} title={formatInstant(at, 'second')} className={styles.figure}>
      {formatInstant(at, style)}
    </time>
  );
}

function Ago({ at }: { at: string }) {
  const language = useLanguage();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatInstant(at, 'second')}>
      {formatAgo(at, now, language)}
    </time>
  );
}
