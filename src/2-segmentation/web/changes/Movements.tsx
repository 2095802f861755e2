import type { movementView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useList } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, type SearchFields, search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';

type Movement = Wire<typeof movementView>;
const KINDS = ['entered', 'left'] as const;
const movementsSearch = search({ kind: oneOf(...KINDS) });

/** Who came and who went. */
export function Movements({ segmentId }: { segmentId: string }) {
  const t = useTexts();
  const [asked, ask] = useSearch(movementsSearch);
  const filters: Filter<SearchFields<typeof movementsSearch>>[] = [
    {
      kind: 'choice',
      field: 'kind',
      label: t('changes.kind'),
      choices: KINDS.map(value => ({ value, label: t(`changes.${value}`) })),
    },
  ];
  const list = useList<Movement>(`/segments/${segmentId}/movements`, {
    ...movementsSearch.write(asked),
    limit: 20,
  });
  return (
    <Panel title={t('changes.who')}>
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="segment-movements"
        label={t('changes.who')}
        unit={t('changes.moveUnit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={useNameOf()}
        list={list}
        to={row => `/customers/${row.customerId}`}
        onClearFilters={filters.some(one => isSet(one, asked)) ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('changes.nobody')} what={t('changes.nobodyWhat')} />}
      />
    </Panel>
  );
}

function useNameOf(): (row: Movement) => string {
  const nameOf = useCustomerName();
  return ({ customerId, name }) => nameOf({ id: customerId, name });
}

function useColumns(): Column<Movement>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('tiers.customer'), cell: useNameOf(), width: 160 },
    {
      key: 'kind',
      title: t('changes.kind'),
      cell: row => <Tag>{t(`changes.${row.kind}`)}</Tag>,
      phone: 'aside',
    },
    { key: 'at', title: t('tiers.at'), cell: row => <DateTime at={row.at} />, align: 'end' },
  ];
}
