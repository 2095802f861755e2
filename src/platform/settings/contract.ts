import { z } from 'zod';
import { day, id, name } from '../contract.ts';

export const companyBody = z.object({ name: name(60) });

/** A number of contacts that is allowed; `days_of_month`: as many as the month has days. */
const bound = z.object({
  max: z.union([z.number().int().min(0).max(1_000_000), z.enum(['days_of_month', 'unlimited'])]),
});
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** As an end, midnight is 24:00. */
const end = z.union([time, z.literal('24:00')]);
const hours = z
  .object({ from: time, to: end })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'from_before_to' });

/** The limits themselves are read where they hold (contact/limits.ts); here they are shown, and the own ones changed. */
export const ruleFactView = z.object({
  id: id('rule'),
  name: z.string(),
  value: z.unknown(),
  effectiveFrom: day,
  effectiveTo: day.nullable(),
  source: z.string(),
  confidence: z.enum(['official', 'reported', 'assumed', 'own']),
  /** Of the rows of a name, the one that holds today. */
  isInForce: z.boolean(),
});
export const ruleFactList = z.object({ data: z.array(ruleFactView) });
export const ruleFactBody = z.object({ name: name(100), value: z.union([bound, hours]) });
