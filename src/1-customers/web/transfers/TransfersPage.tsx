import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRead } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import { TransferState } from './TransferState.tsx';
import {
  daysSince,
  type Giver,
  giverKey,
  progressOf,
  type Transfer,
  useGivers,
  wholeOf,
} from './transfer.ts';

/** 客户继承: whose customers wait for somebody, and what became of those that were handed on. */
export default function TransfersPage() {
  const t = useTexts();
  const navigate = useNavigate();
  const make = (
    <Button type="primary" onClick={() => void navigate({ to: '/transfers/new' })}>
      {t('transfers.new')}
    </Button>
  );
  return (
    <>
      <PageHeader lead={t('transfers.lead')} actions={make} />
      <Waiting />
      <Records />
    </>
  );
}

const addressOf = (giver: Giver) => `/transfers/new?from=${giverKey(giver)}`;

function Waiting() {
  const t = useTexts();
  const { givers, error, retry } = useGivers();
  const rows = givers?.filter(giver => giver.kind === 'resigned');
  return (
    <Panel title={t('transfers.waiting')}>
      <DataTable
        name="transfer-waiting"
        label={t('transfers.waiting')}
        unit={t('transfers.waitingUnit')}
        columns={useWaitingColumns(new Set(rows?.map(row => row.account.id)).size > 1)}
        rowKey={giverKey}
        rowName={row => row.member.name}
        list={wholeOf({ rows, error, retry })}
        to={addressOf}
        empty={<EmptyState title={t('transfers.nobodyWaits')} what={t('transfers.nobodyWaitsWhat')} />}
      />
    </Panel>
  );
}

function useWaitingColumns(hasSeveral: boolean): Column<Giver>[] {
  const t = useTexts();
  return [
    { key: 'member', title: t('transfers.giver'), cell: row => row.member.name, width: 160 },
    ...(hasSeveral
      ? [{ key: 'account', title: t('transfers.account'), cell: (row: Giver) => row.account.name }]
      : []),
    {
      key: 'customers',
      title: t('transfers.customers'),
      cell: row => <Count of={row.customers} />,
      align: 'end',
    },
    { key: 'groups', title: t('transfers.groups'), cell: row => <Count of={row.groups} />, align: 'end' },
    {
      key: 'leftAt',
      title: t('transfers.leftAt'),
      cell: row => <DateTime at={row.leftAt} style="day" />,
      phone: 'hidden',
    },
    {
      key: 'days',
      title: t('transfers.waitingDays'),
      explain: t('transfers.waitingWhat'),
      cell: row => (row.leftAt ? t('transfers.days', { count: daysSince(row.leftAt) }) : '–'),
      align: 'end',
      phone: 'aside',
    },
  ];
}

function Records() {
  const t = useTexts();
  const { data, error, refetch } = useRead<{ data: Transfer[] }>('/transfers');
  return (
    <Panel title={t('transfers.records')}>
      <DataTable
        name="transfers"
        label={t('transfers.records')}
        unit={t('transfers.recordsUnit')}
        columns={useRecordColumns()}
        rowKey={row => row.id}
        rowName={row => row.from.name}
        list={wholeOf({ rows: data?.data, error, retry: () => void refetch() })}
        to={row => `/transfers/${row.id}`}
        empty={<EmptyState title={t('transfers.noRecords')} what={t('transfers.noRecordsWhat')} />}
      />
    </Panel>
  );
}

function useRecordColumns(): Column<Transfer>[] {
  const t = useTexts();
  return [
    { key: 'from', title: t('transfers.giver'), cell: row => row.from.name, width: 120 },
    { key: 'kind', title: t('transfers.kind'), cell: row => t(`transfers.kinds.${row.kind}`) },
    {
      key: 'takers',
      title: t('transfers.takers'),
      cell: row => row.takers.map(taker => taker.name).join(t('and')),
    },
    { key: 'state', title: t('transfers.state'), cell: row => <TransferState of={row} />, phone: 'aside' },
    { key: 'progress', title: t('transfers.progress'), cell: row => <Progress of={row} /> },
    {
      key: 'groups',
      title: t('transfers.groups'),
      cell: row => <Count of={progressOf(row.groups).all} />,
      align: 'end',
      phone: 'hidden',
    },
    { key: 'createdBy', title: t('transfers.createdBy'), cell: row => row.createdBy, phone: 'hidden' },
    {
      key: 'createdAt',
      title: t('transfers.createdAt'),
      cell: row => <DateTime at={row.createdAt} />,
      phone: 'hidden',
    },
  ];
}

function Progress({ of }: { of: Transfer }) {
  const t = useTexts();
  const { all, done, trouble } = progressOf(of.customers);
  if (all === 0) return <>–</>;
  return (
    <>
      {t('transfers.progressOf', { done, all })}
      {trouble > 0 && ` · ${t('transfers.trouble', { count: trouble })}`}
    </>
  );
}
