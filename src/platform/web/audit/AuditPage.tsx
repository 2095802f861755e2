import { useList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { auditQuery, auditSearch } from './audit-search.ts';
import type { Entry } from './changes.ts';
import { Integrity } from './Integrity.tsx';
import { useColumns } from './use-columns.tsx';
import { useFilters } from './use-filters.ts';

/** 操作日志: who did what, newest first, in words; and that nobody has touched the log itself. */
export default function AuditPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(auditSearch);
  const filters = useFilters();
  const list = useList<Entry>('/audit', auditQuery(asked));
  const isFiltered = filters.some(filter => isSet(filter, asked));
  return (
    <>
      <PageHeader lead={t('audit.lead')} />
      <Integrity />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="audit"
        label={t('audit.unit')}
        unit={t('audit.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.id}
        list={list}
        onClearFilters={isFiltered ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('audit.empty')} what={t('audit.emptyWhat')} />}
      />
    </>
  );
}
