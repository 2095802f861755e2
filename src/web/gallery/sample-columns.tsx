import { useWebTexts } from '../i18n/i18n.ts';
import { Count } from '../kit/Count.tsx';
import { DateTime } from '../kit/DateTime.tsx';
import type { Filter } from '../kit/filter/filters.ts';
import type { SavedView } from '../kit/filter/SavedViews.tsx';
import { Money } from '../kit/Money.tsx';
import { TierTag } from '../kit/TierTag.tsx';
import type { Column } from '../kit/table/columns.ts';
import type { SearchFields } from '../url/search.ts';
import { SAMPLES, type Sample } from './sample.ts';
import { useTexts } from './texts/index.ts';
import { matches, type SampleSearch, type sampleSearch } from './use-samples.ts';

type Fields = SearchFields<typeof sampleSearch>;

export function useSampleColumns(): Column<Sample, 'spent' | 'orders' | 'lastOrder'>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('list.name'), cell: row => row.name, width: 120 },
    {
      key: 'tier',
      title: t('list.tier'),
      cell: row => <TierTag tier={row.tier} />,
      explain: t('list.tierMeans'),
      phone: 'aside',
    },
    { key: 'phone', title: t('list.phone'), cell: row => row.phone },
    { key: 'city', title: t('list.city'), cell: row => row.city },
    {
      key: 'orders',
      title: t('list.orders'),
      cell: row => <Count of={row.orders} />,
      align: 'end',
      sort: 'orders',
    },
    {
      key: 'spent',
      title: t('list.spent'),
      cell: row => <Money fen={row.spent} />,
      align: 'end',
      sort: 'spent',
      explain: t('list.spentMeans'),
    },
    {
      key: 'lastOrder',
      title: t('list.lastOrder'),
      cell: row => <DateTime at={row.lastOrder} style="day" />,
      align: 'end',
      sort: 'lastOrder',
    },
    {
      key: 'since',
      title: t('list.since'),
      cell: row => <DateTime at={row.since} style="day" />,
      align: 'end',
      optional: true,
      phone: 'hidden',
    },
  ];
}

export function useSampleFilters(): Filter<Fields>[] {
  const t = useTexts();
  const web = useWebTexts();
  const tiers = (['important', 'regular', 'occasional'] as const).map(value => ({
    value,
    label: web(`tier.${value}`),
  }));
  const cities = [...new Set(SAMPLES.map(sample => sample.city))].map(value => ({ value, label: value }));
  return [
    { kind: 'text', field: 'q', label: t('list.search') },
    { kind: 'choices', field: 'tier', label: t('list.tier'), choices: tiers },
    { kind: 'choice', field: 'city', label: t('list.city'), choices: cities },
    { kind: 'range', unit: 'fen', min: 'spentFrom', max: 'spentTo', label: t('list.spent'), more: true },
    { kind: 'days', from: 'from', to: 'to', label: t('list.lastOrder'), more: true },
    { kind: 'flag', field: 'repeat', label: t('list.repeat'), more: true },
  ];
}

export function useSampleViews(): SavedView<Fields>[] {
  const t = useTexts();
  const count = (value: SampleSearch) => SAMPLES.filter(sample => matches(sample, value)).length;
  const key: SampleSearch = { tier: ['important'] };
  const quiet: SampleSearch = { to: '2026-09-20' };
  return [
    { key: 'all', name: t('list.all'), value: {}, count: SAMPLES.length },
    { key: 'key', name: t('list.key'), value: key, count: count(key) },
    { key: 'quiet', name: t('list.quiet'), value: quiet, count: count(quiet), isOwn: true },
  ];
}
