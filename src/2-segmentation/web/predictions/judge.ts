/** Off by so much at most: good to count on; good for an order of magnitude; beyond that only for who comes first. */
const GOOD = 0.1;
const FAIR = 0.25;

export type Judgement = { verdict: 'good' | 'fair' | 'poor'; off: number; over: boolean };

/** How far off the sum of what was foretold was, as a share of what happened. */
export function judge({ predicted, actual }: { predicted: number; actual: number }): Judgement {
  const off = actual === 0 ? 1 : Math.abs(predicted - actual) / actual;
  return { verdict: off <= GOOD ? 'good' : off <= FAIR ? 'fair' : 'poor', off, over: predicted > actual };
}
