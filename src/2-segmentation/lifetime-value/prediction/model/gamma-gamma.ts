import { logGamma } from '../../../experiments/distributions.ts';
import { maximise } from './maximise.ts';

/**
 * How much an order is worth: the Gamma-Gamma model (Fader & Hardie 2013, “The Gamma-Gamma model of monetary value”).
 * Orders of a person scatter around a mean of their own, z ~ Gamma(p, ν), and the means around that of all,
 * ν ~ Gamma(q, γ). How much somebody spends is taken to say nothing of how often they come. Money is in yuan, γ as well.
 */
export type SpendModel = { p: number; q: number; gamma: number };

/** So many people with so many orders that together came to `sum` yuan. */
export type SpendRow = { orders: number; sum: number; people: number };

export type SpendFit = { model: SpendModel; logLikelihood: number; found: boolean };

/** Estimates the model by maximum likelihood. q is kept above 1, where a mean exists. */
export function fitSpend(rows: readonly SpendRow[]): SpendFit {
  const people = rows.reduce((sum, row) => sum + row.people, 0);
  const mean = rows.reduce((sum, row) => sum + (row.sum / row.orders) * row.people, 0) / people;
  const counts = [...new Set(rows.map(row => row.orders))];
  const summit = maximise(
    at => likelihood(rows, counts, people, at),
    { at: [Math.log(2), Math.log(2), Math.log(mean)] },
    people,
  );
  const [p = 1, above = 1, gamma = 1] = summit.at.map(Math.exp);
  return { model: { p, q: 1 + above, gamma }, logLikelihood: summit.value * people, found: summit.found };
}

/**
 * The mean log-likelihood of averages z̄ = S/n over n orders, and its slope in ln p, ln(q − 1), ln γ:
 *   ln Γ(pn+q) − ln Γ(pn) − ln Γ(q) + q ln γ + (pn−1) ln z̄ + pn ln n − (pn+q) ln(γ+S)
 */
function likelihood(
  rows: readonly SpendRow[],
  counts: readonly number[],
  people: number,
  at: readonly number[],
): { value: number; slope: number[] } {
  const [p = 1, above = 1, gamma = 1] = at.map(Math.exp);
  const q = 1 + above;
  const byCount = new Map(counts.map(n => [n, ofCount(n, p, q)]));
  const [lnGamma, psiQ, lnGammaQ] = [Math.log(gamma), digamma(q), logGamma(q)];
  let [value, dp, dq, dGamma] = [0, 0, 0, 0];
  for (const { orders: n, sum, people: count } of rows) {
    const { lnG = 0, psiP = 0, psiQn = 0 } = byCount.get(n) ?? {};
    const [lnSum, lnAll] = [Math.log(sum), Math.log(gamma + sum)];
    const own = lnG - lnGammaQ + q * lnGamma + (p * n - 1) * (lnSum - Math.log(n)) + p * n * Math.log(n);
    value += count * (own - (p * n + q) * lnAll);
    dp += count * n * (psiQn - psiP + lnSum - lnAll);
    dq += count * (psiQn - psiQ + lnGamma - lnAll);
    dGamma += count * (q / gamma - (p * n + q) / (gamma + sum));
  }
  return { value: value / people, slope: [p * dp, above * dq, gamma * dGamma].map(d => d / people) };
}

function ofCount(n: number, p: number, q: number) {
  return { lnG: logGamma(p * n + q) - logGamma(p * n), psiP: digamma(p * n), psiQn: digamma(p * n + q) };
}

/** The mean worth of an order, in yuan, of somebody whose `orders` so far came to `sum` yuan (equation 5). */
export function expectedSpend({ p, q, gamma }: SpendModel, orders: number, sum: number): number {
  return (p * (gamma + sum)) / (p * orders + q - 1);
}

/** ψ(x) = d ln Γ(x)/dx for x > 0: recurrence to 10, then the asymptotic series (DLMF 5.11.2), error below 1e-12. */
export function digamma(x: number): number {
  let [at, sum] = [x, 0];
  for (; at < 10; at++) sum -= 1 / at;
  const s = 1 / (at * at);
  return (
    sum + Math.log(at) - 0.5 / at - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))))
  );
}
