import { z } from 'zod';
import { fieldDefinition } from '#customers/contract';
import { id, refusal, text } from '#platform/contract.ts';
import { type FollowsLeaf, followsLeaf } from './follows.contract.ts';
import {
  type ConsentLeaf,
  type ContactsLeaf,
  consentLeaf,
  contactsLeaf,
  type HolidayLeaf,
  holidayLeaf,
  type SequenceLeaf,
  sequenceLeaf,
  whichOrders,
} from './journey.contract.ts';
import {
  factTest,
  numberTest,
  orderTest,
  propertySchema,
  type Test,
  testSchema,
  windowSchema,
} from './tests.contract.ts';
import {
  ATTRIBUTES,
  type AttributeName,
  ORDER_MEASURES,
  type OrderMeasure,
  RULE_LIMITS,
  TESTS_OF,
} from './vocabulary.contract.ts';

export * from './follows.contract.ts';
export * from './journey.contract.ts';
export * from './tests.contract.ts';
export * from './vocabulary.contract.ts';

/**
 * A rule is a tree of conditions on a person. It is data: stored, versioned, shown, checked against one person in
 * memory and turned into SQL, always from this one shape.
 */

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

const orderMeasures = Object.keys(ORDER_MEASURES) as [OrderMeasure, ...OrderMeasure[]];

/**
 * Paid orders in a window (full refunds: those closed by them too): how many, how much (fen, refunds deducted), how many pieces, or a figure about them. A
 * figure that needs an order (an average, a share, a span) is not there for who has none, and so passes no test.
 */
export const ordersLeaf = z
  .object({
    orders: z.enum(orderMeasures),
    test: orderTest,
    window: windowSchema.nullable(),
    ...whichOrders,
    refund: z.enum(['none', 'partial', 'full']).nullable().default(null),
  })
  .refine(leaf => isAmountOf(leaf.orders, leaf.test), {
    path: ['test'],
    ...refusal('amount_does_not_fit', {
      zh: '占比填 0 到 1，其余填整数',
      en: 'A share is from 0 to 1, everything else a whole number',
    }),
  });

function isAmountOf(measure: OrderMeasure, test: z.output<typeof orderTest>): boolean {
  const values = test.is === 'between' ? [test.from, test.to] : [test.value];
  return values.every(value =>
    ORDER_MEASURES[measure].type === 'share' ? value <= 1 : Number.isInteger(value),
  );
}

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
  where: z.array(propertySchema).max(10).default([]),
});

/** A fact that a later stage keeps under its own name. */
export const factLeaf = z.object({
  fact: text(100).min(1),
  test: factTest,
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
export type Leaf =
  | AttributeLeaf
  | TagLeaf
  | OrdersLeaf
  | EventsLeaf
  | FactLeaf
  | SegmentLeaf
  | ReachableLeaf
  | SequenceLeaf
  | ContactsLeaf
  | ConsentLeaf
  | FollowsLeaf
  | HolidayLeaf;

export type Rule = Leaf | { all: Rule[] } | { any: Rule[] } | { not: Rule };
export type RuleWire =
  | z.input<typeof attributeLeaf>
  | z.input<typeof tagLeaf>
  | z.input<typeof ordersLeaf>
  | z.input<typeof eventsLeaf>
  | z.input<typeof factLeaf>
  | z.input<typeof segmentLeaf>
  | z.input<typeof reachableLeaf>
  | z.input<typeof sequenceLeaf>
  | z.input<typeof contactsLeaf>
  | z.input<typeof consentLeaf>
  | z.input<typeof followsLeaf>
  | z.input<typeof holidayLeaf>
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
    sequenceLeaf,
    contactsLeaf,
    consentLeaf,
    followsLeaf,
    holidayLeaf,
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
  /** The customers’ own fields (客户资料字段), by the name of their fact. */
  fields: z.array(fieldDefinition.omit({ id: true })),
  values: z.object({ province: known, city: known, source: known }),
  /** WeCom’s channel codes, by what stands on relations. */
  codes: known,
});
export const propertyView = z.object({
  property: z.string(),
  kind: z.enum(['text', 'number', 'flag']),
  /** The frequent values of a text. */
  values: z.array(z.string()),
});
