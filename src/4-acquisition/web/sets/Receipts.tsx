import type { Wire } from '#web/api/client.ts';
import { useList } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import type { receiptView } from '../../contract.ts';
import type { CodeSetView } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Sets.module.css';

type Receipt = Wire<typeof receiptView>;

/** Receipts that were scanned, and whose orders they may be; whether they are a member decides on the customer's page. */
export function Receipts({ set }: { set: CodeSetView }) {
  const t = useTexts();
  const list = useList<Receipt>(`/code-sets/${set.id}/receipts`, { limit: '20' });
  const link = set.storeList[0]?.codes[0]?.link ?? '';
  return (
    <Panel title={t('sets.receipts')}>
      <p className={styles.what}>{t('sets.receiptsWhat', { link, minutes: set.receiptMinutes })}</p>
      <DataTable
        name="receipt-scans"
        label={t('sets.receiptsLabel')}
        unit={t('sets.receiptsUnit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.orderNo}
        list={list}
        empty={<EmptyState title={t('sets.receiptsEmpty')} what={t('sets.receiptsEmptyWhat')} />}
      />
    </Panel>
  );
}

function useColumns(): Column<Receipt>[] {
  const t = useTexts();
  return [
    { key: 'orderNo', title: t('sets.orderNo'), cell: row => row.orderNo, width: 180 },
    { key: 'state', title: t('sets.receiptState'), cell: row => <Outcome of={row} />, phone: 'aside' },
    {
      key: 'customer',
      title: t('sets.customer'),
      cell: row =>
        row.customer ? (
          <PageLink to={`/customers/${row.customer.id}`}>{row.customer.name || t('sets.unnamed')}</PageLink>
        ) : (
          '–'
        ),
    },
    { key: 'member', title: t('sets.member'), cell: row => row.member.name },
    { key: 'at', title: t('sets.at'), cell: row => <DateTime at={row.at} style="ago" /> },
  ];
}

function Outcome({ of: { state, binding } }: { of: Receipt }) {
  const t = useTexts();
  if (state !== 'suggested' || binding === null) return <Tag>{t(`sets.receiptStates.${state}`)}</Tag>;
  const tone =
    binding === 'bound' ? 'accent' : binding === 'conflict' || binding === 'suggested' ? 'advice' : 'plain';
  return <Tag tone={tone}>{t(`sets.bindings.${binding}`)}</Tag>;
}
