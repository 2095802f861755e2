import { expect, test } from 'vitest';
import { partsOf, type ValueEntry } from './value.ts';

const entry = (kind: ValueEntry['kind'], amount: number): ValueEntry => ({
  ...{ id: `val_${kind}`, kind, amount, balance: 0, orderNo: null, note: null },
  at: '2026-06-01T00:00:00Z',
});

test('won for 30, two orders of 100: the parts add up to 170', () => {
  const parts = partsOf([entry('order', 10_000), entry('order', 10_000), entry('acquisition', -3_000)]);
  expect(parts).toEqual([
    { kind: 'acquisition', amount: -3_000, entries: 1 },
    { kind: 'order', amount: 20_000, entries: 2 },
  ]);
  expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBe(17_000);
});
