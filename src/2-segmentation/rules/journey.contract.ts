import { z } from 'zod';
import type { ProductRole } from '#customers/contract';
import { id, text } from '#platform/contract.ts';
import { numberTest, propertySchema, windowSchema } from './tests.contract.ts';
import { HOLIDAYS, type Holiday, PRODUCT_ROLES } from './vocabulary.contract.ts';

/** Conditions on what happened between a person and the shop: one thing after another, contacts, consent. */

const roleNames = Object.keys(PRODUCT_ROLES) as [ProductRole, ...ProductRole[]];

/** Which orders: of these shops, with an item of these products or roles, or with these words in its name. */
export const whichOrders = {
  shops: z.array(id('acc')).max(100).default([]),
  products: z.array(id('prd')).max(500).default([]),
  productName: text(200).min(1).optional(),
  /** Products that have one of these roles now. */
  roles: z.array(z.enum(roleNames)).min(1).max(roleNames.length).optional(),
};

const stepSchema = z.union([
  z.object({ event: text(100).min(1), where: z.array(propertySchema).max(10).default([]) }),
  z.object({ order: z.literal('paid'), ...whichOrders }),
]);
export type Step = z.output<typeof stepSchema>;

/**
 * One thing after another. Of each `first` in the window: a `next` later than it and no later than `within` allows
 * (`followed`), or that time is over without one (`not_followed`). One such `first` is enough. Hours are counted from
 * the first to the millisecond; days are calendar days in Asia/Shanghai: within 1 day ends with the day after.
 */
export const sequenceLeaf = z.object({
  sequence: z.enum(['followed', 'not_followed']),
  first: stepSchema,
  next: stepSchema,
  within: z.object({ n: z.number().int().min(1).max(3_650), unit: z.enum(['day', 'hour']) }),
  window: windowSchema.nullable(),
});
export type SequenceLeaf = z.output<typeof sequenceLeaf>;

/** How often somebody was contacted, as the gate counts: claimed or sent, by the time it reaches the person. */
export const contactsLeaf = z.object({
  contacts: z.literal('count'),
  channel: z.enum(['wecom', 'sms', 'hand']).nullable().default(null),
  purpose: z.enum(['marketing', 'service', 'transactional']).nullable().default(null),
  test: numberTest,
  window: windowSchema.nullable(),
});
export type ContactsLeaf = z.output<typeof contactsLeaf>;

/**
 * What somebody's newest words on a purpose say of a channel; words on all channels count for each of them. A refusal
 * of either is a refusal; `none`: nothing was said.
 */
export const consentLeaf = z.object({
  consent: z.enum(['given', 'refused', 'none']),
  purpose: z.enum(['marketing', 'service', 'profiling']),
  channel: z.enum(['all', 'wecom', 'sms', 'hand']),
});
export type ConsentLeaf = z.output<typeof consentLeaf>;

const holidayNames = Object.keys(HOLIDAYS) as [Holiday, ...Holiday[]];

/** Whether one of some holidays is today or within so many days: the same for everybody, so it opens and closes a segment. */
export const holidayLeaf = z.object({
  holidays: z.array(z.enum(holidayNames)).min(1).max(holidayNames.length),
  days: z.number().int().min(0).max(366),
});
export type HolidayLeaf = z.output<typeof holidayLeaf>;
