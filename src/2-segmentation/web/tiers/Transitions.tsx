import type { transitionView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useList } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { Panel } from '#web/kit/Panel.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, type SearchFields, search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { Moves, PERIODS } from './Moves.tsx';
import { TIERS } from './tier-names.ts';
import { useTierWord } from './use-tier-word.ts';
import { useWhoMoved } from './use-who-moved.tsx';

type Transition = Wire<typeof transitionView>;

const CAUSES = ['computed', 'override', 'override_ended', 'profiling_refused'] as const;
const transitionsSearch = search({
  from: oneOf('none', ...TIERS),
  to: oneOf('none', ...TIERS),
  cause: oneOf(...CAUSES),
  days: oneOf(...PERIODS),
});

/** Who crossed a line, when and why. */
export function Transitions() {
  const t = useTexts();
  const [asked, ask] = useSearch(transitionsSearch);
  const filters = useFilters();
  const { nameOf, columns } = useWhoMoved();
  const list = useList<Transition>('/tiers/transitions', { ...transitionsSearch.write(asked), limit: 20 });
  return (
    <Panel title={t('tiers.log')}>
      <Moves
        days={asked.days ?? '30'}
        onDays={days => ask({ days })}
        onPick={({ from, to }) => ask({ from, to, days: asked.days ?? '30' })}
      />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable<Transition>
        name="tier-transitions"
        label={t('tiers.logLabel')}
        unit={t('tiers.logUnit')}
        columns={useColumns(columns)}
        rowKey={row => row.id}
        rowName={nameOf}
        list={list}
        to={row => `/customers/${row.customerId}`}
        onClearFilters={filters.some(one => isSet(one, asked)) ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('tiers.logEmpty')} what={t('tiers.logEmptyWhat')} />}
      />
    </Panel>
  );
}

function useFilters(): Filter<SearchFields<typeof transitionsSearch>>[] {
  const t = useTexts();
  const tierWord = useTierWord();
  const causes = useCauses();
  const tiers = [
    { value: 'none', label: t('tiers.first') },
    ...TIERS.map(value => ({ value, label: tierWord(value) })),
  ];
  return [
    {
      kind: 'choice',
      field: 'from',
      label: t('tiers.fromFilter'),
      choices: tiers,
    },
    { kind: 'choice', field: 'to', label: t('tiers.toFilter'), choices: tiers },
    {
      kind: 'choice',
      field: 'cause',
      label: t('tiers.causeFilter'),
      choices: CAUSES.map(value => ({ value, label: causes[value] })),
    },
    {
      kind: 'choice',
      field: 'days',
      label: t('tiers.movesDays'),
      choices: PERIODS.map(value => ({ value, label: t('tiers.movesOf', { count: Number(value) }) })),
    },
  ];
}

function useCauses(): Record<Transition['cause'], string> {
  const t = useTexts();
  return {
    computed: t('tiers.computedCause'),
    override: t('tiers.override'),
    override_ended: t('tiers.override_ended'),
    profiling_refused: t('tiers.profiling_refused'),
  };
}

function useColumns(columns: readonly Column<Transition>[]): Column<Transition>[] {
  const t = useTexts();
  const causes = useCauses();
  return [
    ...columns,
    {
      key: 'cause',
      title: t('tiers.cause'),
      wrap: true,
      cell: row => (row.reason ? t('tiers.overrideWhy', { reason: row.reason }) : causes[row.cause]),
    },
    { key: 'at', title: t('tiers.at'), cell: row => <DateTime at={row.at} />, align: 'end' },
  ];
}
