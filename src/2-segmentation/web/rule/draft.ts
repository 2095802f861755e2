import type { ProductRole } from '#customers/contract';
import type { AttributeName, Holiday, OrderMeasure } from '../../rules/vocabulary.contract.ts';

/**
 * A rule while somebody builds it: a tree whose conditions may still lack something (`null`, nothing chosen). The root
 * is always a group. Keys are unique in a tree; they name a node for React, for focus and for edits.
 */
export type Mode = 'all' | 'any' | 'none';
export type Group = { key: number; mode: Mode; branches: readonly Branch[] };
/** `negated`: the opposite of what the leaf says. Only where operators.ts knows words for the opposite. */
export type Condition = { key: number; negated: boolean; leaf: DraftLeaf };
export type Branch = Group | Condition;

export type DraftNumberTest =
  | { is: 'at_least' | 'at_most' | 'exactly'; value: number | null }
  | { is: 'between'; from: number | null; to: number | null };

export type DraftWindow =
  | { kind: 'last'; n: number | null; unit: 'day' | 'hour' }
  | { kind: 'before' | 'next'; n: number | null }
  | { kind: 'between'; from: string | null; to: string | null };

export type DraftTest =
  | DraftNumberTest
  | { is: 'one_of' | 'includes'; values: readonly string[] }
  | { is: 'contains'; value: string }
  | { is: 'within'; window: DraftWindow }
  | { is: 'anniversary'; days: number | null }
  | { is: 'any_member' | 'any_team' | 'any_account'; ids: readonly string[] }
  | { is: 'empty' | 'yes' | 'present' };

export type Measure = { of: 'count' | 'days' } | { of: 'sum'; property: string };
export type PropertyDraft = { property: string; test: DraftTest };

export type AttributeDraft = { attribute: AttributeName; test: DraftTest };
export type TagsDraft = { tags: 'any' | 'all' | 'none'; ids: readonly string[] };
/** Which orders: `productName` is in the name of an item. */
export type WhichDraft = {
  shops: readonly string[];
  products: readonly string[];
  productName?: string | undefined;
  roles?: readonly ProductRole[] | undefined;
};
export type OrdersDraft = WhichDraft & {
  orders: OrderMeasure;
  test: DraftNumberTest;
  window: DraftWindow | null;
  refund: 'none' | 'partial' | 'full' | null;
};
export type EventsDraft = {
  events: string;
  measure: Measure;
  test: DraftNumberTest;
  window: DraftWindow | null;
  where: readonly PropertyDraft[];
};
export type EventStep = { event: string; where: readonly PropertyDraft[] };
export type OrderStep = { order: 'paid' } & WhichDraft;
export type StepDraft = EventStep | OrderStep;
export type SequenceDraft = {
  sequence: 'followed' | 'not_followed';
  first: StepDraft;
  next: StepDraft;
  within: { n: number | null; unit: 'day' | 'hour' };
  window: DraftWindow | null;
};
export type ContactsDraft = {
  contacts: 'count';
  channel: 'wecom' | 'sms' | 'hand' | null;
  purpose: 'marketing' | 'service' | 'transactional' | null;
  test: DraftNumberTest;
  window: DraftWindow | null;
};
export type ConsentDraft = {
  consent: 'given' | 'refused' | 'none';
  purpose: 'marketing' | 'service' | 'profiling';
  channel: 'all' | 'wecom' | 'sms' | 'hand';
};
/** Who added and follows somebody: which members, where, how and when. */
export type FollowsDraft = {
  follows: 'now' | 'ended' | 'ever' | 'first';
  test: DraftNumberTest;
  window: DraftWindow | null;
  members: readonly string[];
  teams: readonly string[];
  accounts: readonly string[];
  ways: readonly number[];
  codes: readonly string[];
  endedBy: 'customer' | 'member' | 'transfer' | null;
  ended: DraftWindow | null;
};
export type HolidayDraft = { holidays: readonly Holiday[]; days: number | null };
export type FactDraft = { fact: string; test: DraftTest };
export type SegmentDraft = { segment: string | null };
export type ReachableDraft = { reachable: 'wecom' };
export type DraftLeaf =
  | AttributeDraft
  | TagsDraft
  | OrdersDraft
  | EventsDraft
  | FactDraft
  | SegmentDraft
  | SequenceDraft
  | ContactsDraft
  | ConsentDraft
  | FollowsDraft
  | HolidayDraft
  | ReachableDraft;

export type ConditionOf<Leaf extends DraftLeaf> = Condition & { leaf: Leaf };

export const EMPTY: Group = { key: 0, mode: 'all', branches: [] };

export function isGroup(branch: Branch): branch is Group {
  return 'branches' in branch;
}

export function conditionsIn(branch: Branch): Condition[] {
  return isGroup(branch) ? branch.branches.flatMap(conditionsIn) : [branch];
}

/** A key that no node of the tree has. */
export function nextKey(branch: Branch): number {
  return isGroup(branch) ? Math.max(branch.key + 1, ...branch.branches.map(nextKey)) : branch.key + 1;
}

/** The same branch with keys of its own, from `first` on. */
export function rekeyed<T extends Branch>(branch: T, first: number): T {
  if (!isGroup(branch)) return { ...branch, key: first };
  let next = first + 1;
  const branches = branch.branches.map(inner => {
    const fresh = rekeyed(inner, next);
    next = nextKey(fresh);
    return fresh;
  });
  return { ...branch, key: first, branches };
}
