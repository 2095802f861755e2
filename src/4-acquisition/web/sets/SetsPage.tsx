import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { MakeNew } from '#web/kit/MakeNew.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { flag, type SearchFields, search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { periodField, usePeriods } from '../period.ts';
import { type CodeSet, useWhole } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { NewSet } from './NewSet.tsx';

const setsSearch = search({ days: periodField, archived: flag });
type Field = SearchFields<typeof setsSearch>;

/** Codes of shops, made many at once. */
export default function SetsPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(setsSearch);
  const filters = useFilters();
  const period = usePeriods(asked.days);
  const { archived, ...others } = asked;
  const list = useWhole<CodeSet>('/code-sets', {
    ...setsSearch.write(others),
    ...(archived && { archived: 'yes' }),
  });
  const isNarrowed = filters.some(one => isSet(one, asked));
  const isNew = list.total === 0 && !isNarrowed;
  return (
    <>
      <PageHeader lead={t('sets.lead')} actions={!isNew && <MakeSet />} />
      {!isNew && <FilterBar filters={filters} value={asked} onChange={ask} />}
      <DataTable
        name="code-sets"
        label={t('sets.label')}
        unit={t('sets.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/code-sets/${row.id}${asked.days ? `?days=${asked.days}` : ''}`}
        tools={t('period.of', { period: period.said })}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('sets.emptyTitle')} what={t('sets.emptyWhat')} action={<MakeSet />} />}
      />
    </>
  );
}

function useColumns(): Column<CodeSet>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('sets.name'), cell: row => row.name, width: 160 },
    { key: 'place', title: t('sets.place'), cell: row => t(`sets.places.${row.place}`), phone: 'aside' },
    { key: 'stores', title: t('sets.storesOf'), cell: row => <Count of={row.stores} />, align: 'end' },
    { key: 'codes', title: t('sets.codes'), cell: row => <Count of={row.codes} />, align: 'end' },
    ...(['visitors', 'people', 'fresh', 'ordered'] as const).map(key => ({
      ...{ key, title: t(`funnel.${key}`), explain: t(`funnel.${key}Means`), align: 'end' as const },
      cell: (row: CodeSet) => <Count of={row.figures[key]} />,
    })),
    { key: 'account', title: t('sets.account'), cell: row => row.account.name, optional: true },
    {
      key: 'createdAt',
      title: t('sets.createdAt'),
      cell: row => <DateTime at={row.createdAt} style="day" />,
    },
  ];
}

function useFilters(): Filter<Field>[] {
  const t = useTexts();
  const { choices } = usePeriods(undefined);
  return [
    { kind: 'choice', field: 'days', label: t('period.label'), choices },
    { kind: 'flag', field: 'archived', label: t('sets.archived') },
  ];
}

function MakeSet() {
  const t = useTexts();
  return (
    <MakeNew may="acquisition:write" label={t('sets.new')}>
      {close => <NewSet onClose={close} />}
    </MakeNew>
  );
}
