import type { groupRow } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { listOf, useRead } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { flag, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';

type Group = Wire<typeof groupRow>;
const groupsSearch = search({ q: text, dismissed: flag });

/** 客户群: the groups of the corps, whose they are, and whether people come or go. */
export default function GroupsPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(groupsSearch);
  const { dismissed, ...others } = asked;
  const query = { ...groupsSearch.write(others), ...(dismissed && { dismissed: 'yes' }) };
  const {
    data,
    isPlaceholderData: isStale,
    error,
    refetch,
  } = useRead<{ data: Group[] }>('/customer-groups', query);
  const list = { ...listOf(data?.data ?? []), rows: data?.data, isStale, error, retry: () => void refetch() };
  const filters: Filter<SearchFields<typeof groupsSearch>>[] = [
    { kind: 'text', field: 'q', label: t('groups.search') },
    { kind: 'flag', field: 'dismissed', label: t('groups.dismissed'), more: true },
  ];
  return (
    <>
      <PageHeader lead={t('groups.lead')} />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="groups"
        label={t('groups.label')}
        unit={t('groups.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        onClearFilters={filters.some(one => isSet(one, asked)) ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('groups.emptyTitle')} what={t('groups.emptyWhat')} />}
      />
    </>
  );
}

function useColumns(): Column<Group>[] {
  const t = useTexts();
  const number = (key: 'customers' | 'members' | 'joined' | 'left'): Column<Group> => ({
    ...{ key, title: t(`groups.${key}`), cell: row => <Count of={row[key]} />, align: 'end' },
    ...(key !== 'customers' && { phone: 'hidden' as const }),
  });
  return [
    { key: 'name', title: t('groups.name'), cell: row => row.name || t('groups.noName'), width: 200 },
    { key: 'owner', title: t('groups.owner'), cell: row => row.owner },
    {
      key: 'state',
      title: t('groups.state'),
      cell: ({ state }) => (
        <Tag tone={state === 'owner_left' ? 'advice' : 'plain'}>{t(`groups.states.${state}`)}</Tag>
      ),
      phone: 'aside',
    },
    number('customers'),
    number('members'),
    number('joined'),
    number('left'),
    {
      key: 'createdAt',
      title: t('groups.createdAt'),
      cell: row => <DateTime at={row.createdAt} style="day" />,
      phone: 'hidden',
    },
  ];
}
