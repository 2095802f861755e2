import { ArrowRightOutlined } from '@ant-design/icons';
import type { transitionView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useList } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, type SearchFields, search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';
import { Moves, PERIODS } from './Moves.tsx';
import styles from './Tiers.module.css';
import { shownTier, TIERS } from './tier-names.ts';
import { useTierWord } from './use-tier-word.ts';

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
  const nameOf = useNameOf();
  const list = useList<Transition>('/tiers/transitions', { ...transitionsSearch.write(asked), limit: 20 });
  return (
    <Panel title={t('tiers.log')}>
      <Moves
        days={asked.days ?? '30'}
        onDays={days => ask({ days })}
        onPick={({ from, to }) => ask({ from, to, days: asked.days ?? '30' })}
      />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="tier-transitions"
        label={t('tiers.logLabel')}
        unit={t('tiers.logUnit')}
        columns={useColumns()}
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

function useNameOf(): (row: Transition) => string {
  const nameOf = useCustomerName();
  return ({ customerId, name }) => nameOf({ id: customerId, name });
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

function useColumns(): Column<Transition>[] {
  const t = useTexts();
  const causes = useCauses();
  return [
    { key: 'name', title: t('tiers.customer'), cell: useNameOf(), width: 160 },
    {
      key: 'move',
      title: t('tiers.move'),
      cell: row => (
        <span className={styles.move}>
          <Tier name={row.from} />
          <ArrowRightOutlined />
          <Tier name={row.to} />
        </span>
      ),
      phone: 'aside',
    },
    {
      key: 'cause',
      title: t('tiers.cause'),
      wrap: true,
      cell: row => (row.reason ? t('tiers.overrideWhy', { reason: row.reason }) : causes[row.cause]),
    },
    { key: 'at', title: t('tiers.at'), cell: row => <DateTime at={row.at} />, align: 'end' },
  ];
}

function Tier({ name }: { name: string | null }) {
  const t = useTexts();
  const tier = shownTier(name);
  return tier ? <TierTag tier={tier} /> : <Tag>{name ?? t('tiers.first')}</Tag>;
}
