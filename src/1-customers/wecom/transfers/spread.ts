/** Somebody, or a group, to be given to one of the takers. `value`: fen, or how many are in the group. */
export type Given = { key: number; value: number };

/**
 * Who gets whom. `evenly`: each next goes to whoever has the fewest; `by_value`: the most valuable first, each to whoever
 * has the least so far, so that the sums come out alike; of whom nothing is known, to whoever has the fewest. The same question has the same answer: what a preview says is
 * what is planned.
 * @returns the taker of each key.
 */
export function spread(
  given: readonly Given[],
  takers: readonly number[],
  by: 'evenly' | 'by_value',
): Map<number, number> {
  const shares = takers.map(taker => ({ taker, count: 0, value: 0 }));
  const order =
    by === 'evenly'
      ? given.toSorted((a, b) => a.key - b.key)
      : given.toSorted((a, b) => b.value - a.value || a.key - b.key);
  const assigned = new Map<number, number>();
  for (const { key, value } of order) {
    const load = (share: (typeof shares)[number]) =>
      by === 'by_value' && value > 0 ? share.value : share.count;
    const least = shares.reduce((best, share) =>
      load(share) < load(best) || (load(share) === load(best) && share.count < best.count) ? share : best,
    );
    least.count += 1;
    least.value += value;
    assigned.set(key, least.taker);
  }
  return assigned;
}
