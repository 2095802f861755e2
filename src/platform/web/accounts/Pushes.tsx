import { Button } from 'antd';
import type { pushesView } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';

type Pushes = Wire<typeof pushesView>;
const AGAIN = 10_000;

function usePushes(accountId: string) {
  return useRead<Pushes>(
    `/accounts/${accountId}/pushes`,
    {},
    { every: got => (got?.waiting ? AGAIN : false) },
  );
}

const sumOf = (pushes: Pushes) => pushes.refused.reduce((sum, { relations }) => sum + relations, 0);

/** Whether WeCom has been told of all that was changed here. */
export function PushState({ accountId, onSee }: { accountId: string; onSee: () => void }) {
  const t = useTexts();
  const { data } = usePushes(accountId);
  if (!data) return '–';
  const refused = sumOf(data);
  if (data.waiting === 0 && refused === 0) return t('accounts.pushNone');
  return (
    <div className={styles.sync}>
      {data.waiting > 0 && <p>{t('accounts.pushWaiting', { n: formatCount(data.waiting) })}</p>}
      {refused > 0 && (
        <>
          <p role="alert" className={styles.failed}>
            {t('accounts.pushRefused', { n: formatCount(refused) })}
          </p>
          <Button size="small" onClick={onSee}>
            {t('accounts.pushSee')}
          </Button>
        </>
      )}
    </div>
  );
}

/** What WeCom refused to be told, of whom and why; all of it can be tried again. */
export function PushDrawer({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const t = useTexts();
  const { data, error, refetch } = usePushes(accountId);
  const hidden = data ? sumOf(data) - data.people.length : 0;
  return (
    <QuickLook
      of={accountId}
      title={t('accounts.push')}
      onClose={onClose}
      footer={data && sumOf(data) > 0 && <Retry accountId={accountId} onDone={onClose} />}
    >
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <PageSkeleton />)}
      {data && (
        <p className={styles.means}>{t(sumOf(data) > 0 ? 'accounts.pushWhat' : 'accounts.pushNone')}</p>
      )}
      {data?.refused.map(({ why, relations }) => (
        <p key={why} className={styles.failed}>
          {t('accounts.pushWhy', { n: formatCount(relations), why })}
        </p>
      ))}
      <ol className={styles.list}>
        {data?.people.map(({ customerId, name, member, what, why, at }) => (
          <li key={`${customerId} ${member}`}>
            <PageLink to={`/customers/${customerId}`}>{name || customerId}</PageLink>
            <p>{what.join(t('and'))}</p>
            {data.refused.length > 1 && <p className={styles.failed}>{why}</p>}
            <p className={styles.faint}>
              {member} <DateTime at={at} />
            </p>
          </li>
        ))}
      </ol>
      {hidden > 0 && <p className={styles.faint}>{t('accounts.pushOthers', { n: formatCount(hidden) })}</p>}
    </QuickLook>
  );
}

function Retry({ accountId, onDone }: { accountId: string; onDone: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const { can } = useSession();
  const path = `/accounts/${accountId}/pushes`;
  const write = useWrite((_: undefined, key) => api.post(`${path}/retry`, {}, { key }), {
    refresh: [path],
    onDone: () => {
      notify.done(t('accounts.pushRetried'));
      onDone();
    },
    onProblem: notify.problem,
  });
  if (!can('channels:write')) return null;
  return (
    <Button type="primary" loading={write.isRunning} onClick={() => write.run(undefined)}>
      {t('accounts.pushRetry')}
    </Button>
  );
}
