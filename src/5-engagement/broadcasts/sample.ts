/** So many people are asked about one by one while somebody waits; of a larger audience, so many of it tell of all. */
export const MOST_ASKED = 20_000;

/** `times`: for how many people each of these stands. */
export type Sample = { ids: readonly number[]; times: number };

/**
 * People spread evenly over all, who are in id order and so in the order they came: the same however often it is asked. At
 * 20,000 a share is off by less than 0.35 points in two of three samples (the standard error of a half), by 0.9 in one of a hundred.
 */
export function sampleOf(ids: readonly number[], most: number): Sample {
  if (ids.length <= most) return { ids, times: 1 };
  const times = ids.length / most;
  return { ids: Array.from({ length: most }, (_, i) => ids[Math.floor(i * times)] as number), times };
}
