import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedData } from '#platform/testing/shared-data.ts';
import { digamma, expectedSpend, fitSpend } from './gamma-gamma.ts';

const path = sharedData('cdnow/cdnow_customers_summary_with_transactions.csv');

test.skipIf(!path)(
  'CDNOW: the estimates of Fader & Hardie (2013) (data: cdnow_customers_summary_with_transactions.csv)',
  () => {
    const rows = readFileSync(path ?? '', 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split(',').map(Number));
    const repeating = rows.flatMap(([, orders = 0, , , mean = 0]) =>
      orders > 0 ? [{ orders, sum: orders * mean, people: 1 }] : [],
    );
    expect(repeating.length).toBe(946);
    const { model, found } = fitSpend(repeating);
    expect(found).toBe(true);
    expect([model.p.toFixed(2), model.q.toFixed(2), model.gamma.toFixed(2)]).toEqual([
      '6.25',
      '3.74',
      '15.45',
    ]);
    // Without any order of their own, people are expected to spend what all do: p γ / (q − 1).
    expect(expectedSpend(model, 0, 0)).toBeCloseTo((model.p * model.gamma) / (model.q - 1), 10);
  },
);

test('an expected order lies between one’s own mean and everybody’s, and nearer to one’s own the more orders there are', () => {
  const model = { p: 6.25, q: 3.74, gamma: 15.45 };
  const all = expectedSpend(model, 0, 0);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0.01, max: 1e6, noNaN: true }),
      (n, own) => {
        const expected = expectedSpend(model, n, n * own);
        expect(expected).toBeGreaterThanOrEqual(Math.min(own, all) - 1e-9);
        expect(expected).toBeLessThanOrEqual(Math.max(own, all) + 1e-9);
        const surer = expectedSpend(model, 2 * n, 2 * n * own);
        expect(Math.abs(surer - own)).toBeLessThanOrEqual(Math.abs(expected - own) + 1e-9);
      },
    ),
  );
});

test('bins of half a percent, at their means, give the same estimates', () => {
  const people = Array.from({ length: 4_000 }, (_, i) => {
    const orders = 1 + (i % 7);
    return { orders, sum: orders * (20 + ((i * 7_919) % 977) / 5) * (1 + (i % 13) / 10), people: 1 };
  });
  const bins = new Map<string, { orders: number; sum: number; people: number }>();
  for (const { orders, sum } of people) {
    const key = `${orders} ${Math.round(Math.log(sum) * 200)}`;
    const bin = bins.get(key) ?? { orders, sum: 0, people: 0 };
    bins.set(key, { orders, sum: bin.sum + sum, people: bin.people + 1 });
  }
  const binned = fitSpend([...bins.values()].map(bin => ({ ...bin, sum: bin.sum / bin.people }))).model;
  const exact = fitSpend(people).model;
  for (const name of ['p', 'q', 'gamma'] as const)
    expect(Math.abs(binned[name] / exact[name] - 1), name).toBeLessThan(1e-3);
});

test('digamma agrees with DLMF: ψ(1) = −γ, ψ(1/2) = −γ − 2 ln 2', () => {
  expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 12);
  expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 12);
  expect(digamma(100)).toBeCloseTo(4.600161852738087, 12);
});
