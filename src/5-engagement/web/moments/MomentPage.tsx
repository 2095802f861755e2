import { useNavigate, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { SimulatorLink } from '../SimulatorLink.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Editor.module.css';
import { MomentContent } from './MomentContent.tsx';
import { MomentMembers } from './MomentMembers.tsx';
import type { Moment } from './reads.ts';
import { MomentState, useNameOf } from './state.tsx';

const BUSY = 1_500;
const QUIET = 15_000;

/** What became of a moment: who has published it, in how many feeds it lies, who liked it or wrote under it. */
export default function MomentPage() {
  const { momentId = '' } = useParams({ strict: false }) as { momentId?: string };
  const every = (now: Moment | undefined) => (now?.status === 'asking' ? BUSY : QUIET);
  const { data, error, refetch } = useRead<Moment>(`/moments/${momentId}`, {}, { every });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== momentId) return <PageSkeleton />;
  return <Result moment={data} />;
}

function Result({ moment }: { moment: Moment }) {
  const nameOf = useNameOf();
  const { status, members, published } = moment;
  const isThere = status === 'open' || (status === 'cancelled' && members > 0);
  const name = nameOf(moment);
  return (
    <>
      <PageHeader
        title={[...name].length > 24 ? `${[...name].slice(0, 24).join('')}…` : name}
        lead={useLead(moment)}
        aside={<MomentState of={moment} />}
        actions={
          <>
            <Actions moment={moment} />
            {isThere && !moment.member && (
              <SimulatorLink accountId={moment.accountId} isNext={status === 'open' && published < members} />
            )}
          </>
        }
      />
      <Notices moment={moment} />
      {isThere && <Figures moment={moment} />}
      {isThere && <MomentMembers moment={moment} />}
      <MomentContent moment={moment} />
    </>
  );
}

function useLead(moment: Moment): string {
  const t = useTexts();
  const { at, accountName: account, member, status } = moment;
  if (!at) return t('moments.result.leadDraft');
  const time = formatInstant(at);
  if (member) return t('moments.result.leadOwn', { member: member.name, time });
  const isWaiting = status === 'scheduled' || status === 'draft';
  return t(isWaiting ? 'moments.result.leadScheduled' : 'moments.result.lead', { account, time });
}

function Notices({ moment }: { moment: Moment }) {
  const t = useTexts();
  const { status, failure, leftOut, tooManyProducts, published } = moment;
  return (
    <div className={styles.notices}>
      {status === 'failed' && (
        <Notice kind="stop" title={t('moments.result.failedTitle')}>
          {failure}
        </Notice>
      )}
      {status === 'asking' && (
        <Notice title={t('moments.result.askingTitle')}>{t('moments.result.askingWhat')}</Notice>
      )}
      {status === 'cancelled' && (
        <Notice title={t('moments.result.cancelledTitle')}>
          {published > 0 && t('moments.result.cancelledWhat', { n: published })}
        </Notice>
      )}
      {status === 'scheduled' && tooManyProducts && (
        <Notice kind="advice" title={t('moments.tooMany')}>
          {t('moments.tooManyWhat')}
        </Notice>
      )}
      {leftOut.length > 0 && (
        <Notice kind="advice" title={t('moments.result.leftOut')}>
          {t('moments.result.leftOutWhat', { names: leftOut.join('、') })}
        </Notice>
      )}
    </div>
  );
}

function Figures({ moment }: { moment: Moment }) {
  const t = useTexts();
  const { id, members, published, planned, shown, likes, comments, reacted } = moment;
  const to = (of: string) => `/moments/${id}/people?of=${of}`;
  return (
    <Panel>
      <Columns min={150}>
        <StatNumber
          label={t('moments.result.planned')}
          value={planned}
          definition={t('moments.result.plannedMeans')}
          to={to('planned')}
        />
        <StatNumber
          label={t('moments.shown')}
          value={shown}
          definition={t('moments.shownMeans')}
          to={to('shown')}
        />
        <StatNumber
          label={`${t('moments.result.published')} / ${members}`}
          value={published}
          definition={t('moments.result.publishedMeans')}
        />
        <StatNumber
          label={t('moments.likes')}
          value={likes}
          definition={t('moments.result.reactedMeans')}
          to={to('liked')}
        />
        <StatNumber
          label={t('moments.comments')}
          value={comments}
          definition={t('moments.result.reactedMeans')}
          to={to('commented')}
        />
        <StatNumber
          label={t('moments.result.reacted')}
          value={reacted}
          definition={t('moments.result.reactedMeans')}
        />
      </Columns>
    </Panel>
  );
}

/** What can still be done: change it, stop it, ask again. */
function Actions({ moment }: { moment: Moment }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  const { id, status, member } = moment;
  const isOpen = ['draft', 'scheduled', 'failed'].includes(status);
  return (
    <>
      {can('broadcasts:send') && !member && <Stop moment={moment} />}
      {(status === 'open' || status === 'cancelled') && <Refresh id={id} />}
      {can('broadcasts:write') && isOpen && !member && (
        <Button
          type="primary"
          onClick={() => void navigate({ to: '/moments/new', search: { draft: id } as never })}
        >
          {t('moments.result.edit')}
        </Button>
      )}
    </>
  );
}

function Refresh({ id }: { id: string }) {
  const t = useTexts();
  const notify = useNotify();
  const ask = useWrite((_: undefined, key) => api.post(`/moments/${id}/refresh`, {}, { key }), {
    refresh: [`/moments/${id}`],
    onDone: () => notify.done(t('moments.result.refreshed')),
    onProblem: notify.problem,
  });
  return (
    <Button onClick={() => ask.run(undefined)} loading={ask.isRunning}>
      {t('moments.result.refresh')}
    </Button>
  );
}

function Stop({ moment: { id, status, members, published } }: { moment: Moment }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const stop = useWrite((_: undefined, key) => api.post(`/moments/${id}/stop`, {}, { key }), {
    refresh: ['/moments', `/moments/${id}`],
    onDone: () => notify.done(t('moments.result.stopped')),
    onProblem: notify.problem,
  });
  const isDone = status === 'cancelled' || (status === 'open' && members > 0 && published === members);
  if (isDone || status === 'asking') return null;
  const ask = () =>
    void modal.confirm({
      title: t('moments.result.stopTitle'),
      content: t('moments.result.stopWhat'),
      okText: t('moments.result.stopDo'),
      okButtonProps: { danger: true },
      cancelText: t('moments.result.stopKeep'),
      onOk: () => stop.run(undefined),
    });
  return (
    <Button danger onClick={ask} loading={stop.isRunning}>
      {t('moments.result.stop')}
    </Button>
  );
}
