import { z } from 'zod';
import { day, instant } from '#platform/contract.ts';

const count = z.number().int();

/** The shop's rhythm as last computed: the median of its people's own medians. */
export const shopCadence = z.object({ days: z.number(), people: count, computedAt: instant });
export type ShopCadence = z.output<typeof shopCadence>;

/** Of one person, in days. */
export const rhythmView = z.object({
  /** (gaps × median + 2 × shop) ÷ (gaps + 2). */
  days: z.number(),
  /** Gaps between days with an order, and their median; null with a single order day. */
  gaps: count,
  median: z.number().nullable(),
  shopDays: z.number(),
  lastOrder: day,
  since: count,
  next: day,
  due: day,
});
export type Rhythm = z.output<typeof rhythmView>;
