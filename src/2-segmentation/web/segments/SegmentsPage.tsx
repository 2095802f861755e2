import { Button } from 'antd';
import { useMemo } from 'react';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { SavedViews } from '#web/kit/filter/SavedViews.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { useColumns } from './columns.tsx';
import { ImportSegments } from './ImportSegments.tsx';
import { matching, type Segment, type SegmentsFields, segmentsSearch } from './matching.ts';
import styles from './Segments.module.css';
import { Templates } from './Templates.tsx';
import { useRefresh } from './use-refresh.ts';
import { useViews } from './use-views.ts';

export default function SegmentsPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(segmentsSearch);
  const whole = useWholeList<Segment>('/segments');
  const rows = useMemo(() => whole.rows && matching(whole.rows, asked), [whole.rows, asked]);
  const filters = useFilters();
  const views = useViews(whole.rows);
  const refresh = useRefresh();
  const isFiltered = filters.some(filter => isSet(filter, asked));
  const isEmpty = whole.rows?.length === 0;
  return (
    <>
      <PageHeader lead={t('list.lead')} actions={<HeadActions />} />
      {!isEmpty && (
        <>
          <SavedViews {...views} search={segmentsSearch} filters={filters} value={asked} onPick={ask} />
          <FilterBar filters={filters} value={asked} onChange={ask} />
        </>
      )}
      <DataTable
        name="segments"
        label={t('list.label')}
        unit={t('list.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={{ ...whole, rows, total: rows?.length }}
        sort={asked.sort}
        onSort={sort => ask({ sort })}
        to={row => `/segments/${row.id}`}
        onClearFilters={isFiltered ? () => ask(cleared(filters)) : undefined}
        tools={
          <>
            <a className={styles.tool} href="/api/v1/segments/export" download="siyu-segments.json">
              {t('file.exportAll')}
            </a>
            <Button
              type="text"
              size="small"
              loading={refresh.isRunning}
              onClick={() => refresh.run(whole.rows ?? [])}
            >
              {t('list.refreshAll')}
            </Button>
          </>
        }
        empty={<NoSegments />}
      />
    </>
  );
}

function useFilters(): Filter<SegmentsFields>[] {
  const t = useTexts();
  return [
    { kind: 'text', field: 'q', label: t('list.search') },
    { kind: 'range', unit: 'count', min: 'min', max: 'max', label: t('list.people') },
  ];
}

function HeadActions() {
  return (
    <>
      <ImportSegments />
      <NewSegment />
    </>
  );
}

function NewSegment() {
  const t = useTexts();
  const session = useSession();
  if (!session.can('segments:write')) return null;
  return (
    <PageLink to="/segments/new">
      <Button type="primary">{t('list.new')}</Button>
    </PageLink>
  );
}

function NoSegments() {
  const t = useTexts();
  return (
    <>
      <EmptyState
        title={t('list.empty')}
        what={t('list.emptyWhat')}
        other={<PageLink to="/segments/new">{t('list.emptyOther')}</PageLink>}
      />
      <div className={styles.templates}>
        <Templates />
      </div>
    </>
  );
}
