import {
  aliveProbability,
  expectedOrders,
  ordersQuantile,
  type PurchaseFit,
  type PurchaseModel,
} from './bg-nbd.ts';
import type { History } from './histories.ts';

export type Interval = { low: number; high: number };

/** Two-sided normal quantile of 95 %. */
const Z95 = 1.959963984540054;

/**
 * How sure the model is of a person, in two ways that answer two questions. `alive` and `expected` are 95 % intervals of
 * the estimate: how far it could be off because the model's parameters are estimates (delta method on the inverse
 * curvature; on the scale of odds and of logarithms, so that they stay possible). `orders` is the range that holds the
 * true number eight times in ten: people are not averages.
 */
export function intervalsOf(
  { model, covariance }: Pick<PurchaseFit, 'model' | 'covariance'>,
  of: History,
  ahead: number,
): { alive: Interval | null; expected: Interval | null; orders: Interval } {
  const orders = {
    low: ordersQuantile(model, of, ahead, 0.1),
    high: ordersQuantile(model, of, ahead, 0.9),
  };
  if (!covariance) return { alive: null, expected: null, orders };
  const odds = spread(model, covariance, some => logOdds(aliveProbability(some, of)));
  const log = spread(model, covariance, some => Math.log(expectedOrders(some, of, ahead)));
  return { alive: mapped(odds, fromLogOdds), expected: mapped(log, Math.exp), orders };
}

/** value ± z·√(gᵀCg), the slope g by central differences in the logarithms of the parameters. */
function spread(
  model: PurchaseModel,
  covariance: readonly number[][],
  value: (model: PurchaseModel) => number,
) {
  const h = 1e-4;
  const slope = (['r', 'alpha', 'a', 'b'] as const).map(name => {
    const moved = (by: number) => value({ ...model, [name]: model[name] * Math.exp(by) });
    return (moved(h) - moved(-h)) / (2 * h);
  });
  const variance = slope.reduce(
    (sum, gi, i) => sum + slope.reduce((inner, gj, j) => inner + gi * gj * (covariance[i]?.[j] ?? 0), 0),
    0,
  );
  const half = Z95 * Math.sqrt(Math.max(0, variance));
  return { low: value(model) - half, high: value(model) + half };
}

/** Nobody is alive for certain, and a probability of 1 has no odds. */
const logOdds = (p: number) => Math.log(Math.max(p, 1e-15)) - Math.log(Math.max(1 - p, 1e-15));
const fromLogOdds = (odds: number) => 1 / (1 + Math.exp(-odds));

const mapped = ({ low, high }: Interval, map: (value: number) => number): Interval => ({
  low: map(low),
  high: map(high),
});
