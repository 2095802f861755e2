import { Button } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { useList } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { scanView } from '../../contract.ts';
import { DecisionSteps } from '../decision/DecisionSteps.tsx';
import { sayOutcome } from '../decision/say-decision.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Scans.module.css';

type Scan = Wire<typeof scanView>;

/** Each opening of the code's page and whom it led to; its reasons as they were then. */
export function Scans({ id }: { id: string }) {
  const t = useTexts();
  const { rows, error, retry, paging } = useList<Scan>(`/live-codes/${id}/scans`, { limit: 20 });
  return (
    <Panel title={t('scans.title')}>
      <p className={styles.what}>{t('scans.what')}</p>
      {rows === undefined && !error && <Bone height={48} />}
      {rows?.length === 0 && <EmptyState title={t('scans.emptyTitle')} what={t('scans.emptyWhat')} />}
      <ul>
        {rows?.map(scan => (
          <li key={scan.id} className={styles.scan}>
            <OneScan scan={scan} />
          </li>
        ))}
      </ul>
      {error && <ErrorState error={error} onRetry={retry} />}
      {paging.kind === 'more' && paging.hasMore && (
        <Button className={styles.more ?? ''} onClick={paging.more} loading={paging.isLoading}>
          {t('scans.more')}
        </Button>
      )}
    </Panel>
  );
}

function OneScan({ scan: { at, city, mark, decision } }: { scan: Scan }) {
  const t = useTexts();
  return (
    <details>
      <summary>
        <DateTime at={at} style="second" />
        <span className={styles.city}>
          {[city || t('scans.noCity'), mark && t('ways.ofPoster', { mark: mark.toUpperCase() })]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span>{sayOutcome(decision, t)}</span>
      </summary>
      <div className={styles.steps}>
        <DecisionSteps decision={decision} />
      </div>
    </details>
  );
}
