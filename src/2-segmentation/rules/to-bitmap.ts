import {
  type Bitmap,
  both,
  type Condition,
  type CountRange,
  either,
  isHeld,
  isTold,
  type Standing,
  without,
} from '#customers';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import type { AttributeName, EventsLeaf, Leaf, NumberTest, Rule, TagLeaf, Test } from './contract.ts';
import { membersOf, type Teams } from './teams.ts';
import { spanOf } from './windows.ts';

/**
 * How a rule is answered by sets of people: those that stand ready in memory, and those that ClickHouse is asked for,
 * as few as there can be.
 */
export type Plan =
  | { all: Plan[] }
  | { any: Plan[] }
  | { not: Plan }
  | { condition: Condition }
  | { reachable: true }
  | { counted: EventsLeaf }
  | { asked: Rule };

/** What ClickHouse is asked for a plan. */
export type Question = Extract<Plan, { asked: unknown } | { counted: unknown }>;

export type PlanContext = { now: Date; segments: ReadonlyMap<number, Rule>; teams: Teams };

/** The third reader of a rule: the tree → sets. What memory does not hold, `to-sql` answers; a property test holds them together. */
export function planOf(rule: Rule, c: PlanContext): Plan {
  if ('all' in rule)
    return joined(
      'all',
      rule.all.map(branch => planOf(branch, c)),
    );
  if ('any' in rule)
    return joined(
      'any',
      rule.any.map(branch => planOf(branch, c)),
    );
  if ('not' in rule) {
    const plan = planOf(rule.not, c);
    return 'asked' in plan ? { asked: rule } : { not: plan };
  }
  if ('segment' in rule) {
    const named = c.segments.get(rule.segment);
    return named ? planOf(named, c) : { any: [] };
  }
  if ('reachable' in rule) return { reachable: true };
  return planOfLeaf(rule, c);
}

/** What is asked of several branches is asked at once. */
function joined(kind: 'all' | 'any', plans: readonly Plan[]): Plan {
  const rules = plans.flatMap(plan => ('asked' in plan ? [plan.asked] : []));
  const ready = plans.filter(plan => !('asked' in plan));
  const [only] = rules;
  if (!only) return kind === 'all' ? { all: ready } : { any: ready };
  const asked: Rule = rules.length === 1 ? only : kind === 'all' ? { all: rules } : { any: rules };
  if (ready.length === 0) return { asked };
  return kind === 'all' ? { all: [...ready, { asked }] } : { any: [...ready, { asked }] };
}

/** What ClickHouse is to be asked. */
export function questionsIn(plan: Plan): Question[] {
  if ('all' in plan) return plan.all.flatMap(questionsIn);
  if ('any' in plan) return plan.any.flatMap(questionsIn);
  if ('not' in plan) return questionsIn(plan.not);
  return 'asked' in plan || 'counted' in plan ? [plan] : [];
}

/** Who is named, among everybody in sight. */
export function peopleOfPlan(
  plan: Plan,
  standing: Standing,
  everybody: Bitmap,
  answers: ReadonlyMap<Question, Bitmap>,
): Bitmap {
  const peopleOf = (part: Plan): Bitmap => {
    if ('all' in part) return part.all.map(peopleOf).reduce(both);
    if ('any' in part) return part.any.map(peopleOf).reduce(either, NOBODY);
    if ('not' in part) return without(everybody, peopleOf(part.not));
    if ('reachable' in part) return standing.reachable();
    if ('condition' in part) return standing.fitting(part.condition);
    return answers.get(part) ?? NOBODY;
  };
  return both(peopleOf(plan), everybody);
}

/** The counts that pass a test. */
export function rangeOf(test: NumberTest): CountRange {
  if (test.is === 'between') return { least: test.from, most: test.to };
  const { value } = test;
  return test.is === 'at_least' ? { least: value, most: Infinity } : { least: 0, most: value };
}

const NOBODY: Bitmap = new Uint32Array(0);

function planOfLeaf(leaf: Leaf, c: PlanContext): Plan {
  const condition = 'attribute' in leaf ? HELD[leaf.attribute]?.(leaf.test, c) : undefined;
  if (condition) return { condition };
  if ('events' in leaf && leaf.measure.of === 'count' && isTold(rangeOf(leaf.test))) return { counted: leaf };
  return 'tags' in leaf && leaf.ids.every(isHeld) ? tagPlan(leaf) : { asked: leaf };
}

function tagPlan({ tags, ids }: TagLeaf): Plan {
  if (tags === 'all') return { all: ids.map(id => ({ condition: { taggedAny: [id] } })) };
  const any: Plan = { condition: { taggedAny: ids } };
  return tags === 'any' ? any : { not: any };
}

type Reads = (test: Test, c: PlanContext) => Condition | undefined;

const word =
  (column: 'city' | 'source' | 'tier'): Reads =>
  test => {
    if (test.is === 'one_of') return { word: column, oneOf: test.values };
    if (test.is === 'contains') return { word: column, contains: test.value };
    return test.is === 'empty' ? { word: column, oneOf: [''] } : undefined;
  };

const flag =
  (column: 'followed' | 'phone'): Reads =>
  () => ({ flag: column, is: true });

const number =
  (column: 'orders' | 'paid' | 'value'): Reads =>
  test => {
    if (test.is === 'at_least') return { number: column, from: test.value };
    if (test.is === 'at_most') return { number: column, to: test.value };
    return test.is === 'between' ? { number: column, from: test.from, to: test.to } : undefined;
  };

/** A span ends before its `to`; a condition's `to` is included. */
const time =
  (column: 'created' | 'lastOrder' | 'followUp', inColumn: (at: Date) => number): Reads =>
  (test, { now }) => {
    if (test.is === 'empty') return { unknown: column };
    if (test.is !== 'within') return undefined;
    const { from, to } = spanOf(test.window, now);
    return { number: column, from: from && inColumn(from), to: to && inColumn(to) - 1 };
  };
const moment = (at: Date) => at.getTime();
const day = (at: Date) => Date.parse(shanghaiDate(at)) / DAY;

const members: Reads = (test, { teams }) => {
  if (test.is === 'any_team') return { set: 'members', anyOf: membersOf(teams, test.ids) };
  if (test.is === 'any_member') return { set: 'members', anyOf: test.ids };
  return test.is === 'empty' ? { set: 'members', empty: true } : undefined;
};

/** The attributes that the list has a column for. */
const HELD: Partial<Record<AttributeName, Reads>> = {
  city: word('city'),
  source: word('source'),
  tier: word('tier'),
  followed: flag('followed'),
  hasPhone: flag('phone'),
  orders: number('orders'),
  paid: number('paid'),
  value: number('value'),
  createdAt: time('created', moment),
  lastOrderAt: time('lastOrder', moment),
  nextFollowUp: time('followUp', day),
  members,
};
