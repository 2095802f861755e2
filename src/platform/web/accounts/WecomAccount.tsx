import { CopyText } from '#web/kit/CopyText.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { Actions } from './Actions.tsx';
import { Callback } from './Callback.tsx';
import { PushState } from './Pushes.tsx';
import { SidebarPage } from './SidebarPage.tsx';
import { SyncState } from './SyncState.tsx';

type Props = { account: Account; onEdit: () => void; onPart: (part: 'keys' | 'runs' | 'pushes') => void };

/** A channel that is connected: who it is, how fresh what we know is, and how its platform reaches us. */
export function WecomAccount({ account, onEdit, onPart }: Props) {
  const t = useTexts();
  const mayWrite = useSession().can('channels:write');
  const isWecom = account.kind === 'wecom';
  const facts = [
    { key: 'corpId', label: t('accounts.corpId'), value: <CopyText text={account.externalId ?? ''} /> },
    { key: 'agentId', label: t('accounts.agentId'), value: account.agentId ?? '–' },
    {
      key: 'sync',
      label: t('accounts.lastSync'),
      value: <SyncState account={account} onRuns={() => onPart('runs')} />,
    },
    {
      key: 'push',
      label: t('accounts.push'),
      value: <PushState accountId={account.id} onSee={() => onPart('pushes')} />,
    },
    ...(mayWrite
      ? [
          {
            key: 'callback',
            label: t('accounts.callback'),
            value: <Callback account={account} onKeys={() => onPart('keys')} />,
          },
          {
            key: 'sidebar',
            label: t('accounts.sidebar'),
            value:
              account.agentId === null ? t('accounts.sidebarNoAgent') : <SidebarPage account={account} />,
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
      {isWecom && <Facts facts={facts} />}
    </Panel>
  );
}
