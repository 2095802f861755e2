import { expect, test } from 'vitest';
import { partsOf, scoreRanges } from './scores.ts';

test('of days the fewest are the best, of orders the most', () => {
  const days = scoreRanges([12, 32, 71, 179], 'low');
  expect(days[0]).toMatchObject({ score: 5, above: undefined, upTo: 12 });
  expect(days[1]).toMatchObject({ score: 4, above: 12, upTo: 32 });
  expect(days[4]).toMatchObject({ score: 1, above: 179, upTo: undefined });
  const orders = scoreRanges([1, 2, 3, 6], 'high');
  expect(orders[0]).toMatchObject({ score: 5, above: 6, upTo: undefined });
  expect(orders[4]).toMatchObject({ score: 1, above: undefined, upTo: 1 });
});

test('between equal bounds nobody can be', () => {
  const orders = scoreRanges([1, 1, 2, 4], 'high');
  expect(orders.map(({ isEmpty }) => isEmpty)).toEqual([false, false, false, true, false]);
  expect(orders[2]).toMatchObject({ score: 3, above: 1, upTo: 2 });
});

test('cut-offs part the buyers without losing any', () => {
  const sums = [
    { score: 3, people: 5, value: 50 },
    { score: 8, people: 3, value: 90 },
    { score: 12, people: 2, value: 300 },
    { score: 15, people: 1, value: 400 },
  ];
  expect(partsOf(sums, { important: 12, regular: 8 })).toEqual({
    重要: { people: 3, value: 700 },
    常规: { people: 3, value: 90 },
    偶然: { people: 5, value: 50 },
  });
  expect(partsOf([], { important: 12, regular: 8 }).重要.people).toBe(0);
});
