import { formatCount, formatShare } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Audience.module.css';
import type { RuleCount } from './use-rule.ts';

/** How many people, out of how many, and how many of them can be contacted today. */
export function Audience({ count, isStale }: { count: RuleCount; isStale: boolean }) {
  const t = useTexts();
  const { people, reachable, total } = count;
  const share = (part: number, whole: number) => formatShare(whole === 0 ? 0 : part / whole);
  const figures = {
    people: formatCount(people),
    reachable: formatCount(reachable),
    total: formatCount(total),
  };
  return (
    <div className={styles.audience} data-stale={isStale}>
      <p className={styles.figure}>
        <strong>{figures.people}</strong>
        <span>{t('count.unit')}</span>
      </p>
      <div className={styles.bar} role="img" aria-label={t('count.bar', figures)}>
        <span className={styles.people} style={{ inlineSize: percent(people, total) }} />
        <span className={styles.reachable} style={{ inlineSize: percent(reachable, total) }} />
      </div>
      <ul className={styles.lines}>
        <li data-part="reachable">
          {t('count.reachable', { count: figures.reachable, share: share(reachable, people) })}
        </li>
        <li data-part="people">{t('count.share', { total: figures.total, share: share(people, total) })}</li>
      </ul>
    </div>
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0' : `${(part / whole) * 100}%`;
}
