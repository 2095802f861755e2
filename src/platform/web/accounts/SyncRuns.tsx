import type { syncRunView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import { Found } from './Found.tsx';

type Run = Wire<typeof syncRunView>;

/** 历次同步: each comparison of a corp, how much it read and what it found that nothing had told. */
export function SyncRuns({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const t = useTexts();
  const { data, error, refetch } = useRead<{ data: Run[] }>(`/accounts/${accountId}/syncs`);
  return (
    <QuickLook of={accountId} title={t('accounts.runs')} onClose={onClose}>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <PageSkeleton />)}
      {data?.data.length === 0 && <p className={styles.faint}>{t('accounts.runsNone')}</p>}
      <ol className={styles.list}>
        {data?.data.map(run => (
          <li key={run.id}>
            <DateTime at={run.startedAt} />
            <Went run={run} />
          </li>
        ))}
      </ol>
    </QuickLook>
  );
}

function Went({ run: { state, read, found, failure } }: { run: Run }) {
  const t = useTexts();
  if (state === 'running') return <p className={styles.faint}>{t('accounts.runRunning')}</p>;
  if (state === 'failed')
    return <p className={styles.failed}>{t('accounts.syncFailed', { why: failure ?? '' })}</p>;
  return (
    <>
      <p>
        <Found found={found} first={read.first} />
      </p>
      <p className={styles.faint}>
        <Sizes read={read} />
      </p>
    </>
  );
}

/** How much there is in the corp. */
export function Sizes({ read }: { read: Run['read'] }) {
  const t = useTexts();
  const { members = 0, tags = 0, relations = 0, groups = 0 } = read;
  return t('accounts.syncDone', {
    members: formatCount(members),
    tags: formatCount(tags),
    relations: formatCount(relations),
    groups: formatCount(groups),
  });
}
