import { compareRates, type Rate } from '#segmentation';

export type Verdict = {
  verdict: 'too_few' | 'open' | 'sure';
  low: number | null;
  high: number | null;
  needed: number | null;
};

/** Below so many expected on either side the normal approximation is off (Cochran 1954). */
const FEWEST_EXPECTED = 5;
const ALPHA = 0.05;
/** Two-sided 5 %, and four in five such differences found: (1.960 + 0.842)². */
const SPREAD = (1.959963984540054 + 0.8416212335729143) ** 2;

/**
 * Whether one share differs from another by more than chance. `tests`: how many are made of the same figures; the more,
 * the smaller a p counts (Bonferroni). Undefined where it is no share of these people: nobody, or more than there were.
 */
export function judge(one: Rate, other: Rate, tests: number): Verdict | undefined {
  if ([one, other].some(({ people, successes }) => people === 0 || successes > people)) return undefined;
  const compared = compareRates(one, other);
  if (!compared) return undefined;
  if (hasTooFew(one, other)) return { verdict: 'too_few', low: null, high: null, needed: null };
  const { low, high, p } = compared;
  const isSure = p < ALPHA / tests;
  return { verdict: isSure ? 'sure' : 'open', low, high, needed: isSure ? null : neededFor(one, other) };
}

function hasTooFew(one: Rate, other: Rate): boolean {
  const pooled = (one.successes + other.successes) / (one.people + other.people);
  const rarer = Math.min(pooled, 1 - pooled);
  return Math.min(one.people, other.people) * rarer < FEWEST_EXPECTED;
}

/** People for each side, so that a difference as large as this would be found four times in five. */
function neededFor(one: Rate, other: Rate): number | null {
  const [a, b] = [one.successes / one.people, other.successes / other.people];
  if (a === b) return null;
  return Math.ceil((SPREAD * (a * (1 - a) + b * (1 - b))) / (a - b) ** 2);
}
