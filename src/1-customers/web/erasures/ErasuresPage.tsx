import type { Wire } from '#web/api/client.ts';
import { useList, useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { erasureReceipt } from '../../rights/contract.ts';
import { useTexts } from '../texts/index.ts';
import { ReceiptLook } from './ReceiptLook.tsx';

export type Receipt = Wire<typeof erasureReceipt>;

const receiptsSearch = search({ look: text });
const WORKING = 1_500;

/** 删除回执: what was erased and when, about nobody in particular. */
export default function ErasuresPage() {
  const t = useTexts();
  const [{ look }, ask] = useSearch(receiptsSearch);
  const list = useList<Receipt>('/erasures');
  const looked = useRead<Receipt>(
    look && `/erasures/${look}`,
    {},
    {
      every: answer => (answer?.finishedAt === null ? WORKING : false),
    },
  );
  return (
    <>
      <PageHeader lead={t('rights.receipts.lead')} />
      <DataTable
        name="erasures"
        label={t('rights.receipts.unit')}
        unit={t('rights.receipts.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.id}
        list={list}
        to={row => `/erasures?look=${row.id}`}
        empty={<EmptyState title={t('rights.receipts.empty')} what={t('rights.receipts.emptyWhat')} />}
      />
      {look && looked.data?.id === look && (
        <ReceiptLook receipt={looked.data} onClose={() => ask({ look: undefined }, { replace: true })} />
      )}
    </>
  );
}

function useColumns(): Column<Receipt>[] {
  const t = useTexts();
  return [
    { key: 'number', title: t('rights.receipts.number'), cell: row => row.id, width: 120 },
    {
      key: 'reason',
      title: t('rights.receipts.reason'),
      cell: row => t(`rights.erase.reasons.${row.reason}`),
    },
    { key: 'by', title: t('rights.receipts.by'), cell: row => row.actor },
    { key: 'asked', title: t('rights.receipts.asked'), cell: row => <DateTime at={row.askedAt} /> },
    {
      key: 'state',
      title: t('rights.receipts.state'),
      cell: row => <State of={row} />,
      phone: 'aside',
      align: 'end',
    },
  ];
}

function State({ of: { finishedAt, scrubbedAt } }: { of: Receipt }) {
  const t = useTexts();
  if (scrubbedAt) return <Tag tone="accent">{t('rights.receipts.scrubbed')}</Tag>;
  if (finishedAt) return <Tag tone="accent">{t('rights.receipts.finished')}</Tag>;
  return <Tag>{t('rights.receipts.running')}</Tag>;
}
