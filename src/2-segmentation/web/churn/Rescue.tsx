import type { rescueList } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useList, useRead } from '#web/api/queries.ts';
import { CountedAt } from '#web/kit/CountedAt.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { useSearch } from '#web/url/use-search.ts';
import { CADENCE } from '../../cadence/formula.contract.ts';
import { CHURN } from '../../churn/formula.contract.ts';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';
import { type ChurnFields, churnSearch, LOSSES } from './churn-search.ts';
import type { Loss } from './say-loss.ts';
import { useLossColumns } from './use-loss-columns.tsx';

type Rescued = Wire<typeof rescueList>;

/** Whom to try to win back, those worth most first. */
export function Rescue() {
  const t = useTexts();
  const [asked, ask] = useSearch(churnSearch);
  const { days: _, ...narrowed } = asked;
  const { data: counted } = useRead<Rescued>('/churn/rescue', { limit: 1, broadcast: asked.broadcast });
  const filters = useFilters(asked.broadcast, counted);
  const list = useList<Loss>('/churn/rescue', { ...churnSearch.write(narrowed), limit: 20 });
  const nameOf = useCustomerName();
  const limits = { lost: CADENCE.lost, silent: CHURN.silent, count: CHURN.unanswered };
  return (
    <Panel title={t('churn.queue')}>
      <CountedAt at={counted?.countedAt} />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="rescue"
        label={t('churn.queueLabel')}
        unit={t('churn.queueUnit')}
        columns={useLossColumns()}
        rowKey={row => row.customerId}
        rowName={row => nameOf({ id: row.customerId, name: row.name })}
        list={list}
        to={row => (row.isReadOnly ? undefined : `/customers/${row.customerId}`)}
        onClearFilters={filters.some(one => isSet(one, asked)) ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('churn.queueEmpty')} what={t('churn.queueEmptyWhat', limits)} />}
      />
    </Panel>
  );
}

function useFilters(broadcast: string | undefined, counted: Rescued | undefined): Filter<ChurnFields>[] {
  const t = useTexts();
  const { can } = useSession();
  const { data: named } = useRead<{ name: string }>(
    broadcast && can('broadcasts:read') ? `/broadcasts/${broadcast}` : undefined,
  );
  const choices = LOSSES.map(value => ({
    value,
    label: t('churn.countOf', { cause: t(`churn.causes.${value}`), people: counted?.causes[value] ?? 0 }),
  }));
  const only = broadcast && {
    value: broadcast,
    label: t('churn.onlyAfter', { name: named?.name ?? broadcast }),
  };
  return [
    { kind: 'choice', field: 'cause', label: t('churn.cause'), choices },
    ...(only
      ? [
          {
            kind: 'choice' as const,
            field: 'broadcast' as const,
            label: t('churn.onlyAfterLabel'),
            choices: [only],
          },
        ]
      : []),
  ];
}
