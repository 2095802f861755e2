import type { ReactNode } from 'react';
import { listOf } from '#web/api/queries.ts';
import { Funnel } from '#web/kit/Funnel.tsx';
import { formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import type { CodeSetView } from '../reads.ts';
import { retained } from '../shares.ts';
import { useTexts } from '../texts/index.ts';

type Store = CodeSetView['storeList'][number];
type Code = Store['codes'][number] & { store: string };
type Figures = Store['figures'];

/** Shops of a set side by side. */
export function ByStore({ set, period }: { set: CodeSetView; period: ReactNode }) {
  const t = useTexts();
  const columns: Column<Store>[] = [
    { key: 'store', title: t('sets.store'), cell: row => row.store, width: 140 },
    ...useFigureColumns<Store>(row => row.store),
  ];
  return (
    <Panel title={t('sets.byStore')} aside={period}>
      <DataTable
        name="set-stores"
        label={t('sets.byStore')}
        unit={t('sets.storeUnit')}
        columns={columns}
        rowKey={row => row.touchpoint.id}
        rowName={row => row.store}
        list={listOf(set.storeList)}
        to={row => `/touchpoints/${row.touchpoint.id}`}
        empty={null}
      />
    </Panel>
  );
}

/** Clerks of a set side by side. */
export function ByClerk({ set }: { set: CodeSetView }) {
  const t = useTexts();
  const codes = set.storeList.flatMap(store => store.codes.map(code => ({ ...code, store: store.store })));
  const columns: Column<Code>[] = [
    {
      key: 'clerk',
      title: t('sets.clerk'),
      cell: row => row.clerk?.name ?? t('sets.everybody'),
      width: 120,
    },
    { key: 'state', title: t('sets.state'), cell: row => <State code={row} />, phone: 'aside' },
    { key: 'store', title: t('sets.store'), cell: row => row.store },
    ...useFigureColumns<Code>(row => row.name),
  ];
  return (
    <Panel title={t('sets.byClerk')}>
      <DataTable
        name="set-codes"
        label={t('sets.byClerk')}
        unit={t('sets.codeUnit')}
        columns={columns}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={listOf(codes)}
        to={row => `/live-codes/${row.id}`}
        empty={null}
      />
    </Panel>
  );
}

const STEPS = ['visitors', 'added', 'chatted', 'ordered', 'stayed30'] as const;

function useFigureColumns<Row extends { figures: Figures }>(nameOf: (row: Row) => string): Column<Row>[] {
  const t = useTexts();
  const label = (key: (typeof STEPS)[number]) => (key === 'chatted' ? t('sets.chatted') : t(`funnel.${key}`));
  return [
    {
      key: 'funnel',
      title: t('sets.funnel'),
      explain: `${t('sets.chattedMeans')} ${t('funnel.honest')}`,
      cell: row => (
        <Funnel
          steps={STEPS.map(key => ({ key, label: label(key), value: row.figures[key] }))}
          label={nameOf(row)}
        />
      ),
      width: 380,
      phone: 'wide',
    },
    {
      key: 'retained',
      title: t('codes.retained'),
      explain: t('codes.retainedMeans'),
      cell: ({ figures }) => {
        const share = retained(figures, 30);
        return share === undefined ? '–' : formatShare(share, 0);
      },
      align: 'end',
    },
  ];
}

function State({ code: { archived, paused, ways } }: { code: Code }) {
  const t = useTexts();
  if (archived) return <Tag>{t('sets.isArchived')}</Tag>;
  if (paused) return <Tag>{t('codes.isPaused')}</Tag>;
  if (ways.failed > 0) return <Tag tone="stop">{t('sets.failed', { n: ways.failed })}</Tag>;
  if (ways.ready < ways.all)
    return <Tag tone="advice">{t('sets.making', { ready: ways.ready, all: ways.all })}</Tag>;
  return <Tag>{t('sets.ready')}</Tag>;
}
