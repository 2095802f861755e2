import { LoadingOutlined } from '@ant-design/icons';
import { DateTime } from '#web/kit/DateTime.tsx';
import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { isSyncing } from './sync.ts';

/** How the last comparison with the platform went, in words; kept true while it goes on. */
export function SyncState({ account }: { account: Account }) {
  const t = useTexts();
  const { lastSync } = account;
  if (!lastSync) return <span className={styles.faint}>{t('accounts.syncNever')}</span>;
  if (isSyncing(account))
    return (
      <span role="status" className={styles.syncing}>
        <LoadingOutlined />
        {t(lastSync.state === 'waiting' ? 'accounts.syncWaiting' : 'accounts.syncRunning')}
      </span>
    );
  return (
    <div className={styles.sync}>
      <DateTime at={lastSync.at} style="ago" />
      {lastSync.state === 'failed' ? (
        <p role="alert" className={styles.failed}>
          {t('accounts.syncFailed', { why: lastSync.failure ?? '' })}
        </p>
      ) : (
        <p>
          <Found sync={lastSync} />
        </p>
      )}
      <p className={styles.faint}>{t('accounts.nightly')}</p>
    </div>
  );
}

function Found({ sync }: { sync: NonNullable<Account['lastSync']> }) {
  const t = useTexts();
  const { members = 0, tags = 0, relations = 0, ended = 0 } = sync;
  const counts = { members, tags, relations: formatCount(relations), ended: formatCount(ended) };
  return t(ended > 0 ? 'accounts.syncDoneEnded' : 'accounts.syncDone', counts);
}
