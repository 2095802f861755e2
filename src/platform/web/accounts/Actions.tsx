import { ExportOutlined, SyncOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { PauseOrResume } from './PauseOrResume.tsx';
import { isSyncing } from './sync.ts';

/** What can be done with a channel. Its simulator anybody may open; the rest is the owner's. */
export function Actions({ account, onEdit }: { account: Account; onEdit: () => void }) {
  const t = useTexts();
  const { can } = useSession();
  const [mayWrite, mayKnow] = [can('channels:write'), can('insight:read')];
  const navigate = useNavigate();
  return (
    <div className={styles.actions}>
      {account.simulatorUrl && (
        <Button href={account.simulatorUrl} target="siyu-simulator" icon={<ExportOutlined />}>
          {t(account.kind === 'official_account' ? 'official.simulator' : 'accounts.simulator')}
        </Button>
      )}
      {account.kind === 'wecom' && mayKnow && (
        <Button onClick={() => void navigate({ to: `/settings/accounts/${account.id}/health` })}>
          {t('accounts.health')}
        </Button>
      )}
      {mayWrite && (
        <>
          <PauseOrResume account={account} path="/accounts" what={t('accounts.pausedWhat')} />
          <Button onClick={onEdit}>{t('change')}</Button>
          {account.kind !== 'shop' && account.callbackUrl !== null && account.status === 'active' && (
            <>
              <Button onClick={() => void navigate({ to: `/settings/accounts/${account.id}/connect` })}>
                {t('accounts.check.do')}
              </Button>
              <SyncNow account={account} />
            </>
          )}
        </>
      )}
    </div>
  );
}

function SyncNow({ account }: { account: Account }) {
  const t = useTexts();
  const notify = useNotify();
  const sync = useWrite((_: undefined, key) => api.post(`/accounts/${account.id}/sync`, {}, { key }), {
    refresh: ['/accounts'],
    onDone: () => notify.done(t('accounts.syncStarted')),
    onProblem: notify.problem,
  });
  const isBusy = sync.isRunning || isSyncing(account);
  return (
    <Button
      icon={<SyncOutlined />}
      onClick={() => sync.run(undefined)}
      loading={sync.isRunning}
      disabled={isBusy}
    >
      {t('accounts.sync')}
    </Button>
  );
}
