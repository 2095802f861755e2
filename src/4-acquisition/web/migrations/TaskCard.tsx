import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { copy } from '#web/kit/CopyText.tsx';
import { formatAgo } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { WorkCard, WorkSpace } from '#web/kit/WorkCards.tsx';
import type { migrationTask, outcomeBody } from '../../contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Migrations.module.css';

export type Task = Wire<typeof migrationTask>;
type Outcome = Wire<typeof outcomeBody>['outcome'];

/** One buyer to ask: who they are to us, the phone to search, the words, and what came of it. */
export function TaskCard({ task }: { task: Task }) {
  const t = useTexts();
  const { migration, greeting, state } = task;
  return (
    <WorkCard
      head={
        <>
          <strong>{task.name || t('migrations.unnamed')}</strong>
          <span>{migration}</span>
        </>
      }
      foot={<Outcomes task={task} />}
    >
      <LastOrder of={task} />
      <Phone task={task} />
      {state === 'waiting' && (
        <div className={styles.words}>
          <p>{greeting}</p>
          <Copy text={greeting} />
        </div>
      )}
    </WorkCard>
  );
}

function LastOrder({ of: { lastOrder } }: { of: Task }) {
  const t = useTexts();
  const language = useLanguage();
  if (!lastOrder) return null;
  const ago = formatAgo(lastOrder.at, new Date(), language);
  const words = lastOrder.what
    ? t('migrations.tasks.lastOrder', { ago, what: lastOrder.what })
    : t('migrations.tasks.lastOrderPlain', { ago });
  return <p className={styles.last}>{words}</p>;
}

/** Masked until asked for; that somebody looked is kept. */
function Phone({ task: { migrationId, customerId, phone } }: { task: Task }) {
  const t = useTexts();
  const notify = useNotify();
  const [full, setFull] = useState<string>();
  const show = useWrite(
    (_: undefined, key) =>
      api.post<{ phone: string }>(`/migration-tasks/${migrationId}/${customerId}/phone`, {}, { key }),
    { onDone: ({ phone: shown }) => setFull(shown.replace(/^\+86/, '')), onProblem: notify.problem },
  );
  return (
    <div className={styles.phone}>
      <span>{full ?? phone}</span>
      {full ? (
        <Copy text={full} />
      ) : (
        <Button type="link" size="small" onClick={() => show.run(undefined)} loading={show.isRunning}>
          {t('migrations.tasks.showPhone')}
        </Button>
      )}
    </div>
  );
}

function Copy({ text }: { text: string }) {
  const t = useTexts();
  const [isCopied, setCopied] = useState(false);
  return (
    <Button type="link" size="small" onClick={() => void copy(text).then(() => setCopied(true))}>
      {t(isCopied ? 'migrations.tasks.copied' : 'migrations.tasks.copy')}
    </Button>
  );
}

function Outcomes({ task: { migrationId, customerId, name, state } }: { task: Task }) {
  const t = useTexts();
  const notify = useNotify();
  const who = name || t('migrations.unnamed');
  const settle = useWrite(
    (outcome: Outcome, key) =>
      api.post(`/migration-tasks/${migrationId}/${customerId}`, { outcome }, { key }).then(() => outcome),
    {
      refresh: ['/migration-tasks', '/buyer-migrations'],
      onDone: outcome => notify.done(t(`migrations.tasks.done.${outcome}`, { name: who })),
      onProblem: notify.problem,
    },
  );
  return (
    <>
      <Button onClick={() => settle.run('wrong_number')} disabled={settle.isRunning}>
        {t('migrations.tasks.wrongNumber')}
      </Button>
      <Button onClick={() => settle.run('refused')} disabled={settle.isRunning}>
        {t('migrations.tasks.didRefuse')}
      </Button>
      <WorkSpace />
      {state === 'waiting' && (
        <Button type="primary" onClick={() => settle.run('asked')} loading={settle.isRunning}>
          {t('migrations.tasks.didAsk')}
        </Button>
      )}
    </>
  );
}
