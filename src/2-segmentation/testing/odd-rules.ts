import fc from 'fast-check';
import {
  ATTRIBUTES,
  type AttributeName,
  HOLIDAYS,
  type Holiday,
  type Leaf,
  ORDER_MEASURES,
  type OrderMeasure,
  PRODUCT_ROLES,
  type Rule,
  TESTS_OF,
  type Test,
  type ValueType,
  type Window,
} from '../rules/contract.ts';
import { ODD_CODES, ODD_WAYS } from './odd-follows.ts';
import { ODD_TEXTS, PROPERTIES } from './odd-values.ts';

/** What rules can name: the ids that are there. */
export type Named = {
  tagIds: number[];
  shops: number[];
  products: number[];
  members: number[];
  teams: number[];
  accountId: number;
  segments: number[];
};

const DAYS = [
  null,
  '2026-05-04',
  '2026-06-01',
  '2026-06-02',
  '2026-06-03',
  '2026-06-04',
  '2026-06-10',
  '2024-02-29',
];
const window: fc.Arbitrary<Window> = fc.oneof(
  fc.record({
    kind: fc.constant('last' as const),
    n: fc.oneof(fc.constantFrom(1, 2, 7, 8, 24, 30, 48), fc.integer({ min: 1, max: 3_650 })),
    unit: fc.constantFrom('day' as const, 'hour' as const),
  }),
  fc.record({ kind: fc.constant('before' as const), n: fc.constantFrom(1, 2, 7, 30, 3_650) }),
  fc.record({ kind: fc.constant('next' as const), n: fc.constantFrom(1, 2, 7, 366) }),
  fc.record({
    kind: fc.constant('between' as const),
    from: fc.constantFrom(...DAYS),
    to: fc.constantFrom(...DAYS),
  }),
);

const windowOrNot: fc.Arbitrary<Window | null> = fc.option(window);

/** Numbers as somebody, or a program, may write them; `between` may be the wrong way round. */
const anyNumber = fc.oneof(
  fc.integer({ min: -2, max: 30_000 }),
  fc.constantFrom(0.1, -0.5, 2.5, 1e25, -1e19, 1e300, 9_007_199_254_740_992, 2 ** 63, Number.MIN_VALUE),
);
const wholeNumber = fc.oneof(
  fc.integer({ min: 0, max: 6 }),
  fc.constantFrom(400, 20_000, 900_000_000_000, 1e12),
);
const numberTests = (n: fc.Arbitrary<number>) =>
  fc.oneof(
    n.map(value => ({ is: 'at_least' as const, value })),
    n.map(value => ({ is: 'at_most' as const, value })),
    fc.tuple(n, n).map(([from, to]) => ({ is: 'between' as const, from, to })),
  );

const KNOWN = ['王小明', '杭州', '上海', '', '重要', '常规', 'male', 'female', 'test', 'true', '5'];
const words = fc.uniqueArray(fc.constantFrom(...KNOWN, ...ODD_TEXTS), { minLength: 1, maxLength: 12 });
const word = fc.constantFrom('小', 'n', '杭', ...ODD_TEXTS);
const oneOf = words.map(values => ({ is: 'one_of' as const, values }));
const contains = word.map(value => ({ is: 'contains' as const, value }));
const includes = words.map(values => ({ is: 'includes' as const, values }));
const inDays = fc.constantFrom(0, 1, 30, 366).map(days => ({ is: 'anniversary' as const, days }));
const within = window.map(w => ({ is: 'within' as const, window: w }));
const present = fc.constant({ is: 'present' as const });
const yes = fc.constant({ is: 'yes' as const });

function testOf(is: Test['is'], { members, teams, shops, accountId }: Named): fc.Arbitrary<Test> {
  if (is === 'one_of') return oneOf;
  if (is === 'contains') return contains;
  if (is === 'within') return within;
  if (is === 'anniversary')
    return fc.constantFrom(0, 1, 2, 30, 207, 208, 211, 212, 365, 366).map(days => ({ is, days }));
  if (is === 'any_member') return fc.subarray(members, { minLength: 1 }).map(ids => ({ is, ids }));
  if (is === 'any_team') return fc.subarray([...teams, 999_999], { minLength: 1 }).map(ids => ({ is, ids }));
  if (is === 'any_account')
    return fc.subarray([accountId, ...shops], { minLength: 1 }).map(ids => ({ is, ids }));
  if (is === 'empty' || is === 'yes') return fc.constant({ is });
  return numberTests(anyNumber).filter(test => test.is === is);
}

const property = fc.record({
  property: fc.constantFrom(...PROPERTIES, ...ODD_TEXTS.slice(0, 20)),
  test: fc.oneof(oneOf, contains, numberTests(anyNumber), yes, present),
});

const names = Object.keys(ATTRIBUTES) as AttributeName[];
const types = [...new Set(names.map(name => ATTRIBUTES[name].type))];
const namesOf = (type: ValueType) => names.filter(name => ATTRIBUTES[name].type === type);

const shares = fc.constantFrom(0, 0.05, 0.25, 1 / 3, 0.5, 2 / 3, 1);

/** Which orders: at shops, with products, with words in the name of one. */
const whichOf = ({ shops, products }: Named) => ({
  shops: fc.subarray(shops),
  products: fc.boolean().chain(some => fc.subarray(some ? products : [])),
  productName: fc.option(fc.constantFrom('n', '甲', 'a', ...ODD_TEXTS), { nil: undefined, freq: 1 }),
  roles: fc.option(
    fc.subarray(Object.keys(PRODUCT_ROLES) as (keyof typeof PRODUCT_ROLES)[], { minLength: 1 }),
    { nil: undefined, freq: 1 },
  ),
});

function ordersOf(named: Named): fc.Arbitrary<Leaf> {
  return fc.constantFrom(...(Object.keys(ORDER_MEASURES) as OrderMeasure[])).chain(orders =>
    fc.record({
      orders: fc.constant(orders),
      test: numberTests(ORDER_MEASURES[orders].type === 'share' ? shares : wholeNumber),
      window: windowOrNot,
      ...whichOf(named),
      refund: fc.constantFrom(null, null, 'none' as const, 'partial' as const, 'full' as const),
    }),
  );
}

function sequenceOf(named: Named): fc.Arbitrary<Leaf> {
  const step = fc.oneof(
    fc.record({
      event: fc.constantFrom('page_viewed', 'page_viewed', 'coupon_used', 'order.placed', 'never'),
      where: fc.boolean().chain(some => fc.array(property, { maxLength: some ? 1 : 0 })),
    }),
    fc.record({ order: fc.constant('paid' as const), ...whichOf(named) }),
  );
  return fc.record({
    sequence: fc.constantFrom('followed' as const, 'not_followed' as const),
    first: step,
    next: step,
    within: fc.record({
      n: fc.constantFrom(1, 2, 7, 24, 60, 366),
      unit: fc.constantFrom('day' as const, 'hour' as const),
    }),
    window: windowOrNot,
  });
}

function followsOf({ members, teams, shops, accountId }: Named): fc.Arbitrary<Leaf> {
  const few = <T>(all: T[]) => fc.boolean().chain(some => fc.subarray(some ? all : []));
  return fc.record({
    follows: fc.constantFrom('now' as const, 'ended' as const, 'ever' as const, 'first' as const),
    test: numberTests(fc.integer({ min: 0, max: 3 })),
    window: windowOrNot,
    members: few(members),
    teams: few([...teams, 999_999]),
    accounts: few([accountId, ...shops]),
    ways: few(ODD_WAYS),
    codes: few(ODD_CODES),
    endedBy: fc.constantFrom(null, null, 'customer' as const, 'member' as const, 'transfer' as const),
    ended: fc.option(window, { freq: 1, nil: null }),
  });
}

export function oddLeaf(named: Named): fc.Arbitrary<Leaf> {
  // Each type as often as the next: most attributes are numbers, and most mistakes are elsewhere.
  const attribute = fc
    .constantFrom(...types)
    .chain(type => fc.tuple(fc.constantFrom(...namesOf(type)), fc.constantFrom(...TESTS_OF[type])))
    .chain(([name, is]) => testOf(is, named).map(test => ({ attribute: name, test })));
  return fc.oneof(
    { arbitrary: attribute as fc.Arbitrary<Leaf>, weight: 3 },
    fc.record({
      tags: fc.constantFrom('any' as const, 'all' as const, 'none' as const),
      ids: fc.subarray([...named.tagIds, 999_999], { minLength: 1 }),
    }),
    { arbitrary: ordersOf(named), weight: 3 },
    {
      arbitrary: fc.record({
        events: fc.constantFrom(
          'page_viewed',
          'coupon_used',
          'order.placed',
          'never',
          ...ODD_TEXTS.slice(0, 4),
        ),
        measure: fc.oneof(
          fc.constantFrom({ of: 'count' as const }, { of: 'days' as const }),
          fc.constantFrom('n', 'm', 'a.b', '`', 'a..b').map(name => ({ of: 'sum' as const, property: name })),
        ),
        test: numberTests(wholeNumber),
        window: windowOrNot,
        where: fc.array(property, { maxLength: 2 }),
      }),
      weight: 3,
    },
    {
      arbitrary: fc.record({
        fact: fc.constantFrom('tier', 'group:1', 'none', 'field.likes', 'field.day', ...ODD_TEXTS),
        test: fc.oneof(numberTests(anyNumber), oneOf, contains, includes, within, inDays, present),
      }),
      weight: 2,
    },
    fc.record({ segment: fc.constantFrom(...named.segments, 999_999) }),
    fc.constant({ reachable: 'wecom' as const }),
    { arbitrary: sequenceOf(named), weight: 3 },
    { arbitrary: followsOf(named), weight: 3 },
    fc.record({
      contacts: fc.constant('count' as const),
      channel: fc.constantFrom(null, 'wecom' as const, 'sms' as const, 'hand' as const),
      purpose: fc.constantFrom(null, 'marketing' as const, 'service' as const, 'transactional' as const),
      test: numberTests(wholeNumber),
      window: windowOrNot,
    }),
    fc.record({
      holidays: fc.subarray(Object.keys(HOLIDAYS) as Holiday[], { minLength: 1, maxLength: 3 }),
      days: fc.constantFrom(0, 1, 14, 15, 30, 366),
    }),
    fc.record({
      consent: fc.constantFrom('given' as const, 'refused' as const, 'none' as const),
      purpose: fc.constantFrom('marketing' as const, 'service' as const, 'profiling' as const),
      channel: fc.constantFrom('all' as const, 'wecom' as const, 'sms' as const, 'hand' as const),
    }),
  );
}

/** Rules of every kind of condition, three levels deep. */
export function oddRule(named: Named): fc.Arbitrary<Rule> {
  const leaf = oddLeaf(named);
  const branches = (rule: fc.Arbitrary<Rule>) => fc.array(rule, { minLength: 1, maxLength: 3 });
  return fc.letrec<{ rule: Rule }>(tie => ({
    rule: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: leaf, weight: 3 },
      { arbitrary: fc.record({ all: branches(tie('rule')) }), weight: 1 },
      { arbitrary: fc.record({ any: branches(tie('rule')) }), weight: 1 },
      { arbitrary: fc.record({ not: tie('rule') }), weight: 1 },
    ),
  })).rule;
}
