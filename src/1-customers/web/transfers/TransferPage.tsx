import { useNavigate, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { listOf, useRead, useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { FateTag, TransferState } from './TransferState.tsx';
import { progressOf, type TransferView } from './transfer.ts';

const AGAIN = 30_000;

/** One transfer: how far it is, and why somebody stayed where they were. */
export default function TransferPage() {
  const { transferId = '' } = useParams({ strict: false });
  const path = `/transfers/${transferId}`;
  const every = (of: TransferView | undefined) => of?.state === 'under_way' && AGAIN;
  const { data, error, refetch } = useRead<TransferView>(path, {}, { every });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <Whole of={data} /> : <PageSkeleton />;
}

function Whole({ of }: { of: TransferView }) {
  const t = useTexts();
  const title = t('transfers.titleOf', { kind: t(`transfers.kinds.${of.kind}`), name: of.from.name });
  return (
    <>
      <PageHeader title={title} aside={<TransferState of={of} />} actions={<Actions of={of} />} />
      <Panel>
        <Facts facts={useFacts(of)} />
      </Panel>
      {of.people.length > 0 && <People of={of} />}
      {of.groupList.length > 0 && <Groups of={of} />}
    </>
  );
}

function useFacts(of: TransferView) {
  const t = useTexts();
  const { all, done, trouble } = progressOf(of.customers);
  const progress = [
    t('transfers.progressOf', { done, all }),
    ...(trouble > 0 ? [t('transfers.trouble', { count: trouble })] : []),
  ];
  return [
    { key: 'takers', label: t('transfers.takers'), value: of.takers.map(one => one.name).join(t('and')) },
    ...(all > 0 ? [{ key: 'progress', label: t('transfers.progress'), value: progress.join(' · ') }] : []),
    ...(of.words ? [{ key: 'words', label: t('transfers.wordsSent'), value: of.words }] : []),
    { key: 'by', label: t('transfers.createdBy'), value: of.createdBy },
    { key: 'at', label: t('transfers.createdAt'), value: <DateTime at={of.createdAt} /> },
  ];
}

function Actions({ of }: { of: TransferView }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const path = `/transfers/${of.id}`;
  const stop = useWrite(
    (_: undefined, key) => api.post<{ customers: number }>(`${path}/cancel`, {}, { key }),
    {
      refresh: ['/transfers', path, '/transfer-givers'],
      onDone: ({ customers }) => notify.done(t('transfers.stopped', { count: customers })),
      onProblem: notify.problem,
    },
  );
  const ask = () =>
    void modal.confirm({
      title: t('transfers.stopTitle'),
      content: t('transfers.stopWhat'),
      okText: t('transfers.stop'),
      onOk: () => stop.run(undefined),
    });
  const from = `${of.account.id}.${of.from.id}.${of.kind}`;
  if (of.customers.planned || of.groups.planned)
    return (
      <Button onClick={ask} loading={stop.isRunning}>
        {t('transfers.stop')}
      </Button>
    );
  if (of.state === 'under_way' || progressOf(of.customers).trouble + progressOf(of.groups).trouble === 0)
    return null;
  return (
    <Button onClick={() => void navigate({ to: '/transfers/new', search: { from } as never })}>
      {t('transfers.again')}
    </Button>
  );
}

type Person = TransferView['people'][number];
type Group = TransferView['groupList'][number];

function useFateColumns<Row extends Group | Person>(): Column<Row>[] {
  const t = useTexts();
  return [
    { key: 'taker', title: t('transfers.taker'), cell: row => row.taker },
    { key: 'state', title: t('transfers.state'), cell: row => <FateTag state={row.state} />, phone: 'aside' },
    { key: 'at', title: t('transfers.at'), cell: row => <DateTime at={row.at} /> },
    { key: 'why', title: t('transfers.why'), cell: row => row.why ?? '–', width: 320 },
  ];
}

function People({ of }: { of: TransferView }) {
  const t = useTexts();
  const name = ({ customerId, name }: Person) =>
    customerId ? (
      <PageLink to={`/customers/${customerId}`}>{name || t('transfers.noName')}</PageLink>
    ) : (
      t('transfers.outOfSight')
    );
  return (
    <Panel title={t('transfers.customers')}>
      <DataTable
        name="transfer-people"
        label={t('transfers.customers')}
        unit={t('transfers.unit')}
        columns={[
          { key: 'name', title: t('transfers.customer'), cell: name, width: 160 },
          ...useFateColumns<Person>(),
        ]}
        rowKey={row => `${row.customerId} ${row.taker} ${row.at} ${row.state}`}
        rowName={row => row.name}
        list={listOf(of.people)}
        empty={<EmptyState title={t('transfers.nobodyFound')} />}
      />
    </Panel>
  );
}

function Groups({ of }: { of: TransferView }) {
  const t = useTexts();
  return (
    <Panel title={t('transfers.groups')}>
      <DataTable
        name="transfer-groups"
        label={t('transfers.groups')}
        unit={t('transfers.groupsUnit')}
        columns={[
          {
            key: 'name',
            title: t('transfers.group'),
            cell: row => row.name || t('groups.noName'),
            width: 160,
          },
          ...useFateColumns<Group>(),
        ]}
        rowKey={row => `${row.name} ${row.taker} ${row.at}`}
        rowName={row => row.name}
        list={listOf(of.groupList)}
        empty={<EmptyState title={t('groups.emptyTitle')} />}
      />
    </Panel>
  );
}
