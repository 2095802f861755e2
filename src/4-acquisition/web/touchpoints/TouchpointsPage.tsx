import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { MakeNew } from '#web/kit/MakeNew.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { flag, oneOf, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { periodField, usePeriods } from '../period.ts';
import { type Touchpoint, useWhole } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useColumns } from './columns.tsx';
import { EditTouchpoint } from './EditTouchpoint.tsx';
import { KINDS } from './kinds.ts';

const touchpointsSearch = search({ q: text, kind: oneOf(...KINDS), days: periodField, archived: flag });
type Field = SearchFields<typeof touchpointsSearch>;

/** Every place at which people come in: how they fare and what they cost. */
export default function TouchpointsPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(touchpointsSearch);
  const filters = useFilters();
  const period = usePeriods(asked.days);
  const { archived, ...others } = asked;
  const query = { ...touchpointsSearch.write(others), ...(archived && { archived: 'yes' }) };
  const list = useWhole<Touchpoint>('/touchpoints', query);
  const isNarrowed = filters.some(one => isSet(one, asked));
  const isNew = list.total === 0 && !isNarrowed;
  return (
    <>
      <PageHeader lead={t('touchpoints.lead')} actions={!isNew && <NewTouchpoint />} />
      {!isNew && <FilterBar filters={filters} value={asked} onChange={ask} />}
      <DataTable
        name="touchpoints"
        label={t('touchpoints.label')}
        unit={t('touchpoints.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/touchpoints/${row.id}${asked.days ? `?days=${asked.days}` : ''}`}
        tools={t('period.of', { period: period.said })}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={
          <EmptyState
            title={t('touchpoints.emptyTitle')}
            what={t('touchpoints.emptyWhat')}
            action={<NewTouchpoint />}
          />
        }
      />
    </>
  );
}

function useFilters(): Filter<Field>[] {
  const t = useTexts();
  const { choices } = usePeriods(undefined);
  return [
    { kind: 'text', field: 'q', label: t('touchpoints.search') },
    {
      kind: 'choice',
      field: 'kind',
      label: t('touchpoints.kind'),
      choices: KINDS.map(value => ({ value, label: t(`kind.${value}`) })),
    },
    { kind: 'choice', field: 'days', label: t('period.label'), choices },
    { kind: 'flag', field: 'archived', label: t('touchpoints.archived'), more: true },
  ];
}

function NewTouchpoint() {
  const t = useTexts();
  return (
    <MakeNew may="acquisition:write" label={t('touchpoints.new')}>
      {close => <EditTouchpoint onClose={close} />}
    </MakeNew>
  );
}
