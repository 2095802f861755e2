import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, seededRandom } from '#platform/random.ts';
import { sharedData } from '#platform/testing/shared-data.ts';
import { drawHistory } from '../testing/draw.ts';
import {
  aliveProbability,
  daysToNextOrder,
  expectedOrders,
  fitPurchases,
  ordersQuantile,
  type PurchaseModel,
} from './bg-nbd.ts';
import { collapse, type History } from './histories.ts';
import { intervalsOf } from './intervals.ts';

/** The estimates of Fader, Hardie & Lee (2005) on the CDNOW sample, to the digits that CLVTools prints. */
const PUBLISHED: PurchaseModel = {
  r: 0.2425945,
  alpha: 4.4136019,
  a: 0.7929199,
  b: 2.4258881,
  stopsAfterFirst: 0,
};
const REGULAR: History = { repeats: 26, last: 216, age: 217 };
const NEW: History = { repeats: 0, last: 0, age: 0 };

const cdnow = sharedData('cdnow/CDNOW_sample.txt');
const summary = sharedData('cdnow/cdnow_customers_summary.csv');
const CUT = dayOf('19970930');

describe('CDNOW sample, 39 weeks, to the published digits', () => {
  test.skipIf(!cdnow)('estimates and log-likelihood (data: CDNOW_sample.txt)', () => {
    const histories = readCdnow();
    expect(histories.length).toBe(2_357);
    expect(histories.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(2_457);
    expect(histories.filter(({ repeats }) => repeats === 0).length).toBe(1_411);
    expect(histories.reduce((sum, { later }) => sum + later, 0)).toBe(1_882);
    const rows = collapse(histories);
    expect(rows.length).toBeLessThan(histories.length / 2);
    const { model, logLikelihood, found } = fitPurchases(rows, 0);
    expect(found).toBe(true);
    expect(logLikelihood.toFixed(3)).toBe('-9582.429');
    expect(model.r.toFixed(7)).toBe('0.2425945');
    expect(model.alpha.toFixed(6)).toBe('4.413602');
    // The hill is flat along a and b: the published ones are as good to eight digits of the likelihood.
    expect(model.a).toBeCloseTo(PUBLISHED.a, 4);
    expect(model.b).toBeCloseTo(PUBLISHED.b, 4);
  });

  test('a regular customer and a new one', () => {
    // CLVTools prints 25.75659, .9688523 and 1.444004. With the parameters it prints, the paper's own formula (SciPy's
    // hyp2f1) says 25.757358, .9688545 and 1.444011: equal as far as its optimiser went, five digits.
    expect(expectedOrders(PUBLISHED, REGULAR, 52) / 25.75659).toBeCloseTo(1, 4);
    expect(aliveProbability(PUBLISHED, REGULAR)).toBeCloseTo(0.9688523, 5);
    expect(expectedOrders(PUBLISHED, NEW, 52)).toBeCloseTo(1.444004, 4);
    expect(expectedOrders(PUBLISHED, REGULAR, 52)).toBeCloseTo(25.757357830438828, 9);
    expect(aliveProbability(PUBLISHED, REGULAR)).toBeCloseTo(0.9688545014137121, 12);
  });

  test.skipIf(!summary)(
    'the trap: the rounded summary has another likelihood (data: cdnow_customers_summary.csv)',
    () => {
      const rows = lines(summary ?? '')
        .slice(1)
        .map(line => line.split(',').map(Number));
      const histories = rows.map(([, repeats = 0, last = 0, age = 0]) => ({
        repeats,
        last: last * 7,
        age: age * 7,
      }));
      // Days are whole here: what was rounded to 0.01 weeks becomes the day it was, and the true likelihood again.
      const whole = histories.map(h => ({ ...h, last: Math.round(h.last), age: Math.round(h.age) }));
      expect(fitPurchases(collapse(whole), 0).logLikelihood.toFixed(3)).toBe('-9582.429');
    },
  );
});

test('collapsing changes nothing but the number of rows', () => {
  const histories = Array.from({ length: 500 }, (_, i) => drawn(i));
  const one = fitPurchases(collapse(histories), 1);
  const other = fitPurchases(
    histories.map(history => ({ ...history, people: 1 })),
    1,
  );
  expect(one.logLikelihood).toBeCloseTo(other.logLikelihood, 8);
  expect(one.model.r).toBeCloseTo(other.model.r, 8);
});

const model = fc.record({
  r: fc.double({ min: 0.05, max: 20, noNaN: true }),
  alpha: fc.double({ min: 0.05, max: 100, noNaN: true }),
  a: fc.double({ min: 0.02, max: 20, noNaN: true }),
  b: fc.double({ min: 0.02, max: 20, noNaN: true }),
  stopsAfterFirst: fc.constantFrom(0 as const, 1 as const),
});
const history = fc.tuple(fc.nat(400), fc.nat(3_000), fc.nat(3_000)).map(([repeats, one, other]) => ({
  repeats,
  last: repeats === 0 ? 0 : Math.max(repeats, Math.min(one, other)),
  age: Math.max(repeats, one, other),
}));

describe('of any model and any history', () => {
  test('alive is a probability, falls with silence, and is certain only where nobody had a chance to stop', () => {
    fc.assert(
      fc.property(model, history, (m, h) => {
        const alive = aliveProbability(m, h);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        expect(aliveProbability(m, { ...h, age: h.age + 30 })).toBeLessThanOrEqual(alive + 1e-12);
        if (h.repeats + m.stopsAfterFirst === 0) expect(alive).toBe(1);
      }),
    );
  });

  test('expected orders grow with time, are finite, and lie within their quantiles’ reach', () => {
    fc.assert(
      fc.property(model, history, fc.double({ min: 0.1, max: 200, noNaN: true }), (m, h, ahead) => {
        const expected = expectedOrders(m, h, ahead);
        expect(Number.isFinite(expected)).toBe(true);
        expect(expected).toBeGreaterThanOrEqual(0);
        expect(expectedOrders(m, h, ahead * 1.5)).toBeGreaterThanOrEqual(expected - 1e-9);
        // Without stopping there would be (r + x) · t / (α + T) of them.
        expect(expected).toBeLessThanOrEqual(((m.r + h.repeats) * ahead) / (m.alpha + h.age / 7) + 1e-6);
        expect(ordersQuantile(m, h, ahead, 0.1)).toBeLessThanOrEqual(ordersQuantile(m, h, ahead, 0.9));
      }),
    );
  });

  test('the sum of positive terms is the integral it stands for', () => {
    fc.assert(
      fc.property(model, history, fc.double({ min: 1, max: 104, noNaN: true }), (m, h, ahead) => {
        fc.pre(m.a > 1.2 && m.b > 1.2);
        const expected = expectedOrders(m, h, ahead);
        const integral = aliveProbability(m, h) * byQuadrature(m, h, ahead);
        expect(Math.abs(expected - integral)).toBeLessThan(1e-5 * Math.max(1, integral));
      }),
      { numRuns: 40 },
    );
  });

  test('the next order is expected only of whoever is more likely a customer than not', () => {
    fc.assert(
      fc.property(model, history, (m, h) => {
        const days = daysToNextOrder(m, h);
        expect(days === undefined).toBe(aliveProbability(m, h) <= 0.5);
        if (days !== undefined) expect(days).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test('a one-time buyer of three years ago is certainly alive to BG/NBD, hardly to its sibling', () => {
  const once = { repeats: 0, last: 0, age: 1_095 };
  const regular: PurchaseModel = { r: 2, alpha: 10, a: 1, b: 2, stopsAfterFirst: 0 };
  expect(aliveProbability(regular, once)).toBe(1);
  expect(aliveProbability({ ...regular, stopsAfterFirst: 1 }, once)).toBeLessThan(0.02);
});

test('of many histories the summit is the same, whichever of them were climbed first', () => {
  const all = collapse(Array.from({ length: 40_000 }, (_, i) => drawn(i)));
  // More than are climbed at once: a sample is first. Sorted, another sample is.
  expect(all.length).toBeGreaterThan(20_000);
  const fit = fitPurchases(all, 1);
  const sorted = fitPurchases(
    [...all].sort((one, other) => one.repeats - other.repeats),
    1,
  );
  expect(fit.found && sorted.found).toBe(true);
  expect(fit.logLikelihood).toBeCloseTo(sorted.logLikelihood, 4);
  (['r', 'alpha', 'a', 'b'] as const).forEach((name, i) => {
    expect(fit.model[name]).toBeCloseTo(sorted.model[name], 6);
    // The curvature is that of a few steps before the summit.
    expect((fit.covariance?.[i]?.[i] ?? 0) / (sorted.covariance?.[i]?.[i] ?? 0)).toBeCloseTo(1, 2);
  });
});

test('what the model is made of is found again, within its own intervals', () => {
  // Seldom enough that whole days, in which two orders are one, hardly matter.
  const truth: PurchaseModel = { r: 0.8, alpha: 30, a: 0.9, b: 3, stopsAfterFirst: 1 };
  const rows = collapse(Array.from({ length: 20_000 }, (_, i) => drawn(i, truth)));
  const fit = fitPurchases(rows, 1);
  expect(fit.found).toBe(true);
  (['r', 'alpha', 'a', 'b'] as const).forEach((name, i) => {
    const error = Math.sqrt(fit.covariance?.[i]?.[i] ?? 0);
    expect(error).toBeGreaterThan(0);
    expect(Math.abs(Math.log(fit.model[name] / truth[name])), name).toBeLessThan(3 * error);
  });
  const { alive, expected, orders } = intervalsOf(fit, { repeats: 5, last: 200, age: 230 }, 52);
  const point = aliveProbability(fit.model, { repeats: 5, last: 200, age: 230 });
  expect(alive && alive.low < point && point < alive.high).toBe(true);
  expect(expected && expected.low < expected.high).toBe(true);
  expect(orders.low).toBeLessThan(orders.high);
});

/** The integral over p of ((1 − (A/(A+pt))^R) / p) · Beta(p), by the midpoint rule in many steps. */
function byQuadrature(m: PurchaseModel, h: History, ahead: number): number {
  const [rate, until] = [m.r + h.repeats, m.alpha + h.age / 7];
  const stay = m.b + h.repeats + m.stopsAfterFirst;
  const steps = 200_000;
  let [sum, mass] = [0, 0];
  for (let i = 0; i < steps; i++) {
    // Close to 0, where the weight of many repeats lies, the steps are finer.
    const u = (i + 0.5) / steps;
    const p = u ** 3;
    const weight = Math.exp((m.a - 1) * Math.log(p) + (stay - 1) * Math.log1p(-p)) * 3 * u * u;
    mass += weight;
    sum += (weight * -Math.expm1(-rate * Math.log1p((p * ahead) / until))) / p;
  }
  return sum / mass;
}

/** A history drawn from the model, the same for the same number. */
function drawn(
  seed: number,
  model: PurchaseModel = { r: 0.8, alpha: 6, a: 0.9, b: 3, stopsAfterFirst: 1 },
): History {
  const random = seededRandom(seed);
  return drawHistory(random, model, between(random, 60, 659));
}

function readCdnow(): (History & { later: number })[] {
  const days = new Map<string, Set<number>>();
  for (const line of lines(cdnow ?? '')) {
    const [id = '', , date = ''] = line.trim().split(/\s+/);
    days.set(id, (days.get(id) ?? new Set()).add(dayOf(date)));
  }
  return [...days.values()].map(all => {
    const before = [...all].filter(day => day <= CUT);
    const first = Math.min(...before);
    return {
      repeats: before.length - 1,
      last: Math.max(...before) - first,
      age: CUT - first,
      later: all.size - before.length,
    };
  });
}

function lines(path: string): string[] {
  return readFileSync(path, 'utf8').trim().split('\n');
}

function dayOf(date: string): number {
  return Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00Z`) / 86_400_000;
}
