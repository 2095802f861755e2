import { useWebTexts } from '../i18n/i18n.ts';
import styles from './Funnel.module.css';
import { formatCount, formatShare } from './format.ts';
import { PageLink } from './PageLink.tsx';

export type FunnelStep = { key: string; label: string; value: number; to?: string };

/**
 * A funnel in one line: each step's number over a bar that is its share of the first, with the people behind it one
 * click away. For one large funnel there is Chart.
 */
export function Funnel({ steps, label }: { steps: readonly FunnelStep[]; label: string }) {
  const t = useWebTexts();
  const whole = steps[0]?.value ?? 0;
  return (
    <ol className={styles.funnel} aria-label={label}>
      {steps.map(({ key, label, value, to }, at) => (
        <li key={key}>
          <span className={styles.name}>{label}</span>
          {to && value > 0 ? (
            <PageLink
              to={to}
              className={styles.value}
              aria-label={t('stat.open', { what: `${label} ${value}` })}
            >
              {formatCount(value)}
            </PageLink>
          ) : (
            <span className={styles.value}>{formatCount(value)}</span>
          )}
          <span className={styles.bar} title={at > 0 && whole > 0 ? formatShare(value / whole) : undefined}>
            <span style={{ width: `${whole > 0 ? (value / whole) * 100 : 0}%` }} />
          </span>
        </li>
      ))}
    </ol>
  );
}
