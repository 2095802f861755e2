import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { WorkCards } from '#web/kit/WorkCards.tsx';
import type { migrationTaskList } from '../../contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Migrations.module.css';
import { type Task, TaskCard } from './TaskCard.tsx';

/** Buyers a member is to ask in their own client: whom, with which words, and what came of it. */
export default function TasksPage() {
  const t = useTexts();
  const { data, error, refetch } = useRead<Wire<typeof migrationTaskList>>('/migration-tasks');
  const of = (state: Task['state']) => (data?.data ?? []).filter(task => task.state === state);
  const said = data && data.data.length > 0 && sayLeft(data, t);
  return (
    <>
      <PageHeader lead={t('migrations.tasks.lead')} aside={said} />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bone height={120} />}
      {data?.data.length === 0 && (
        <EmptyState title={t('migrations.tasks.emptyTitle')} what={t('migrations.tasks.emptyWhat')} />
      )}
      <Tasks title={t('migrations.tasks.waiting')} tasks={of('waiting')} />
      <Tasks title={t('migrations.tasks.asked')} hint={t('migrations.tasks.hint')} tasks={of('asked')} />
    </>
  );
}

function sayLeft(
  { left, askedToday }: { left: number; askedToday: number },
  t: ReturnType<typeof useTexts>,
): string {
  if (left > 0) return t('migrations.tasks.left', { n: formatCount(left) });
  return t('migrations.tasks.limit', { n: formatCount(askedToday) });
}

function Tasks({ title, hint, tasks }: { title: string; hint?: string; tasks: readonly Task[] }) {
  if (tasks.length === 0) return null;
  return (
    <Panel title={title}>
      {hint && <p className={styles.hint}>{hint}</p>}
      <WorkCards label={title} items={tasks} keyOf={task => `${task.migrationId} ${task.customerId}`}>
        {task => <TaskCard task={task} />}
      </WorkCards>
    </Panel>
  );
}
