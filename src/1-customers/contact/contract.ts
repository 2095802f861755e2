import { z } from 'zod';
import { id, instant, name } from '#platform/contract.ts';

export const consentBody = z.object({
  /** `guardian`: the guardian of somebody under fourteen agrees (PIPL art. 31). */
  purpose: z.enum(['marketing', 'profiling', 'service', 'guardian']),
  channel: z.enum(['all', 'wecom', 'sms', 'hand']).default('all'),
  given: z.boolean(),
  /** How we know: what the customer said, where and when. */
  evidence: name(500),
  /** Which version of which text was agreed to, e.g. `隐私政策 2026-05`. */
  textVersion: name(60).optional(),
  /** Where it was said. */
  source: z.enum(['staff', 'wecom', 'shop', 'site', 'paper', 'sms']).default('staff'),
  /** When it was said, if not now. */
  at: instant.optional(),
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
  /** Mass messages of this month, which WeCom counts over all members, and how many are allowed. */
  month: z.object({ used: z.number().int(), max: z.number().int() }),
  accounts: z.array(z.object({ id: id('acc'), name: z.string(), marketing: verdict, service: verdict })),
  /** Official accounts they follow, until when each may answer them, and how often still. */
  following: z.array(
    z.object({
      id: id('acc'),
      name: z.string(),
      since: instant,
      window: z.object({ until: instant, left: z.number().int() }).nullable(),
    }),
  ),
  /** Marketing by SMS, where an account for it is connected. */
  texts: verdict.nullable(),
  /** A member calls or writes themselves. */
  hand: verdict,
  /** The last message that reached them, or was carried by hand. */
  lastContact: z
    .object({
      at: instant,
      channel: z.string(),
      purpose: z.string(),
      account: z.string().nullable(),
      member: z.string().nullable(),
    })
    .nullable(),
});

/** One word of a customer, as it was written down. */
export const consentEntry = z.object({
  id: id('csn'),
  purpose: z.string(),
  channel: z.string(),
  given: z.boolean(),
  textVersion: z.string().nullable(),
  source: z.string(),
  evidence: z.string().nullable(),
  at: instant,
  actor: z.string(),
});
