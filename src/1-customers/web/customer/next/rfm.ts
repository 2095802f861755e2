import type { Thresholds } from '#segmentation/contract';

export type Letter = 'r' | 'f' | 'm';

/** The stretch of values that a score stands for; open where it has no end. Recency counts down: few days are good. */
export type Stretch = { from: number | undefined; to: number | undefined };

/**
 * Which values have a score, from the quintile bounds: `r` in days, `f` in orders, `m` in fen. A score of 4 in recency
 * with bounds 11, 34, … is "12 to 34 days". Both ends belong to it.
 */
export function stretchOf(letter: Letter, score: number, thresholds: Thresholds): Stretch {
  const bounds = { r: thresholds.recencyDays, f: thresholds.frequency, m: thresholds.monetary }[letter];
  // How many bounds the value lies above.
  const above = letter === 'r' ? 5 - score : score - 1;
  const below = bounds[above - 1];
  return { from: below === undefined ? undefined : below + 1, to: bounds[above] };
}
