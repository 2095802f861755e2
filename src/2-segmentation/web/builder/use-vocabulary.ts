import type { accountView, tagGroupView } from '#customers/contract';
import type { propertyView, segmentList, vocabularyView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';

/** What pickers offer. Each is read once and shared by all conditions. */
export type Vocabulary = Wire<typeof vocabularyView>;
export type Property = Wire<typeof propertyView>;
export type Segment = Wire<typeof segmentList>['data'][number];

const NOTHING: Vocabulary = { events: [], facts: [], values: { province: [], city: [], source: [] } };

export function useVocabulary(): Vocabulary {
  return useRead<Vocabulary>('/rules/vocabulary').data ?? NOTHING;
}

export function useProperties(event: string): readonly Property[] {
  const { data } = useRead<{ data: Property[] }>(event ? '/rules/properties' : undefined, { event });
  return data?.data ?? [];
}

export function useTags() {
  return useRead<{ data: Wire<typeof tagGroupView>[] }>('/tags').data?.data ?? [];
}

export function useMembers() {
  return useRead<{ data: { id: string; name: string; status: string }[] }>('/members').data?.data ?? [];
}

/** Accounts that orders come from. */
export function useShops() {
  const { data } = useRead<{ data: Wire<typeof accountView>[] }>('/accounts');
  return (data?.data ?? []).filter(({ kind }) => SELLING.has(kind));
}
const SELLING = new Set(['shop', 'hand', 'mini_program', 'douyin']);

export function useSegments(): readonly Segment[] {
  return useRead<Wire<typeof segmentList>>('/segments').data?.data ?? [];
}
