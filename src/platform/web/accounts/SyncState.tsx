import { LoadingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { DateTime } from '#web/kit/DateTime.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { Found } from './Found.tsx';
import { Sizes } from './SyncRuns.tsx';
import { isSyncing } from './sync.ts';

/** How the last comparison with the platform went, in words; kept true while it goes on. */
export function SyncState({ account, onRuns }: { account: Account; onRuns: () => void }) {
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
        <>
          <p>
            <Sizes read={lastSync} />
          </p>
          <p>
            <Found found={lastSync.found} first={lastSync.first} />
          </p>
        </>
      )}
      <p className={styles.faint}>{t('accounts.nightly')}</p>
      <Button size="small" onClick={onRuns}>
        {t('accounts.runs')}
      </Button>
    </div>
  );
}
