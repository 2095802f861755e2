import type { accountView, tagGroupView } from '#customers/contract';
import type { propertyView, segmentList, vocabularyView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { FactKind } from '../rule/operators.ts';

/** What pickers offer. Each is read once and shared by all conditions. */
export type Vocabulary = Wire<typeof vocabularyView>;
export type Property = Wire<typeof propertyView>;
export type Segment = Wire<typeof segmentList>['data'][number];

const NOTHING: Vocabulary = {
  events: [],
  facts: [],
  fields: [],
  values: { province: [], city: [], source: [] },
  codes: [],
};

export function useVocabulary(): Vocabulary {
  return useRead<Vocabulary>('/rules/vocabulary').data ?? NOTHING;
}

/** Of what kind a fact is: a field by its definition, any other by what the data has. */
export function factKindIn({ facts, fields }: Vocabulary, key: string): FactKind | undefined {
  const field = fields.find(one => one.key === key);
  return field ? KIND_OF_FIELD[field.type] : facts.find(one => one.key === key)?.kind;
}

const KIND_OF_FIELD = {
  text: 'words',
  number: 'number',
  day: 'day',
  choice: 'text',
  choices: 'choices',
  flag: 'flag',
} as const satisfies Record<Vocabulary['fields'][number]['type'], FactKind>;

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

export function useTeams() {
  return useRead<{ data: { id: string; name: string }[] }>('/teams').data?.data ?? [];
}

export function useAccounts() {
  return useRead<{ data: Wire<typeof accountView>[] }>('/accounts').data?.data ?? [];
}

/** Accounts that orders come from. */
export function useShops() {
  return useAccounts().filter(({ kind }) => SELLING.has(kind));
}
const SELLING = new Set(['shop', 'hand', 'mini_program', 'douyin']);

export function useSegments(): readonly Segment[] {
  return useRead<Wire<typeof segmentList>>('/segments').data?.data ?? [];
}
