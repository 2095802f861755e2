import { chiSquareUpper, normalTwoSided, studentQuantile, studentTwoSided } from './distributions.ts';

/** One arm of a test: people, and what they did. */
export type Rate = { people: number; successes: number };
export type Mean = { people: number; sum: number; sumOfSquares: number };

export type RateComparison = {
  difference: number;
  /** 95 % interval of the difference (Wald, unpooled). */
  low: number;
  high: number;
  z: number;
  p: number;
};

/** Difference of two shares, treated minus control; pooled z test. Undefined when an arm is empty. */
export function compareRates(treated: Rate, control: Rate): RateComparison | undefined {
  if (treated.people === 0 || control.people === 0) return undefined;
  const [a, b] = [treated.successes / treated.people, control.successes / control.people];
  const pooled = (treated.successes + control.successes) / (treated.people + control.people);
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / treated.people + 1 / control.people));
  const error = Math.sqrt((a * (1 - a)) / treated.people + (b * (1 - b)) / control.people);
  const difference = a - b;
  const z = pooledError === 0 ? 0 : difference / pooledError;
  const margin = 1.959963984540054 * error;
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    z,
    p: z === 0 ? 1 : normalTwoSided(z),
  };
}

export type MeanComparison = {
  difference: number;
  low: number;
  high: number;
  t: number;
  df: number;
  p: number;
};

/** Difference of two means, treated minus control, by Welch's t test (1947): variances may differ. */
export function compareMeans(treated: Mean, control: Mean): MeanComparison | undefined {
  if (treated.people < 2 || control.people < 2) return undefined;
  const [a, b] = [squaredError(treated), squaredError(control)];
  const error = Math.sqrt(a + b);
  const difference = treated.sum / treated.people - control.sum / control.people;
  if (error === 0)
    return { difference, low: difference, high: difference, t: 0, df: Number.POSITIVE_INFINITY, p: 1 };
  const df = (a + b) ** 2 / (a ** 2 / (treated.people - 1) + b ** 2 / (control.people - 1));
  const t = difference / error;
  const margin = studentQuantile(0.05, df) * error;
  return {
    difference,
    low: difference - margin,
    high: difference + margin,
    t,
    df,
    p: studentTwoSided(t, df),
  };
}

/** Variance of the mean, from the sums; the unbiased sample variance divided by n. */
function squaredError({ people, sum, sumOfSquares }: Mean): number {
  return Math.max(0, (sumOfSquares - sum ** 2 / people) / (people - 1)) / people;
}

/** Below this a split is not what it was meant to be; the usual bound for sample-ratio mismatch. */
export const SPLIT_ALARM = 0.001;

/** Whether arms of these sizes are believable for the intended shares (chi-square). Small p: something broke the split. */
export function checkSplit(
  sizes: readonly number[],
  shares: readonly number[],
): { p: number; broken: boolean } {
  const people = sizes.reduce((sum, n) => sum + n, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  if (people === 0 || whole === 0) return { p: 1, broken: false };
  const statistic = sizes.reduce((sum, n, i) => {
    const expected = (people * (shares[i] ?? 0)) / whole;
    return expected === 0 ? sum : sum + (n - expected) ** 2 / expected;
  }, 0);
  const p = chiSquareUpper(statistic, sizes.length - 1);
  return { p, broken: p < SPLIT_ALARM };
}
