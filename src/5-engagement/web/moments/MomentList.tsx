import { Segmented } from 'antd';
import { usePagedList } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatCount } from '#web/kit/format.ts';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Moments.module.css';
import { NewMoment } from './NewMoment.tsx';
import type { Row } from './reads.ts';
import { KindTag, MomentState, useNameOf } from './state.tsx';

type By = 'company' | 'member';
type Props = {
  by: By | undefined;
  page: number;
  onChange: (change: { by?: By; page?: number | undefined }) => void;
};

const PAGE = 20;

export function MomentList({ by = 'company', page, onChange }: Props) {
  const t = useTexts();
  const nameOf = useNameOf();
  const list = usePagedList<Row>('/moments', { by }, { page, size: PAGE, go: page => onChange({ page }) });
  return (
    <>
      <div className={styles.bar}>
        <Segmented
          aria-label={t('moments.by')}
          value={by}
          onChange={by => onChange({ by, page: undefined })}
          options={[
            { value: 'company' as const, label: t('moments.byCompany') },
            { value: 'member' as const, label: t('moments.byMember') },
          ]}
        />
      </div>
      <DataTable
        name="moments"
        label={t('moments.label')}
        unit={t('moments.unit')}
        columns={useColumns(by)}
        rowKey={row => row.id}
        rowName={row => nameOf(row)}
        list={list}
        to={row => `/moments/${row.id}`}
        empty={
          <EmptyState title={t('moments.emptyTitle')} what={t('moments.emptyWhat')} action={<NewMoment />} />
        }
      />
    </>
  );
}

function useColumns(by: By): Column<Row>[] {
  const t = useTexts();
  const nameOf = useNameOf();
  const who: Column<Row> =
    by === 'member'
      ? { key: 'member', title: t('moments.result.member'), cell: row => row.member?.name ?? '–' }
      : { key: 'kind', title: t('moments.kindLabel'), cell: row => <KindTag of={row.kind} /> };
  return [
    {
      key: 'text',
      title: t('moments.text'),
      cell: row => <span className={styles.words}>{nameOf(row)}</span>,
      width: 280,
    },
    who,
    { key: 'state', title: t('moments.status'), cell: row => <MomentState of={row} />, phone: 'aside' },
    {
      key: 'when',
      title: t('moments.when'),
      cell: row => (row.at ? <DateTime at={row.at} /> : t('moments.noTime')),
      align: 'end',
    },
    {
      key: 'shown',
      title: t('moments.shown'),
      explain: t('moments.shownMeans'),
      cell: row => (row.published > 0 ? <Count of={row.shown} /> : '–'),
      align: 'end',
    },
    {
      key: 'reactions',
      title: t('moments.reactions'),
      cell: row =>
        row.published > 0
          ? t('moments.reactionsOf', { likes: formatCount(row.likes), comments: formatCount(row.comments) })
          : '–',
      align: 'end',
    },
  ];
}
