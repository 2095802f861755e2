import { z } from 'zod';
import { fen, id, instant, name } from '#platform/contract.ts';

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

export const transitionView = z.object({
  customerId: id('cus'),
  name: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  cause: z.string(),
  at: instant,
});

export const overrideBody = z.object({
  tier: tierName,
  reason: name(200),
  expiresAt: instant.nullable().default(null),
});
