import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { ProgressPanel } from '#web/kit/ProgressPanel.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { isBegun } from '../begun.ts';
import { PaceNotice } from '../health/PaceNotice.tsx';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './State.module.css';

/** How it stands, in one sentence with the way on. */
export function State({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  const { status, failure, funnel, accountId } = broadcast;
  const decided = funnel.heldOut + funnel.withheld + funnel.planned;
  return (
    <div className={styles.state}>
      {failure && (
        <Notice kind="stop" title={t(status === 'sending' ? 'results.holdTitle' : 'results.failureTitle')}>
          {failure}
        </Notice>
      )}
      {status === 'draft' && <Notice title={t('results.draftTitle')}>{t('results.draftWhat')}</Notice>}
      {status === 'scheduled' && <Scheduled broadcast={broadcast} />}
      {status === 'planning' && (
        <ProgressPanel
          title={t('results.planning')}
          state="running"
          done={decided}
          total={funnel.audience > 0 ? funnel.audience : undefined}
        />
      )}
      {['scheduled', 'planning', 'sending'].includes(status) && <PaceNotice accountId={accountId} />}
      {status === 'sending' && (
        <ProgressPanel
          title={t('results.sending')}
          state="running"
          done={funnel.taskCreated + funnel.failed}
          total={funnel.planned}
        />
      )}
      {status === 'cancelled' && (
        <Notice title={t('results.cancelledTitle')}>
          {isBegun(broadcast)
            ? t('results.cancelledWhat', { n: formatCount(funnel.failed) })
            : t('results.cancelledEarly')}
        </Notice>
      )}
      {status === 'sent' && <Waiting broadcast={broadcast} />}
    </div>
  );
}

/** The promise is not kept before members confirm; as long as they have not, it is said. */
function Waiting({ broadcast: { channel, funnel } }: { broadcast: Broadcast }) {
  const t = useTexts();
  if (channel === 'sms') return <WaitingForReceipts of={funnel} />;
  if (channel === 'official_account') return null;
  const waiting = funnel.taskCreated - funnel.confirmed;
  if (waiting <= 0) return null;
  return (
    <Notice kind="advice" title={t('results.waitingTitle', { n: formatCount(waiting) })}>
      {t(channel === 'hand' ? 'results.waitingHand' : 'results.waitingWhat')}
    </Notice>
  );
}

/** What the vendor took is not yet what people got. */
function WaitingForReceipts({ of: { taskCreated, delivered } }: { of: Broadcast['funnel'] }) {
  const t = useTexts();
  const waiting = taskCreated - delivered;
  if (waiting <= 0) return null;
  return (
    <Notice title={t('results.receiptsTitle', { n: formatCount(waiting) })}>
      {t('results.receiptsWhat')}
    </Notice>
  );
}

function Scheduled({ broadcast: { id, scheduledAt } }: { broadcast: Broadcast }) {
  const t = useTexts();
  const notify = useNotify();
  const { can } = useSession();
  const start = useWrite((_: undefined, key) => api.post(`/broadcasts/${id}/start`, { at: null }, { key }), {
    refresh: ['/broadcasts', `/broadcasts/${id}`],
    onProblem: notify.problem,
  });
  const now = can('broadcasts:send') && (
    <Button size="small" onClick={() => start.run(undefined)} loading={start.isRunning}>
      {t('results.sendNow')}
    </Button>
  );
  const time = scheduledAt ? formatInstant(scheduledAt) : '';
  return (
    <Notice title={t('results.scheduledTitle', { time })} actions={now}>
      {t('results.scheduledWhat')}
    </Notice>
  );
}
