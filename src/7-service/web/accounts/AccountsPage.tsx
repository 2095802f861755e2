import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { type Account, useAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import { EditWelcome } from './EditWelcome.tsx';
import { Scenes } from './Scenes.tsx';
import { Servicers } from './Servicers.tsx';

/** 客服账号: who answers at each, by which scenes customers come, and what they hear first. */
export default function AccountsPage() {
  const t = useTexts();
  const { data, error, refetch } = useAccounts();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  const accounts = data?.data;
  return (
    <>
      <PageHeader lead={t('accounts.lead')} actions={<Sync />} />
      {!accounts && <Skeleton active paragraph={{ rows: 8 }} />}
      {accounts?.length === 0 && (
        <EmptyState title={t('accounts.emptyTitle')} what={t('accounts.emptyWhat')} />
      )}
      <div className={styles.accounts}>
        {accounts?.map(account => (
          <One key={account.id} account={account} />
        ))}
      </div>
    </>
  );
}

function Sync() {
  const t = useTexts();
  const notify = useNotify();
  const { can } = useSession();
  const sync = useWrite((_: undefined, key) => api.post('/kf/accounts/sync', {}, { key }), {
    refresh: ['/kf/accounts'],
    onDone: () => notify.done(t('accounts.syncing')),
    onProblem: notify.problem,
  });
  if (!can('service:manage')) return null;
  return (
    <Button onClick={() => sync.run(undefined)} loading={sync.isRunning}>
      {t('accounts.sync')}
    </Button>
  );
}

function One({ account }: { account: Account }) {
  const t = useTexts();
  return (
    <Panel
      title={account.name}
      tone="sheet"
      aside={<PageLink to={`/kf?account=${account.id}`}>{t('accounts.toInbox')}</PageLink>}
    >
      <p className={styles.about}>
        {account.account.name} ·{' '}
        {account.readAt ? (
          <>
            {t('accounts.readAt')}
            <DateTime at={account.readAt} style="ago" />
          </>
        ) : (
          t('accounts.never')
        )}
      </p>
      {!account.isManaged && (
        <Notice kind="stop" title={t('accounts.unmanaged')}>
          {t('accounts.unmanagedWhat')}
        </Notice>
      )}
      {account.isManaged && account.why && (
        <Notice kind="advice" title={t('accounts.failed')}>
          {account.why}
        </Notice>
      )}
      <div className={styles.parts}>
        <div className={styles.people}>
          <Welcome account={account} />
          <Servicers account={account} />
        </div>
        <Scenes account={account} />
      </div>
    </Panel>
  );
}

function Welcome({ account }: { account: Account }) {
  const t = useTexts();
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  return (
    <section>
      <div className={styles.head}>
        <h3>{t('accounts.welcome')}</h3>
        {can('service:manage') && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('accounts.welcomeEdit')}
          </Button>
        )}
      </div>
      {account.welcome ? (
        <blockquote className={styles.words}>{account.welcome}</blockquote>
      ) : (
        <p className={styles.none}>{t('accounts.welcomeNone')}</p>
      )}
      {isOpen && <EditWelcome account={account} onClose={() => setOpen(false)} />}
    </section>
  );
}
