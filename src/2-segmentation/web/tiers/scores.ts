import type { scoreSums } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { TIERS, type TierName } from './tier-names.ts';

/** The values that give a score: above `above` (excluded) and up to `upTo` (included); open where undefined. */
export type ScoreRange = {
  score: number;
  above: number | undefined;
  upTo: number | undefined;
  isEmpty: boolean;
};

/**
 * What the four bounds of a fifth say of each score, 5 first. Of days fewer are better, of orders and money more. Where
 * two bounds are equal nobody can have the score between them.
 */
export function scoreRanges(bounds: readonly number[], best: 'low' | 'high'): ScoreRange[] {
  return [5, 4, 3, 2, 1].map(score => {
    const below = best === 'low' ? 5 - score : score - 1;
    const [above, upTo] = [bounds[below - 1], bounds[below]];
    return { score, above, upTo, isEmpty: above !== undefined && above === upTo };
  });
}

export type Sum = Wire<typeof scoreSums>['data'][number];
export type CutOffs = { important: number; regular: number };
export type Parts = Record<TierName, { people: number; value: number }>;

export function tierOfScore(score: number, { important, regular }: CutOffs): TierName {
  if (score >= important) return '重要';
  return score >= regular ? '常规' : '偶然';
}

/** Who would be where with these cut-offs. */
export function partsOf(sums: readonly Sum[], cuts: CutOffs): Parts {
  const parts = Object.fromEntries(TIERS.map(tier => [tier, { people: 0, value: 0 }])) as Parts;
  for (const sum of sums) {
    const part = parts[wouldBe(sum, cuts)];
    part.people += sum.people;
    part.value += sum.value;
  }
  return parts;
}

/** Whom a hand has put somewhere stays there. */
function wouldBe({ score, tier, held }: Sum, cuts: CutOffs): TierName {
  return (held && TIERS.find(name => name === tier)) || tierOfScore(score, cuts);
}

export type Cell = { from: TierName | 'none'; to: TierName };
export type Movers = Cell & { people: number };

/** From which tier to which people would move with these cut-offs; nobody is left out. */
export function moversOf(sums: readonly Sum[], cuts: CutOffs): Movers[] {
  const cells = new Map<string, Movers>();
  for (const sum of sums) {
    const from = TIERS.find(name => name === sum.tier) ?? 'none';
    const to = wouldBe(sum, cuts);
    if (from === to) continue;
    const key = `${from} ${to}`;
    cells.set(key, { from, to, people: (cells.get(key)?.people ?? 0) + sum.people });
  }
  return [...cells.values()];
}

/** Buyers by the sum of their scores, whatever tier they are in. */
export function peopleByScore(sums: readonly Sum[]): Map<number, number> {
  const people = new Map<number, number>();
  for (const sum of sums) people.set(sum.score, (people.get(sum.score) ?? 0) + sum.people);
  return people;
}
