/** Where an interval lies on a line that shows zero and has the same room on both sides of it, each from 0 to 1. */
export type Placed = { low: number; at: number; high: number };

export function placeInterval(interval: { low: number; difference: number; high: number }): Placed {
  const reach =
    Math.max(Math.abs(interval.low), Math.abs(interval.high), Math.abs(interval.difference)) * 1.15;
  const place = (value: number) => (reach === 0 ? 0.5 : 0.5 + value / (2 * reach));
  return { low: place(interval.low), at: place(interval.difference), high: place(interval.high) };
}

/** Whether the interval leaves out zero, and on which side it lies. */
export function judge({ low, high }: { low: number; high: number }): 'better' | 'worse' | 'open' {
  if (low > 0) return 'better';
  return high < 0 ? 'worse' : 'open';
}
