import { Button } from 'antd';
import type { accountView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useSession } from '#web/session/session.ts';
import { oneOf, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { CallbackKeys } from './CallbackKeys.tsx';
import { Connect } from './Connect.tsx';
import { ConnectOfficial } from './ConnectOfficial.tsx';
import { EditAccount } from './EditAccount.tsx';
import { OfficialAccount } from './OfficialAccount.tsx';
import { PushDrawer } from './Pushes.tsx';
import { Shops } from './Shops.tsx';
import { SmsAccounts } from './SmsAccounts.tsx';
import { SyncRuns } from './SyncRuns.tsx';
import { isSyncing } from './sync.ts';
import { WecomAccount } from './WecomAccount.tsx';

export type Account = Wire<typeof accountView>;

const accountsSearch = search({
  look: text,
  part: oneOf('keys', 'runs', 'pushes', 'sms', 'sms-check', 'sms-replies'),
});
const WHILE_SYNCING = 1_500;
const isOfficial = ({ kind }: Account) => kind === 'official_account';

/** 渠道账号: the corps that are connected, how their sync stands, and the shops whose orders were brought in. */
export default function AccountsPage() {
  const t = useTexts();
  const mayWrite = useSession().can('channels:write');
  const [{ look, part }, ask] = useSearch(accountsSearch);
  const { rows, error, retry } = useWholeList<Account>('/accounts', got =>
    got?.some(isSyncing) ? WHILE_SYNCING : false,
  );
  const corps = rows?.filter(({ kind }) => kind !== 'shop' && kind !== 'sms') ?? [];
  const looked = rows?.find(({ id }) => id === look);
  const close = () => ask({ look: undefined, part: undefined }, { replace: true });
  const connectSms = mayWrite && (
    <Button onClick={() => ask({ look: 'new', part: 'sms' })}>{t('sms.connect')}</Button>
  );
  const connect = mayWrite && (
    <>
      <Button onClick={() => ask({ look: 'official' })}>{t('official.connect')}</Button>
      <Button type="primary" onClick={() => ask({ look: 'new' })}>
        {t('accounts.connect')}
      </Button>
    </>
  );
  return (
    <>
      <PageHeader
        lead={t('accounts.lead')}
        actions={
          corps.length > 0 && (
            <>
              {connectSms}
              {connect}
            </>
          )
        }
      />
      {!rows && (error ? <ErrorState error={error} onRetry={retry} /> : <PageSkeleton />)}
      {rows && corps.length === 0 && (
        <EmptyState title={t('accounts.emptyTitle')} what={t('accounts.emptyWhat')} action={connect} />
      )}
      {corps
        .filter(account => !isOfficial(account))
        .map(account => (
          <WecomAccount
            key={account.id}
            account={account}
            onEdit={() => ask({ look: account.id })}
            onPart={part => ask({ look: account.id, part })}
          />
        ))}
      {corps.filter(isOfficial).map(account => (
        <OfficialAccount
          key={account.id}
          account={account}
          onEdit={() => ask({ look: account.id })}
          onKeys={() => ask({ look: account.id, part: 'keys' })}
        />
      ))}
      {rows && (
        <SmsAccounts
          look={look}
          part={part === 'sms' || part === 'sms-check' || part === 'sms-replies' ? part : undefined}
          ask={(look, part) => ask({ look, part })}
        />
      )}
      {rows && <Shops shops={rows.filter(({ kind }) => kind === 'shop')} />}
      {mayWrite && look === 'new' && !part && <Connect onClose={close} />}
      {mayWrite && look === 'official' && <ConnectOfficial onClose={close} />}
      {mayWrite && looked && part === 'keys' && <CallbackKeys key={look} account={looked} onClose={close} />}
      {looked && part === 'runs' && <SyncRuns accountId={looked.id} onClose={close} />}
      {looked && part === 'pushes' && <PushDrawer accountId={looked.id} onClose={close} />}
      {mayWrite && looked && !part && <EditAccount key={look} account={looked} onClose={close} />}
    </>
  );
}
