import { z } from 'zod';
import { fen, id, instant } from '#platform/contract.ts';

/** Why somebody is erased: PIPL art. 47 as a list, because a free text on the receipt would name people again. */
export const erasureReason = z.enum(['asked', 'withdrawn', 'purpose_over', 'minor', 'unlawful']);

export const erasureBody = z.object({
  reason: erasureReason,
  /** The customer's number, typed: nobody is erased by a slip. */
  confirm: z.string().max(40),
});

const counted = z.number().int();

/** What an erasure would take away and what it would leave; nothing of it names anybody. */
export const erasurePlan = z.object({
  goes: z.object({
    profiles: counted,
    identities: counted,
    events: counted,
    tags: counted,
    follows: counted,
    files: counted,
  }),
  stays: z.object({ orders: counted, paid: fen, ledger: counted, messages: counted }),
  /** Still befriended in WeCom: that is deleted there, by the member. */
  followedNow: counted,
});

export const ERASURE_STEPS = ['rows', 'traces', 'files', 'analytics'] as const;
export const erasureStep = z.enum(ERASURE_STEPS);

/** 回执: what was done and when. It says the number that the amounts stand under, and no name. */
export const erasureReceipt = z.object({
  id: id('era'),
  reason: erasureReason,
  actor: z.string(),
  askedAt: instant,
  steps: z.array(z.object({ step: erasureStep, doneAt: instant.nullable() })),
  /** Gone from every table, from the analytics and from the files. */
  finishedAt: instant.nullable(),
  /** Gone from the engines' own files too. */
  scrubbedAt: instant.nullable(),
  counts: z.record(z.string(), z.number()),
  remainder: z.array(z.string()),
});
