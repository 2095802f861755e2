import fc from 'fast-check';
import {
  ATTRIBUTES,
  type AttributeName,
  type Leaf,
  type Rule,
  TESTS_OF,
  type Test,
  type ValueType,
} from '../rules/contract.ts';
import { ODD_TEXTS, PROPERTIES } from './odd-values.ts';

/** What rules can name: the ids that are there. */
export type Named = {
  tagIds: number[];
  shops: number[];
  products: number[];
  members: number[];
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
const window = fc.oneof(
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
const within = window.map(w => ({ is: 'within' as const, window: w }));
const present = fc.constant({ is: 'present' as const });
const yes = fc.constant({ is: 'yes' as const });

function testOf(is: Test['is'], { members }: Named): fc.Arbitrary<Test> {
  if (is === 'one_of') return oneOf;
  if (is === 'contains') return contains;
  if (is === 'within') return within;
  if (is === 'anniversary')
    return fc.constantFrom(0, 1, 2, 30, 207, 208, 211, 212, 365, 366).map(days => ({ is, days }));
  if (is === 'any_member') return fc.subarray(members, { minLength: 1 }).map(ids => ({ is, ids }));
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

function leafOf(named: Named): fc.Arbitrary<Leaf> {
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
    {
      arbitrary: fc.record({
        orders: fc.constantFrom('count' as const, 'paid' as const, 'quantity' as const),
        test: numberTests(wholeNumber),
        window: fc.option(window),
        shops: fc.subarray(named.shops),
        products: fc.subarray(named.products),
        refund: fc.constantFrom(null, 'none' as const, 'partial' as const, 'full' as const),
      }),
      weight: 2,
    },
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
        window: fc.option(window),
        where: fc.array(property, { maxLength: 2 }),
      }),
      weight: 3,
    },
    fc.record({
      fact: fc.constantFrom('tier', 'group:1', 'none', ...ODD_TEXTS),
      test: fc.oneof(numberTests(anyNumber), oneOf, within, present),
    }),
    fc.record({ segment: fc.constantFrom(...named.segments, 999_999) }),
    fc.constant({ reachable: 'wecom' as const }),
  );
}

/** Rules of every kind of condition, three levels deep. */
export function oddRule(named: Named): fc.Arbitrary<Rule> {
  const leaf = leafOf(named);
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
