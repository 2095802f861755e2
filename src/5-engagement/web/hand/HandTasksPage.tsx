import { CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { copy } from '#web/kit/CopyText.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { WorkCard, WorkCards, WorkSpace } from '#web/kit/WorkCards.tsx';
import type { handTask, handTaskList } from '../../hand/contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './HandTasksPage.module.css';

type Task = Wire<typeof handTask>;

/** Messages the member carries: the person, the words, and two ways to tick it off. */
export default function HandTasksPage() {
  const t = useTexts();
  const { data, error, refetch } = useRead<Wire<typeof handTaskList>>('/hand-tasks');
  const total = data?.total ?? 0;
  return (
    <>
      <PageHeader lead={t('hand.lead')} aside={total > 0 && t('hand.count', { n: formatCount(total) })} />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bone height={120} />}
      {data?.data.length === 0 && <EmptyState title={t('hand.emptyTitle')} what={t('hand.emptyWhat')} />}
      <WorkCards items={data?.data ?? []} keyOf={task => `${task.broadcastId} ${task.customerId}`}>
        {task => <Card task={task} />}
      </WorkCards>
      {data && total > data.data.length && (
        <p className={styles.more}>{t('hand.more', { shown: formatCount(data.data.length) })}</p>
      )}
    </>
  );
}

function Card({ task }: { task: Task }) {
  const t = useTexts();
  const notify = useNotify();
  const { broadcastId, customerId, broadcast, text } = task;
  const name = task.name || t('people.unnamed');
  const tick = useWrite(
    (outcome: 'sent' | 'not_sent', key) =>
      api.post(`/hand-tasks/${broadcastId}/${customerId}`, { outcome }, { key }).then(() => outcome),
    {
      refresh: ['/hand-tasks', '/broadcasts', '/todos'],
      onDone: outcome => notify.done(t(outcome === 'sent' ? 'hand.doneSent' : 'hand.doneNot', { name })),
      onProblem: notify.problem,
    },
  );
  return (
    <WorkCard
      head={
        <>
          <PageLink to={`/customers/${customerId}`}>{name}</PageLink>
          <span>{t('hand.from', { broadcast })}</span>
        </>
      }
      foot={
        <>
          <CopyButton text={text} />
          <WorkSpace />
          <Button onClick={() => tick.run('not_sent')} disabled={tick.isRunning}>
            {t('hand.notSent')}
          </Button>
          <Button type="primary" onClick={() => tick.run('sent')} loading={tick.isRunning}>
            {t('hand.sent')}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </WorkCard>
  );
}

function CopyButton({ text }: { text: string }) {
  const t = useTexts();
  const [isCopied, setCopied] = useState(false);
  return (
    <Button icon={<CopyOutlined />} onClick={() => void copy(text).then(() => setCopied(true))}>
      {t(isCopied ? 'hand.copied' : 'hand.copy')}
    </Button>
  );
}
