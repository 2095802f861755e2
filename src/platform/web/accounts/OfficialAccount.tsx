import { LoadingOutlined } from '@ant-design/icons';
import { CopyText } from '#web/kit/CopyText.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { Actions } from './Actions.tsx';
import { Callback } from './Callback.tsx';
import { isSyncing } from './sync.ts';

type Props = { account: Account; onEdit: () => void; onKeys: () => void };

/** An official account that is connected: how fresh what we know of its followers is, and how it reaches us. */
export function OfficialAccount({ account, onEdit, onKeys }: Props) {
  const t = useTexts();
  const mayWrite = useSession().can('channels:write');
  const facts = [
    { key: 'appId', label: t('official.appId'), value: <CopyText text={account.externalId ?? ''} /> },
    { key: 'sync', label: t('accounts.lastSync'), value: <Followers account={account} /> },
    ...(mayWrite
      ? [
          {
            key: 'callback',
            label: t('official.checkSteps.callback'),
            value: <Callback account={account} onKeys={onKeys} />,
          },
        ]
      : []),
  ];
  return (
    <Panel tone="sheet" title={account.name} aside={<Actions account={account} onEdit={onEdit} />}>
      <p className={styles.tags}>
        <Tag>{t(`accounts.kinds.${account.kind}`)}</Tag>
        {account.simulatorUrl && <Tag tone="advice">{t('accounts.simulatorTag')}</Tag>}
      </p>
      {account.status === 'paused' && (
        <Notice kind="advice" title={t('accounts.paused')}>
          {t('accounts.pausedWhat')}
        </Notice>
      )}
      {account.callbackUrl !== null && <Facts facts={facts} />}
    </Panel>
  );
}

/** How the last comparison with the platform went, in words; kept true while it goes on. */
function Followers({ account }: { account: Account }) {
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
  const { followers = 0, begun = 0, ended = 0, first } = lastSync;
  return (
    <div className={styles.sync}>
      <DateTime at={lastSync.at} style="ago" />
      {lastSync.state === 'failed' ? (
        <p role="alert" className={styles.failed}>
          {t('accounts.syncFailed', { why: lastSync.failure ?? '' })}
        </p>
      ) : (
        <>
          <p>{t('official.followers', { n: formatCount(followers) })}</p>
          <p>
            {first
              ? t('accounts.syncFirst')
              : begun + ended > 0
                ? t('official.found', { begun: formatCount(begun), ended: formatCount(ended) })
                : t('official.foundNothing')}
          </p>
        </>
      )}
      <p className={styles.faint}>{t('official.nightly')}</p>
    </div>
  );
}
