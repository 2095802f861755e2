/** How much a price decides, 0 to 100; pages state the formula with these numbers. */
export const PRICE = {
  /** Fewer orders than this say nothing. */
  fewest: 3,
  /** Of the score: the share of orders with a discount, how deep the discounts go, how far the price per piece fell. */
  weights: { discounted: 50, depth: 30, drift: 20 },
  /** A discount, or a fall, of this share counts in full. */
  full: 0.3,
} as const;
