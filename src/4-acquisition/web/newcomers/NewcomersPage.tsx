import { useList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { flag, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { type Newcomer, useColumns } from './columns.tsx';

const newcomersSearch = search({ member: text, alarm: flag });
type Field = SearchFields<typeof newcomersSearch>;

/** Who came in during the last two days, what has been done for them, and for whom nothing has. */
export default function NewcomersPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(newcomersSearch);
  const filters = useFilters();
  const isNarrowed = filters.some(one => isSet(one, asked));
  const list = useList<Newcomer>('/newcomers', {
    ...(asked.member && { member: asked.member }),
    ...(asked.alarm && { alarm: 'yes' }),
  });
  const isEmpty = list.rows?.length === 0 && !isNarrowed;
  return (
    <>
      <PageHeader lead={t('newcomers.lead')} />
      {!isEmpty && <FilterBar filters={filters} value={asked} onChange={ask} />}
      <DataTable
        name="newcomers"
        label={t('newcomers.label')}
        unit={t('newcomers.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.customer.name || t('newcomers.unnamed')}
        list={list}
        to={row => `/customers/${row.customer.id}`}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={
          <EmptyState
            title={t('newcomers.emptyTitle')}
            what={t('newcomers.emptyWhat')}
            action={<PageLink to="/live-codes">{t('newcomers.toCodes')}</PageLink>}
          />
        }
      />
    </>
  );
}

function useFilters(): Filter<Field>[] {
  const t = useTexts();
  const members = useMembers();
  return [
    {
      kind: 'choice',
      field: 'member',
      label: t('newcomers.member'),
      choices: members.map(one => ({ value: one.id, label: one.name })),
    },
    { kind: 'flag', field: 'alarm', label: t('newcomers.onlyAlarm') },
  ];
}
