import type { customerFollowUpView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { Explain } from '#web/kit/Explain.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { useTexts } from '../../texts/index.ts';
import styles from './FollowUpPanel.module.css';

export type FollowUp = Wire<typeof customerFollowUpView>;

/** Their own rhythm against the silence, and when somebody last followed up. */
export function Rhythm({ of: { rhythm, last } }: { of: FollowUp }) {
  const t = useTexts();
  return (
    <div className={styles.rhythm}>
      {rhythm && <Silence of={rhythm} />}
      {last && (
        <p className={styles.none}>
          {t(last.note ? 'follow.lastWith' : 'follow.last', {
            ...{ day: formatInstant(last.at, 'day'), by: last.by, note: last.note },
          })}
        </p>
      )}
    </div>
  );
}

function Silence({ of }: { of: NonNullable<FollowUp['rhythm']> }) {
  const t = useTexts();
  const { days, gaps, median, shopDays, since, next, due } = of;
  const isDue = due <= formatInstant(new Date(), 'day');
  const once = since === 0 ? 'follow.onceToday' : 'follow.once';
  const usual = since === 0 ? 'follow.cameToday' : since < days ? 'follow.lately' : 'follow.usual';
  const values = {
    ...{ days: Math.round(days), exact: days, gaps, median: median ?? 0, shop: shopDays },
    ...{ since, next, due },
  };
  return (
    <p>
      <Explain
        term={t(gaps === 0 ? once : usual, values)}
        text={t(gaps === 0 ? 'follow.onceMeans' : 'follow.usualMeans', values)}
      />
      <span className={styles.expected} data-late={isDue}>
        {t(isDue ? 'follow.isDue' : 'follow.expected', values)}
      </span>
    </p>
  );
}
