import { z } from 'zod';
import { fen } from '#platform/contract.ts';

const count = z.number().int();

/** Of one person; null with fewer than three orders, or where they refuse to be profiled. */
export const priceSensitivityView = z.object({
  orders: count,
  /** What the score is made of, so that pages can state it. */
  formula: z.object({
    fewest: count,
    full: z.number(),
    weights: z.object({ discounted: z.number(), depth: z.number(), drift: z.number() }),
  }),
  sensitivity: z
    .object({
      /** 0 to 100. */
      score: count,
      /** Orders with a discount, and their share. */
      withDiscount: count,
      discounted: z.number(),
      /** Discounts as a share of the list price of the orders that had one. */
      depth: z.number(),
      /** By how much a piece costs less than before, as a share; below zero: more. */
      drift: z.number(),
      /** The median paid for a piece in the first half of the orders, and in the second. */
      before: fen,
      now: fen,
    })
    .nullable(),
});
export type PriceSensitivity = z.output<typeof priceSensitivityView>;
