import { z } from 'zod';
import { id, instant, name } from '#platform/contract.ts';

export const consentBody = z.object({
  purpose: z.enum(['marketing', 'profiling', 'service']),
  channel: z.enum(['all', 'wecom', 'sms', 'hand']).default('all'),
  given: z.boolean(),
  /** How we know: what the customer said, where and when. */
  evidence: name(500),
});

export const suppressionBody = z.object({
  channel: z.enum(['all', 'wecom', 'sms', 'hand']).default('all'),
  purpose: z.enum(['all', 'marketing']).default('marketing'),
  reason: name(200),
});

const verdict = z.object({
  reachable: z.boolean(),
  /** Why not, as the gate says it. */
  words: z.string().nullable(),
  /** Who would send it. */
  member: z.string().nullable(),
});

/** What the gate would say now, on each connected account. */
export const reachabilityView = z.object({
  /** Marketing waits for this moment because of quiet hours; the verdicts are those of then. */
  quietUntil: instant.nullable(),
  /** Marketing contacts of this week, and how many are allowed. */
  week: z.object({ used: z.number().int(), max: z.number().int() }),
  accounts: z.array(z.object({ id: id('acc'), name: z.string(), marketing: verdict, service: verdict })),
});
