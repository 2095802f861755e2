import type { AttributeName, Leaf, OrdersLeaf, Rule, SequenceLeaf, Step, Window } from '../rules/contract.ts';

/** What may change a rule's answer about a person. */
export type Dependence = {
  /** Types of events, or beginnings of types that end in a dot. */
  types: ReadonlySet<string>;
  /** How often time alone changes it: a window of hours moves with the clock, one of days at midnight in Shanghai. */
  clock: 'never' | 'day' | 'minute';
};

/** A profile that appears, goes or joins another may change anything. */
const ALWAYS = ['customer.', 'customers.'];
/** What happens to contacts: claimed, settled. */
export const CONTACTS = 'contact.';
const CONTACT = [CONTACTS, 'suppression.', 'consent.', 'follow.', 'account.'];

/** Who is in which team is nobody’s: it has changed for everybody at once. */
export const TEAMS = 'teams.changed';
/** What products are for changes for everybody who bought them at once. */
export const ROLES = 'product.role_changed';

const ATTRIBUTE: Partial<Record<AttributeName, readonly string[]>> = {
  birthday: ['facts.changed'],
  followed: ['follow.', 'account.'],
  followedAt: ['follow.'],
  members: ['follow.'],
  knownOn: ['identity.', 'order.'],
  hasPhone: ['identity.'],
  tier: ['facts.changed', 'tier.'],
  r: ['facts.changed'],
  f: ['facts.changed'],
  m: ['facts.changed'],
  value: ['facts.changed'],
  orders: ['order.'],
  paid: ['order.', 'refund.'],
  refunded: ['order.', 'refund.'],
  firstOrderAt: ['order.'],
  lastOrderAt: ['order.'],
};

/** Segments named in a rule count with their own rules. */
export function dependenceOf(rule: Rule, segments: ReadonlyMap<number, Rule>): Dependence {
  const leaves = leavesThrough(rule, segments, new Set());
  return {
    types: new Set([...ALWAYS, ...leaves.flatMap(typesOf)]),
    clock: soonest(leaves.map(clockOf)),
  };
}

function soonest(clocks: readonly Dependence['clock'][]): Dependence['clock'] {
  return clocks.includes('minute') ? 'minute' : clocks.includes('day') ? 'day' : 'never';
}

/** Whether a rule names one of some segments, directly or through others. */
export function leansOn(rule: Rule, segments: ReadonlyMap<number, Rule>, ids: ReadonlySet<number>): boolean {
  if ('all' in rule) return rule.all.some(branch => leansOn(branch, segments, ids));
  if ('any' in rule) return rule.any.some(branch => leansOn(branch, segments, ids));
  if ('not' in rule) return leansOn(rule.not, segments, ids);
  if (!('segment' in rule)) return false;
  const named = segments.get(rule.segment);
  return ids.has(rule.segment) || (named !== undefined && leansOn(named, segments, ids));
}

export function isConcerned({ types }: Dependence, type: string): boolean {
  if (types.has(type)) return true;
  const dot = type.indexOf('.');
  return dot > 0 && types.has(type.slice(0, dot + 1));
}

function leavesThrough(rule: Rule, segments: ReadonlyMap<number, Rule>, seen: Set<number>): Leaf[] {
  if ('all' in rule) return rule.all.flatMap(branch => leavesThrough(branch, segments, seen));
  if ('any' in rule) return rule.any.flatMap(branch => leavesThrough(branch, segments, seen));
  if ('not' in rule) return leavesThrough(rule.not, segments, seen);
  if (!('segment' in rule)) return [rule];
  const named = segments.get(rule.segment);
  if (!named || seen.has(rule.segment)) return [];
  return leavesThrough(named, segments, seen.add(rule.segment));
}

function typesOf(leaf: Leaf): readonly string[] {
  if ('attribute' in leaf)
    return [...(ATTRIBUTE[leaf.attribute] ?? []), ...(leaf.test.is === 'any_team' ? [TEAMS] : [])];
  if ('follows' in leaf) return ['follow.', ...(leaf.teams.length > 0 ? [TEAMS] : [])];
  if ('tags' in leaf) return ['tag.'];
  if ('orders' in leaf) return typesOfOrders(leaf);
  if ('events' in leaf) return [leaf.events];
  if ('fact' in leaf) return ['facts.changed'];
  if ('sequence' in leaf) return [leaf.first, leaf.next].flatMap(typesOfStep);
  if ('contacts' in leaf) return [CONTACTS];
  if ('consent' in leaf) return ['consent.'];
  if ('holidays' in leaf) return [];
  return CONTACT;
}

function typesOfStep(step: Step): readonly string[] {
  return 'event' in step ? [step.event] : typesOfOrders(step);
}

function typesOfOrders({ roles }: Pick<OrdersLeaf, 'roles'>): readonly string[] {
  return ['order.', 'refund.', ...(roles ? [ROLES] : [])];
}

function clockOf(leaf: Leaf): Dependence['clock'] {
  if ('reachable' in leaf || 'holidays' in leaf) return 'day';
  if ('sequence' in leaf) return clockOfSequence(leaf);
  if ('follows' in leaf) return soonest([clockOfWindow(leaf.window), clockOfWindow(leaf.ended)]);
  if ('orders' in leaf || 'events' in leaf || 'contacts' in leaf) return clockOfWindow(leaf.window);
  if (!('attribute' in leaf || 'fact' in leaf)) return 'never';
  if (leaf.test.is === 'anniversary') return 'day';
  return leaf.test.is === 'within' ? clockOfWindow(leaf.test.window) : 'never';
}

function clockOfWindow(window: Window | null): Dependence['clock'] {
  if (window === null || window.kind === 'between') return 'never';
  return window.kind === 'last' && window.unit === 'hour' ? 'minute' : 'day';
}

/** That something has not happened in time is known when the time is over; days end at midnight. */
function clockOfSequence({ sequence, within, window }: SequenceLeaf): Dependence['clock'] {
  const end = within.unit === 'hour' ? 'minute' : 'day';
  return soonest([clockOfWindow(window), sequence === 'followed' ? 'never' : end]);
}
