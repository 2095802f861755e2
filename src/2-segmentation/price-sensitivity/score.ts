import type { PriceSensitivity } from './contract.ts';
import { PRICE } from './formula.ts';
import type { Parts } from './price-sensitivity.sql.ts';

/** The score of one person from its parts; null with fewer than three orders. */
export function sensitivityOf({ orders, withDiscount, depth, before, now }: Parts): PriceSensitivity {
  if (orders < PRICE.fewest || before === null || now === null)
    return { orders, formula: PRICE, sensitivity: null };
  const discounted = withDiscount / orders;
  const drift = before > 0 ? 1 - now / before : 0;
  const { weights } = PRICE;
  const score = Math.round(
    weights.discounted * discounted + weights.depth * capped(depth) + weights.drift * capped(drift),
  );
  const medians = { before: Math.round(before), now: Math.round(now) };
  return {
    orders,
    formula: PRICE,
    sensitivity: { score, withDiscount, discounted, depth, drift, ...medians },
  };
}

const capped = (share: number) => Math.min(1, Math.max(0, share / PRICE.full));
