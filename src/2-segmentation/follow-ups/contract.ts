import { z } from 'zod';
import { day, fen, id, instant, name, pageOf, pageQuery, text } from '#platform/contract.ts';
import { rhythmView, shopCadence } from '../cadence/contract.ts';

const count = z.number().int();

/** Why somebody is to be talked to, the most binding first: a promise, a day somebody set, their own rhythm. */
export const CAUSES = ['promise', 'planned', 'rhythm'] as const;
export const followUpCause = z.enum(CAUSES);

export const PROMISE_STATES = ['open', 'kept', 'broken'] as const;
export const promiseView = z.object({
  id: id('prm'),
  customerId: id('cus'),
  text: z.string(),
  dueDay: day,
  state: z.enum(PROMISE_STATES),
  madeBy: z.string(),
  madeAt: instant,
  settledAt: instant.nullable(),
});
export const promiseBody = z.object({ text: name(300), dueDay: day });
export const promisePatch = z.object({ state: z.enum(['kept', 'broken', 'open']) });

/** Talked to, or put off: either way with the day on which they are next. */
export const followUpBody = z.object({
  outcome: z.enum(['done', 'snoozed']),
  inDays: count.min(1).max(365),
  note: text(300).default(''),
});
export const followUpDone = z.object({ nextFollowUp: day });

const lastFollowUp = z.object({ at: instant, by: z.string(), note: z.string() });

/** Of one customer: their rhythm, what was promised (open ones first), and when somebody last followed up. */
export const customerFollowUpView = z.object({
  rhythm: rhythmView.nullable(),
  promises: z.array(promiseView),
  last: lastFollowUp.nullable(),
});

export const dueQuery = pageQuery.extend({
  cause: followUpCause.optional(),
  member: id('mem').optional(),
});
export const dueRow = z.object({
  customerId: id('cus'),
  name: z.string(),
  tier: z.string().nullable(),
  members: z.array(z.string()),
  cause: followUpCause,
  planned: day.nullable(),
  rhythm: rhythmView.pick({ days: true, gaps: true, since: true, lastOrder: true }).nullable(),
  /** The next year's, as predicted; null where nothing is. */
  expected: fen.nullable(),
  promises: z.array(z.object({ id: id('prm'), text: z.string(), dueDay: day })),
  last: lastFollowUp.nullable(),
});
export type DueRow = z.output<typeof dueRow>;

export const dueList = pageOf(dueRow).extend({ total: count });

/**
 * How many are due today, by the most binding cause and by member; in the reader's scope. `countedAt`: when they were counted,
 * where that takes so long that it is not done each time.
 */
export const dueCounts = z.object({
  shop: shopCadence.nullable(),
  total: count,
  causes: z.record(followUpCause, count),
  members: z.array(z.object({ id: id('mem'), name: z.string(), people: count })),
  countedAt: instant.nullable(),
});
