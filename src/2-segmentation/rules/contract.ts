import { z } from 'zod';
import { day, id, refusal, text } from '#platform/contract.ts';
import { ATTRIBUTES, type AttributeName, RULE_LIMITS, TESTS_OF } from './vocabulary.contract.ts';

export * from './vocabulary.contract.ts';

/**
 * A rule is a tree of conditions on a person. It is data: stored, versioned, shown, checked against one person in
 * memory and turned into SQL, always from this one shape.
 */

const count = z.number().int().min(0).max(1_000_000_000_000);

/** A stretch of time seen from now. Days are calendar days in Asia/Shanghai, today being the first of `last`. */
export const windowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last'), n: z.number().int().min(1).max(3_650), unit: z.enum(['day', 'hour']) }),
  z.object({ kind: z.literal('before'), n: z.number().int().min(1).max(3_650) }),
  z.object({ kind: z.literal('next'), n: z.number().int().min(1).max(366) }),
  z.object({ kind: z.literal('between'), from: day.nullable(), to: day.nullable() }),
]);
export type Window = z.output<typeof windowSchema>;

const oneOf = z.object({ is: z.literal('one_of'), values: z.array(text(200)).min(1).max(500) });
const contains = z.object({ is: z.literal('contains'), value: text(200).min(1) });
const empty = z.object({ is: z.literal('empty') });
const atLeast = z.object({ is: z.literal('at_least'), value: z.number() });
const atMost = z.object({ is: z.literal('at_most'), value: z.number() });
const between = z.object({ is: z.literal('between'), from: z.number(), to: z.number() });
const within = z.object({ is: z.literal('within'), window: windowSchema });
const yes = z.object({ is: z.literal('yes') });
const anniversary = z.object({ is: z.literal('anniversary'), days: z.number().int().min(0).max(366) });
const anyMember = z.object({ is: z.literal('any_member'), ids: z.array(id('mem')).min(1).max(500) });

/** Tests by the type of what is tested; a test of another type is refused. */
export const testSchema = z.discriminatedUnion('is', [
  oneOf,
  contains,
  empty,
  atLeast,
  atMost,
  between,
  within,
  yes,
  anniversary,
  anyMember,
]);
export type Test = z.output<typeof testSchema>;

const attributeNames = Object.keys(ATTRIBUTES) as [AttributeName, ...AttributeName[]];

function testsOf(attribute: AttributeName): readonly Test['is'][] {
  return TESTS_OF[ATTRIBUTES[attribute].type];
}

export const attributeLeaf = z
  .object({ attribute: z.enum(attributeNames), test: testSchema })
  .refine(leaf => testsOf(leaf.attribute).includes(leaf.test.is), {
    path: ['test'],
    ...refusal('test_does_not_fit', {
      zh: '这个条件不能这样判断',
      en: 'This cannot be asked of this attribute',
    }),
  });

export const tagLeaf = z.object({
  tags: z.enum(['any', 'all', 'none']),
  ids: z.array(id('tag')).min(1).max(200),
});

const numberTest = z.discriminatedUnion('is', [
  z.object({ is: z.literal('at_least'), value: count }),
  z.object({ is: z.literal('at_most'), value: count }),
  z.object({ is: z.literal('between'), from: count, to: count }),
]);
export type NumberTest = z.output<typeof numberTest>;

/** Paid orders in a window: how many, how much (fen, refunds deducted), how many pieces. */
export const ordersLeaf = z.object({
  orders: z.enum(['count', 'paid', 'quantity']),
  test: numberTest,
  window: windowSchema.nullable(),
  shops: z.array(id('acc')).max(100).default([]),
  products: z.array(id('prd')).max(500).default([]),
  refund: z.enum(['none', 'partial', 'full']).nullable().default(null),
});

const property = z.object({
  property: text(100).min(1),
  test: z.discriminatedUnion('is', [
    oneOf,
    contains,
    atLeast,
    atMost,
    between,
    yes,
    z.object({ is: z.literal('present') }),
  ]),
});
export type PropertyTest = z.output<typeof property>;

/** Events of one type in a window: how many, on how many days, or the sum of a numeric property. */
export const eventsLeaf = z.object({
  events: text(100).min(1),
  measure: z.discriminatedUnion('of', [
    z.object({ of: z.literal('count') }),
    z.object({ of: z.literal('days') }),
    z.object({ of: z.literal('sum'), property: text(100).min(1) }),
  ]),
  test: numberTest,
  window: windowSchema.nullable(),
  where: z.array(property).max(10).default([]),
});

/** A fact that a later stage keeps under its own name. */
export const factLeaf = z.object({
  fact: text(100).min(1),
  test: z.discriminatedUnion('is', [
    oneOf,
    atLeast,
    atMost,
    between,
    within,
    z.object({ is: z.literal('present') }),
  ]),
});

export const segmentLeaf = z.object({ segment: id('seg') });

/** Whom we can and may contact on a channel today: what the gate would say, quiet hours aside. */
export const reachableLeaf = z.object({ reachable: z.literal('wecom') });

export type AttributeLeaf = z.output<typeof attributeLeaf>;
export type TagLeaf = z.output<typeof tagLeaf>;
export type OrdersLeaf = z.output<typeof ordersLeaf>;
export type EventsLeaf = z.output<typeof eventsLeaf>;
export type FactLeaf = z.output<typeof factLeaf>;
export type SegmentLeaf = z.output<typeof segmentLeaf>;
export type ReachableLeaf = z.output<typeof reachableLeaf>;
export type Leaf = AttributeLeaf | TagLeaf | OrdersLeaf | EventsLeaf | FactLeaf | SegmentLeaf | ReachableLeaf;

export type Rule = Leaf | { all: Rule[] } | { any: Rule[] } | { not: Rule };
export type RuleWire =
  | z.input<typeof attributeLeaf>
  | z.input<typeof tagLeaf>
  | z.input<typeof ordersLeaf>
  | z.input<typeof eventsLeaf>
  | z.input<typeof factLeaf>
  | z.input<typeof segmentLeaf>
  | z.input<typeof reachableLeaf>
  | { all: RuleWire[] }
  | { any: RuleWire[] }
  | { not: RuleWire };

const branches = z.lazy(() => z.array(ruleSchema).min(1).max(RULE_LIMITS.branches));

/** The published schema of a rule, at most 50 conditions in a branch; depth and size are bounded by the caller. */
export const ruleSchema: z.ZodType<Rule, RuleWire> = z
  .union([
    z.object({ all: branches }),
    z.object({ any: branches }),
    z.object({ not: z.lazy(() => ruleSchema) }),
    attributeLeaf,
    tagLeaf,
    ordersLeaf,
    eventsLeaf,
    factLeaf,
    segmentLeaf,
    reachableLeaf,
  ])
  .meta({ id: 'Rule' });

/** Everybody: the empty conjunction is not a rule a person can build, so it has a form of its own. */
export const EVERYBODY: Rule = { not: { attribute: 'createdAt', test: { is: 'empty' } } };

const known = z.array(z.object({ value: z.string(), people: z.number().int() }));
/** What rules can ask of the customers that are there. */
export const vocabularyView = z.object({
  /** `name` is what the event dictionary calls it. */
  events: z.array(z.object({ type: z.string(), name: z.string().nullable(), people: z.number().int() })),
  facts: z.array(z.object({ key: z.string(), kind: z.enum(['number', 'text', 'instant']) })),
  values: z.object({ province: known, city: known, source: known }),
});
export const propertyView = z.object({
  property: z.string(),
  kind: z.enum(['text', 'number', 'flag']),
  /** The frequent values of a text. */
  values: z.array(z.string()),
});
