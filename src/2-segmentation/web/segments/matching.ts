import type { segmentList } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { type SearchFields, type SearchValue, search, sortBy, text, whole } from '#web/url/search.ts';

export type Segment = Wire<typeof segmentList>['data'][number];

/** The address of the list. Segments are few and come whole, so the browser narrows and sorts them. */
export const segmentsSearch = search({
  q: text,
  min: whole(0),
  max: whole(0),
  sort: sortBy('name', 'people', 'reachable', 'countedAt', 'updatedAt'),
});
export type SegmentsSearch = SearchValue<typeof segmentsSearch>;
export type SegmentsFields = SearchFields<typeof segmentsSearch>;

export function matching(segments: readonly Segment[], { q, min, max, sort }: SegmentsSearch): Segment[] {
  const wanted = q?.toLowerCase() ?? '';
  const found = segments.filter(
    ({ name, description, words, people }) =>
      `${name}\n${description ?? ''}\n${words}`.toLowerCase().includes(wanted) &&
      (min === undefined || (people ?? -1) >= min) &&
      (max === undefined || (people ?? Number.POSITIVE_INFINITY) <= max),
  );
  if (!sort) return found;
  const direction = sort.descending ? -1 : 1;
  return found.sort((one, other) => direction * compare(one[sort.key], other[sort.key]));
}

/** What is not known yet comes first, as the smallest. */
function compare(one: string | number | null, other: string | number | null): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return String(one).localeCompare(String(other), 'zh-CN');
}
