import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { accountView, noticeTemplateView } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWholeList, useWrite } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { NewNoticeTemplate } from './NewNoticeTemplate.tsx';

export type NoticeTemplate = Wire<typeof noticeTemplateView>;
export type Account = Wire<typeof accountView>;
const templatesSearch = search({ look: text });

/** 订阅通知: templates followers can accept notices of, and how many acceptances are left. */
export default function NoticeTemplatesPage() {
  const t = useTexts();
  const { can } = useSession();
  const mayWrite = can('brand:write');
  const [{ look }, ask] = useSearch(templatesSearch);
  const list = useWholeList<NoticeTemplate>('/notice-templates');
  const accounts = useWholeList<Account>('/accounts').rows?.filter(
    one => one.kind === 'official_account' && one.status === 'active' && one.callbackUrl !== null,
  );
  const template = list.rows?.find(({ id }) => id === look);
  const close = () => ask({ look: undefined }, { replace: true });
  const actions = mayWrite && accounts && accounts.length > 0 && (
    <>
      {accounts.map(account => (
        <ReadThem key={account.id} account={account} isOnly={accounts.length === 1} />
      ))}
      <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
        {t('notices.add')}
      </Button>
    </>
  );
  const empty =
    accounts?.length === 0 ? (
      <EmptyState
        title={t('notices.noAccountTitle')}
        what={t('notices.noAccountWhat')}
        action={<PageLink to="/settings/accounts">{t('followers.toAccounts')}</PageLink>}
      />
    ) : (
      <EmptyState title={t('notices.emptyTitle')} what={t('notices.emptyWhat')} action={actions} />
    );
  return (
    <>
      <PageHeader lead={t('notices.lead')} actions={list.rows?.length !== 0 && actions} />
      <DataTable
        name="notice-templates"
        label={t('notices.label')}
        unit={t('notices.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.title}
        list={list}
        {...(mayWrite && { to: (row: NoticeTemplate) => `/notice-templates?look=${row.id}` })}
        empty={empty}
      />
      {mayWrite && accounts && (template || look === 'new') && (
        <NewNoticeTemplate key={look} template={template} accounts={accounts} onClose={close} />
      )}
    </>
  );
}

/** Asks the platform which templates the account has chosen there. */
function ReadThem({ account, isOnly }: { account: Account; isOnly: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const read = useWrite(
    (_: undefined, key) =>
      api.post<{ templates: number }>(`/official-accounts/${account.id}/notice-templates`, {}, { key }),
    {
      refresh: ['/notice-templates'],
      onDone: ({ templates }) => notify.done(t('notices.read', { n: templates })),
      onProblem: notify.problem,
    },
  );
  return (
    <Button onClick={() => read.run(undefined)} loading={read.isRunning}>
      {isOnly ? t('notices.readThem') : t('notices.readOf', { name: account.name })}
    </Button>
  );
}

function useColumns(): Column<NoticeTemplate>[] {
  const t = useTexts();
  return [
    { key: 'title', title: t('notices.title'), cell: row => row.title, width: 160 },
    {
      key: 'kind',
      title: t('notices.kind'),
      cell: row => <Tag>{t(row.longTerm ? 'notices.longTerm' : 'notices.oneTime')}</Tag>,
      phone: 'aside',
      width: 100,
    },
    {
      key: 'fields',
      title: t('notices.fields'),
      cell: row => row.fields.map(field => field.label).join(t('notices.comma')),
      phone: 'wide',
    },
    { key: 'account', title: t('followers.account'), cell: row => row.account.name },
    {
      key: 'followers',
      title: t('notices.followers'),
      cell: row => <Count of={row.followers} />,
      align: 'end',
      width: 130,
    },
    {
      key: 'grants',
      title: t('notices.grants'),
      cell: row => <Count of={row.grants} />,
      align: 'end',
      width: 110,
    },
  ];
}
