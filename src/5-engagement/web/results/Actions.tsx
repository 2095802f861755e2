import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { isDirect } from '../direct.ts';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';

/** What can still be done: ask again, stop, write another like it, go on writing. */
export function Actions({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  const { id, status } = broadcast;
  const isOpen = status === 'draft' || status === 'scheduled';
  const write = (search: { draft: string } | { copy: string }) =>
    void navigate({ to: '/broadcasts/new', search: search as never });
  return (
    <>
      {can('broadcasts:send') && <Cancel broadcast={broadcast} />}
      {can('broadcasts:write') && !isOpen && (
        <Button onClick={() => write({ copy: id })}>{t('results.again')}</Button>
      )}
      {status === 'sent' && broadcast.channel === 'wecom' && <Refresh id={id} />}
      {can('broadcasts:write') && isOpen && (
        <Button type="primary" onClick={() => write({ draft: id })}>
          {t('results.edit')}
        </Button>
      )}
    </>
  );
}

function Refresh({ id }: { id: string }) {
  const t = useTexts();
  const notify = useNotify();
  const ask = useWrite(
    (_: undefined, key) => api.post<{ tasks: number }>(`/broadcasts/${id}/refresh`, {}, { key }),
    {
      refresh: [`/broadcasts/${id}`],
      onDone: ({ tasks }) =>
        notify.done(tasks > 0 ? t('results.refreshed', { n: formatCount(tasks) }) : t('results.nothingOpen')),
      onProblem: notify.problem,
    },
  );
  return (
    <Button onClick={() => ask.run(undefined)} loading={ask.isRunning}>
      {t('results.refresh')}
    </Button>
  );
}

/** There is something to stop: it has not begun, or a member has not confirmed yet. */
function isStoppable({ status, funnel, channel }: Broadcast): boolean {
  if (status === 'cancelled') return false;
  if (isDirect(channel)) return status !== 'sent';
  return status !== 'sent' || funnel.taskCreated > funnel.confirmed;
}

function Cancel({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const { id } = broadcast;
  const cancel = useWrite(
    (_: undefined, key) => api.post<{ cancelled: number }>(`/broadcasts/${id}/cancel`, {}, { key }),
    {
      refresh: ['/broadcasts', `/broadcasts/${id}`, '/home', '/todos'],
      onDone: ({ cancelled }) =>
        notify.done(
          cancelled > 0 ? t('results.cancelled', { n: formatCount(cancelled) }) : t('results.cancelledEarly'),
        ),
      onProblem: notify.problem,
    },
  );
  if (!isStoppable(broadcast)) return null;
  const ask = () =>
    void modal.confirm({
      title: t('results.cancelTitle'),
      content: t('results.cancelWhat'),
      okText: t('results.cancelDo'),
      okButtonProps: { danger: true },
      cancelText: t('results.cancelKeep'),
      onOk: () => cancel.run(undefined),
    });
  return (
    <Button danger onClick={ask} loading={cancel.isRunning}>
      {t('results.cancel')}
    </Button>
  );
}
