import type { dueCounts } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useList, useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { CADENCE } from '../../cadence/formula.contract.ts';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';
import { Counts } from './Counts.tsx';
import { HowItWorks } from './HowItWorks.tsx';
import type { Due } from './say-due.ts';
import { useColumns } from './use-columns.tsx';

export type DueCounts = Wire<typeof dueCounts>;

const CAUSES = ['promise', 'planned', 'rhythm'] as const;
const followUpsSearch = search({ cause: oneOf(...CAUSES), member: text });

/** Whom to talk to today, and why. */
export default function FollowUpsPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(followUpsSearch);
  const { data: counts } = useRead<DueCounts>(
    '/follow-ups/counts',
    asked.member ? { member: asked.member } : {},
  );
  const list = useList<Due>('/follow-ups', { ...followUpsSearch.write(asked), limit: 20 });
  const filters = useFilters(counts);
  const nameOf = useCustomerName();
  return (
    <>
      <PageHeader lead={t('followUps.lead')} />
      <Counts of={counts} />
      {counts && !counts.shop && (
        <Notice title={t('followUps.noRhythm')}>
          {t('followUps.noRhythmWhat', { fewest: CADENCE.fewest })}
        </Notice>
      )}
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="follow-ups"
        label={t('followUps.label')}
        unit={t('followUps.unit')}
        columns={useColumns()}
        rowKey={row => row.customerId}
        rowName={row => nameOf({ id: row.customerId, name: row.name })}
        list={list}
        to={row => `/customers/${row.customerId}`}
        onClearFilters={filters.some(one => isSet(one, asked)) ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('followUps.empty')} what={t('followUps.emptyWhat')} />}
      />
      {counts?.shop && <HowItWorks shop={counts.shop} />}
    </>
  );
}

function useFilters(counts: DueCounts | undefined): Filter<SearchFields<typeof followUpsSearch>>[] {
  const t = useTexts();
  const members = counts?.members ?? [];
  const choices = members.map(({ id, name, people }) => ({
    value: id,
    label: t('followUps.memberWith', { name, people }),
  }));
  return [
    {
      kind: 'choice',
      field: 'cause',
      label: t('followUps.cause'),
      choices: CAUSES.map(value => ({ value, label: t(`followUps.causes.${value}`) })),
    },
    ...(choices.length > 1
      ? [{ kind: 'choice' as const, field: 'member' as const, label: t('followUps.member'), choices }]
      : []),
  ];
}
