import { z } from 'zod';
import { fen, id, instant, name, pageQuery, text } from '#platform/contract.ts';

export const TIERS = ['重要', '常规', '偶然'] as const;
export const tierName = z.enum(TIERS);
export type Tier = z.output<typeof tierName>;

/** Upper bounds of the quintiles: days since the last order, orders, and fen paid (refunds deducted). */
const quintiles = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export const thresholds = z.object({
  recencyDays: quintiles,
  frequency: quintiles,
  monetary: quintiles,
  /** R + F + M from which a customer is 重要, and from which 常规; each score is 1 to 5. */
  important: z.number().int().min(3).max(15),
  regular: z.number().int().min(3).max(15),
});
export type Thresholds = z.output<typeof thresholds>;

export const tierModelView = z.object({
  computedAt: instant,
  thresholds,
  people: z.record(z.string(), z.number().int()),
  value: z.record(z.string(), fen),
});

/**
 * How many buyers have a sum of R + F + M, and what they are worth: what a cut-off would do is their sum. With the tier
 * they are in now (empty: none) and whether a hand holds them there, it also says who would move, for any cut-off.
 */
export const scoreSums = z.object({
  data: z.array(
    z.object({
      score: z.number().int().min(3).max(15),
      tier: z.string(),
      held: z.boolean(),
      people: z.number().int(),
      value: fen,
    }),
  ),
});

export const cutOffs = z
  .object({ important: z.number().int().min(4).max(15), regular: z.number().int().min(3).max(14) })
  .refine(({ important, regular }) => regular < important, {
    path: ['regular'],
    error: 'not_below_important',
  });

/** Where the lines are as long as nobody has moved them. */
export const DEFAULT_CUT = { important: 12, regular: 8 } as const;

/** Who would move with other cut-offs: everybody, or those from one tier to one. */
export const previewQuery = z.object({
  important: z.coerce.number().int().min(4).max(15).default(DEFAULT_CUT.important),
  regular: z.coerce.number().int().min(3).max(14).default(DEFAULT_CUT.regular),
  from: z.enum([...TIERS, 'none']).optional(),
  to: tierName.optional(),
  q: text(50).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(20),
});
export const previewList = z.object({
  data: z.array(
    z.object({
      customerId: id('cus'),
      name: z.string(),
      from: z.string().nullable(),
      to: tierName,
      /** R, F and M. */
      scores: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
      value: fen,
    }),
  ),
  total: z.number().int(),
});

export const transitionCause = z.enum(['computed', 'override', 'override_ended', 'profiling_refused']);
export const transitionQuery = pageQuery.extend({
  from: text(20).optional(),
  to: text(20).optional(),
  cause: transitionCause.optional(),
  /** Only those of the last so many days. */
  days: z.coerce.number().int().min(1).max(365).optional(),
});
export const movesQuery = z.object({ days: z.coerce.number().int().min(1).max(365).default(30) });
/** From which tier to which how many moves led; null: had none, or has none. */
export const movesView = z.object({
  data: z.array(
    z.object({ from: z.string().nullable(), to: z.string().nullable(), moves: z.number().int() }),
  ),
});
export const transitionView = z.object({
  id: id('trn'),
  customerId: id('cus'),
  name: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  cause: transitionCause,
  /** Why it was done by hand, while the override stands. */
  reason: z.string().nullable(),
  at: instant,
});

export const overrideBody = z.object({
  tier: tierName,
  reason: name(200),
  expiresAt: instant.nullable().default(null),
});
