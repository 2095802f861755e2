import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWholeList, useWrite } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { memberTasks } from '../../broadcasts/contract.ts';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './Members.module.css';

const BUSY = 2_000;
const QUIET = 10_000;

type MemberTasks = Wire<typeof memberTasks>;

/** Who has confirmed, who has not, and a reminder for those. */
export function Members({ broadcast: { id, status, channel } }: { broadcast: Broadcast }) {
  const t = useTexts();
  const every = () => (status === 'planning' || status === 'sending' ? BUSY : QUIET);
  const list = useWholeList<MemberTasks>(`/broadcasts/${id}/members`, every);
  const lines = list.rows;
  const done = lines?.filter(line => line.confirmedAt !== null).length ?? 0;
  const lead =
    lines && lines.length > 0 && t('results.membersLead', { confirmed: done, members: lines.length });
  const canRemind = useSession().can('broadcasts:send') && channel === 'wecom';
  return (
    <Panel title={t('results.members')} aside={lead && <span className={styles.lead}>{lead}</span>}>
      <DataTable
        name="broadcast-members"
        label={t('results.members')}
        columns={useColumns(id, canRemind)}
        rowKey={line => line.member.id}
        rowName={line => line.member.name}
        list={{ ...list, total: undefined }}
        empty={<p className={styles.lead}>{t('results.noTasks')}</p>}
      />
    </Panel>
  );
}

function useColumns(broadcastId: string, canRemind: boolean): Column<MemberTasks>[] {
  const t = useTexts();
  return [
    { key: 'member', title: t('results.member'), cell: line => line.member.name, width: 120 },
    {
      key: 'state',
      title: t('results.state'),
      cell: line => <MemberState of={line} />,
      wrap: true,
      phone: 'aside',
    },
    { key: 'tasks', title: t('results.tasks'), cell: line => <Count of={line.tasks} />, align: 'end' },
    {
      key: 'people',
      title: t('results.customers'),
      cell: line => <People broadcastId={broadcastId} line={line} stage="planned" />,
      align: 'end',
    },
    {
      key: 'delivered',
      title: t('results.delivered'),
      cell: line => <People broadcastId={broadcastId} line={line} stage="delivered" />,
      align: 'end',
    },
    {
      key: 'remind',
      title: '',
      cell: line => canRemind && <Remind broadcastId={broadcastId} line={line} />,
      align: 'end',
      width: 160,
    },
  ];
}

type PeopleProps = { broadcastId: string; line: MemberTasks; stage: 'planned' | 'delivered' };

/** The member's own of those behind a number. */
function People({ broadcastId, line, stage }: PeopleProps) {
  const count = stage === 'planned' ? line.people : line.delivered;
  return (
    <PageLink to={`/broadcasts/${broadcastId}/people?stage=${stage}&member=${line.member.id}`}>
      <Count of={count} />
    </PageLink>
  );
}

function MemberState({
  of: { waiting, tasks, building, cancelled, failures, confirmedAt },
}: {
  of: MemberTasks;
}) {
  const t = useTexts();
  if (failures.length > 0) {
    const said: Record<string, string> = {
      sender_left: t('results.senderLeft'),
      nobody_left: t('results.nobodyLeft'),
    };
    const why = failures.map(failure => said[failure] ?? failure);
    return <Tag tone="stop">{t('results.failedWhat', { why: why.join('; ') })}</Tag>;
  }
  if (building > 0) return <Tag>{t('results.building')}</Tag>;
  if (waiting > 0)
    return (
      <Tag tone="advice">{tasks === 1 ? t('results.waiting') : t('results.waitingSome', { n: waiting })}</Tag>
    );
  if (confirmedAt)
    return <Tag tone="accent">{t('results.confirmedAt', { time: formatInstant(confirmedAt) })}</Tag>;
  return cancelled > 0 ? <Tag>{t('results.cancelledTask')}</Tag> : null;
}

type Outcome = { outcome: 'reminded' | 'too_often' | 'cancelled' };

/** Reminds of the task that waits longest; how often that may be, the platform says. */
function Remind({ broadcastId, line }: { broadcastId: string; line: MemberTasks }) {
  const t = useTexts();
  const notify = useNotify();
  const member = line.member.name;
  const says = {
    reminded: t('results.reminded', { member }),
    too_often: t('results.tooOften', { member }),
    cancelled: t('results.taskGone'),
  };
  const remind = useWrite((id: string, key) => api.post<Outcome>(`/send-tasks/${id}/remind`, {}, { key }), {
    refresh: [`/broadcasts/${broadcastId}`],
    onDone: ({ outcome }) => notify.done(says[outcome]),
    onProblem: notify.problem,
  });
  if (line.waitsLongest === null || line.building > 0) return null;
  const task = line.waitsLongest;
  return (
    <span className={styles.remind}>
      {line.reminders > 0 && <span>{t('results.reminds', { n: line.reminders })}</span>}
      <Button size="small" onClick={() => remind.run(task)} loading={remind.isRunning}>
        {t('results.remind')}
      </Button>
    </span>
  );
}
