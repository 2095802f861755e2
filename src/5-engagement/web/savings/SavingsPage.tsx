import { Segmented } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { listOf, useRead } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatFen } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { savingsView } from '../../contract.ts';
import { useTexts } from '../texts/index.ts';

type Savings = Wire<typeof savingsView>;
type Row = Savings['broadcasts'][number];

const PERIODS = ['30', '90', '365'] as const;
const daysField = oneOf(...PERIODS);
const savingsSearch = search({ days: daysField });

/** What messages through channels that cost nothing would have cost as SMS, and by which rule that is counted. */
export default function SavingsPage() {
  const t = useTexts();
  const [{ days = '90' }, ask] = useSearch(savingsSearch);
  const { data, error, refetch } = useRead<Savings>('/sms-savings', { days });
  const period = (
    <Segmented
      size="small"
      aria-label={t('savings.period')}
      value={days}
      options={PERIODS.map(value => ({ value, label: t('savings.days', { days: value }) }))}
      onChange={next => ask({ days: daysField.read(next) })}
    />
  );
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data) return <PageSkeleton />;
  return (
    <>
      <PageHeader lead={t('savings.lead')} actions={period} />
      <Figures of={data} />
      <Rule of={data} />
      <ByBroadcast of={data} />
    </>
  );
}

function Figures({ of: { amount, messages, parts, single, part } }: { of: Savings }) {
  const t = useTexts();
  return (
    <Panel>
      <Columns min={200}>
        {amount !== null && (
          <StatNumber
            label={t('savings.amount')}
            definition={t('savings.amountMeans')}
            value={amount}
            measure="fen"
            size="first"
          />
        )}
        <StatNumber label={t('savings.messages')} definition={t('savings.messagesMeans')} value={messages} />
        <StatNumber
          label={t('savings.parts')}
          definition={t('savings.partsMeans', { single, part })}
          value={parts}
          size={amount === null ? 'first' : 'normal'}
        />
      </Columns>
    </Panel>
  );
}

function Rule({ of: { price, single, part } }: { of: Savings }) {
  const t = useTexts();
  if (!price)
    return (
      <Panel>
        <Notice kind="note" title={t('savings.noPrice')}>
          {t('savings.partsMeans', { single, part })} {t('savings.noPriceWhat')}{' '}
          <PageLink to="/settings/accounts">{t('savings.toAccounts')}</PageLink>
        </Notice>
      </Panel>
    );
  const { account, perThousand, signName } = price;
  return (
    <Panel>
      <p>
        {t('savings.partsMeans', { single, part })}{' '}
        {t('savings.rule', { account, price: formatFen(perThousand), sign: signName })}
      </p>
    </Panel>
  );
}

function ByBroadcast({ of: { broadcasts } }: { of: Savings }) {
  const t = useTexts();
  const columns: Column<Row>[] = [
    { key: 'name', title: t('savings.name'), cell: row => row.name, width: 220 },
    { key: 'channel', title: t('savings.channel'), cell: row => t(`channel.${row.channel}`), phone: 'aside' },
    { key: 'messages', title: t('savings.messages'), cell: row => <Count of={row.messages} />, align: 'end' },
    { key: 'parts', title: t('savings.parts'), cell: row => <Count of={row.parts} />, align: 'end' },
    {
      key: 'amount',
      title: t('savings.amount'),
      cell: row => (row.amount === null ? '–' : <Money fen={row.amount} />),
      align: 'end',
    },
  ];
  return (
    <Panel title={t('savings.label')}>
      <DataTable
        name="sms-savings"
        label={t('savings.label')}
        unit={t('savings.unit')}
        columns={columns}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={listOf(broadcasts)}
        to={row => `/broadcasts/${row.id}`}
        empty={
          <EmptyState
            title={t('savings.emptyTitle')}
            what={t('savings.emptyWhat')}
            action={<PageLink to="/broadcasts">{t('savings.toBroadcasts')}</PageLink>}
          />
        }
      />
    </Panel>
  );
}
