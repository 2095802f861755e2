import { useList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { MIGRATION_STATES } from '../../contract.ts';
import { useTexts } from '../texts/index.ts';
import { type Person, usePeopleColumns } from './columns.tsx';

const peopleSearch = search({ state: oneOf(...MIGRATION_STATES), wave: text });
type Field = SearchFields<typeof peopleSearch>;

/** Who stands where, in the order in which they are asked. */
export function People({ id, waves }: { id: string; waves: number }) {
  const t = useTexts();
  const [asked, ask] = useSearch(peopleSearch);
  const filters = useFilters(waves);
  const isNarrowed = filters.some(one => isSet(one, asked));
  const list = useList<Person>(`/buyer-migrations/${id}/people`, peopleSearch.write(asked));
  return (
    <Panel title={t('migrations.people')}>
      {(isNarrowed || (list.rows?.length ?? 0) > 0) && (
        <FilterBar filters={filters} value={asked} onChange={ask} />
      )}
      <DataTable
        name="migration-people"
        label={t('migrations.people')}
        unit={t('migrations.peopleUnit')}
        columns={usePeopleColumns()}
        rowKey={row => row.customer.id}
        rowName={row => row.customer.name || t('migrations.unnamed')}
        list={list}
        to={row => `/customers/${row.customer.id}`}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('migrations.noPeople')} what={t('migrations.noPeopleWhat')} />}
      />
    </Panel>
  );
}

function useFilters(waves: number): Filter<Field>[] {
  const t = useTexts();
  const numbers = Array.from({ length: waves }, (_, i) => waves - i);
  return [
    {
      kind: 'choice',
      field: 'state',
      label: t('migrations.statusLabel'),
      choices: MIGRATION_STATES.map(value => ({ value, label: t(`migrations.state.${value}`) })),
    },
    {
      kind: 'choice',
      field: 'wave',
      label: t('migrations.waveFilter'),
      choices: numbers.map(n => ({ value: String(n), label: t('migrations.wave', { n }) })),
    },
  ];
}
