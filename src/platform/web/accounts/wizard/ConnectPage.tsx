import { SyncOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import type { accountCheck } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead, useWholeList } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { oneOf, search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../../texts/index.ts';
import type { Account } from '../AccountsPage.tsx';
import { CallbackKeys } from '../CallbackKeys.tsx';
import { EditAccount } from '../EditAccount.tsx';
import { Step } from './Step.tsx';

export type Check = Wire<typeof accountCheck>;

const connectSearch = search({ part: oneOf('keys', 'callback') });
/** While something is still to be done in WeCom's console, one looks here for it to turn green. */
const ASK_AGAIN = 4_000;

/** 接入向导: what an account still needs, asked of WeCom itself, and where in its console each thing is. */
export default function ConnectPage() {
  const t = useTexts();
  const { accountId } = useParams({ strict: false });
  const [{ part }, ask] = useSearch(connectSearch);
  const { rows } = useWholeList<Account>('/accounts');
  const account = rows?.find(({ id }) => id === accountId);
  const { data, error, refetch, isFetching } = useRead<Check>(
    accountId && `/accounts/${accountId}/check`,
    {},
    { every: got => (got && !isReady(got) ? ASK_AGAIN : false) },
  );
  if (error) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  if (!data || !account) return <PageSkeleton />;
  const isOfficial = account.kind === 'official_account';
  const close = () => {
    ask({ part: undefined }, { replace: true });
    void refetch();
  };
  const again = (
    <Button icon={<SyncOutlined spin={isFetching} />} onClick={() => void refetch()}>
      {t('accounts.check.again')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('accounts.check.title', { name: account.name })}
        lead={t(isOfficial ? 'official.lead' : 'accounts.check.lead')}
        actions={again}
      />
      {isReady(data) && (
        <Notice
          title={t('accounts.check.ready')}
          actions={<PageLink to="/settings/accounts">{t('accounts.check.back')}</PageLink>}
        >
          {t(isOfficial ? 'official.readyWhat' : 'accounts.check.readyWhat')}
        </Notice>
      )}
      <ol aria-label={t('accounts.check.label')}>
        {data.steps.map((step, at) => (
          <Step key={step.step} step={step} number={at + 1} account={account} onFix={part => ask({ part })} />
        ))}
      </ol>
      {part === 'keys' && <EditAccount account={account} onClose={close} />}
      {part === 'callback' && <CallbackKeys account={account} onClose={close} />}
    </>
  );
}

const isReady = ({ steps }: Check) => steps.every(({ state }) => state === 'ok');
