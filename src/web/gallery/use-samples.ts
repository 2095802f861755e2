import { useState } from 'react';
import type { List } from '../api/queries.ts';
import { day, flag, listOf, oneOf, type SearchValue, search, sortBy, text, whole } from '../url/search.ts';
import { SAMPLES, type Sample } from './sample.ts';

/** The address of the example list. */
export const sampleSearch = search({
  q: text,
  tier: listOf(oneOf('important', 'regular', 'occasional')),
  city: text,
  spentFrom: whole(0),
  spentTo: whole(0),
  from: day,
  to: day,
  repeat: flag,
  sort: sortBy('spent', 'orders', 'lastOrder'),
  look: text,
});
export type SampleSearch = SearchValue<typeof sampleSearch>;

const PAGE = 20;

/** What useList gives a real page, from made-up rows and without a server. */
export function useSamples(asked: SampleSearch): List<Sample> {
  const key = JSON.stringify({ ...asked, look: undefined });
  const [more, setMore] = useState({ key, pages: 1 });
  const pages = more.key === key ? more.pages : 1;
  const found = SAMPLES.filter(sample => matches(sample, asked));
  const { sort } = asked;
  if (sort) found.sort((one, other) => compare(one, other, sort.key) * (sort.descending ? -1 : 1));
  return {
    rows: found.slice(0, pages * PAGE),
    total: found.length,
    isStale: false,
    error: null,
    retry: () => undefined,
    paging: {
      kind: 'more',
      hasMore: found.length > pages * PAGE,
      isLoading: false,
      more: () => setMore({ key, pages: pages + 1 }),
    },
  };
}

export function matches(sample: Sample, asked: SampleSearch): boolean {
  const { q, tier, city, spentFrom = 0, spentTo = Number.POSITIVE_INFINITY, from, to, repeat } = asked;
  const ordered = sample.lastOrder?.slice(0, 10) ?? '';
  return (
    (!q || sample.name.includes(q) || sample.phone.endsWith(q)) &&
    (!tier || tier.includes(sample.tier)) &&
    (!city || sample.city === city) &&
    sample.spent >= spentFrom &&
    sample.spent <= spentTo &&
    (!from || ordered >= from) &&
    (!to || (ordered !== '' && ordered <= to)) &&
    (!repeat || sample.orders > 1)
  );
}

function compare(one: Sample, other: Sample, key: 'spent' | 'orders' | 'lastOrder'): number {
  if (key === 'lastOrder') return (one.lastOrder ?? '').localeCompare(other.lastOrder ?? '');
  return one[key] - other[key];
}
