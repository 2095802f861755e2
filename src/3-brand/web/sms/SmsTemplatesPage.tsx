import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { smsAccountView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatFen, formatInstant } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { smsTemplateView } from '../../sms/contract.ts';
import { useTexts } from '../texts/index.ts';
import { EditTemplate } from './EditTemplate.tsx';

export type Template = Wire<typeof smsTemplateView>;
export type SmsAccount = Wire<typeof smsAccountView>;

const templatesSearch = search({ look: text });

/** 短信模板: what may be sent by SMS, as the vendors have approved it, and what it costs. */
export default function SmsTemplatesPage() {
  const t = useTexts();
  const mayWrite = useSession().can('broadcasts:write');
  const [{ look }, ask] = useSearch(templatesSearch);
  const list = useWholeList<Template>('/sms-templates');
  const accounts = useWholeList<SmsAccount>('/sms-accounts').rows;
  const template = list.rows?.find(({ id }) => id === look);
  const close = () => ask({ look: undefined }, { replace: true });
  const add = mayWrite && accounts && accounts.length > 0 && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
      {t('smsTemplates.add')}
    </Button>
  );
  const empty =
    accounts?.length === 0 ? (
      <EmptyState
        title={t('smsTemplates.noAccountTitle')}
        what={t('smsTemplates.noAccountWhat')}
        action={<PageLink to="/settings/accounts">{t('smsTemplates.toAccounts')}</PageLink>}
      />
    ) : (
      <EmptyState title={t('smsTemplates.emptyTitle')} what={t('smsTemplates.emptyWhat')} action={add} />
    );
  return (
    <>
      <PageHeader lead={t('smsTemplates.lead')} actions={list.rows?.length !== 0 && add} />
      <DataTable
        name="sms-templates"
        label={t('smsTemplates.label')}
        unit={t('smsTemplates.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        {...(mayWrite && { to: (row: Template) => `/sms-templates?look=${row.id}` })}
        empty={empty}
      />
      {mayWrite && accounts && accounts.length > 0 && (template || look === 'new') && (
        <EditTemplate key={look} template={template} accounts={accounts} onClose={close} />
      )}
    </>
  );
}

function useColumns(): Column<Template>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('smsTemplates.name'), cell: row => row.name, width: 150 },
    {
      key: 'kind',
      title: t('smsTemplates.kind'),
      cell: row => <Tag>{t(`smsTemplates.kinds.${row.kind}`)}</Tag>,
      width: 90,
      phone: 'aside',
    },
    {
      key: 'text',
      title: t('smsTemplates.text'),
      cell: row => `【${row.signName}】${row.text}`,
      phone: 'wide',
    },
    { key: 'account', title: t('smsTemplates.account'), cell: row => row.accountName, width: 130 },
    { key: 'code', title: t('smsTemplates.code'), cell: row => row.code, width: 140 },
    {
      key: 'parts',
      title: t('smsTemplates.parts'),
      cell: row => t('smsTemplates.partsOf', { characters: row.characters, parts: row.parts }),
      width: 140,
    },
    {
      key: 'cost',
      title: t('smsTemplates.cost'),
      cell: row => formatFen(row.costOfThousand),
      align: 'end',
      width: 100,
    },
    {
      key: 'updatedAt',
      title: t('smsTemplates.updatedAt'),
      cell: row => formatInstant(row.updatedAt, 'day'),
      width: 110,
    },
  ];
}
