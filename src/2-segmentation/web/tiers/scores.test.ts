import { expect, test } from 'vitest';
import { moversOf, partsOf, peopleByScore, scoreRanges } from './scores.ts';

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
    { score: 3, tier: '偶然', held: false, people: 5, value: 50 },
    { score: 8, tier: '常规', held: false, people: 3, value: 90 },
    { score: 12, tier: '重要', held: false, people: 2, value: 300 },
    { score: 15, tier: '重要', held: false, people: 1, value: 400 },
  ];
  expect(partsOf(sums, { important: 12, regular: 8 })).toEqual({
    重要: { people: 3, value: 700 },
    常规: { people: 3, value: 90 },
    偶然: { people: 5, value: 50 },
  });
  expect(partsOf([], { important: 12, regular: 8 }).重要.people).toBe(0);
});

test('who would move is everybody whose tier is another with these cut-offs, but for those a hand holds', () => {
  const sums = [
    { score: 8, tier: '常规', held: false, people: 3, value: 1 },
    { score: 9, tier: '常规', held: false, people: 4, value: 1 },
    { score: 9, tier: '重要', held: true, people: 2, value: 1 },
    { score: 12, tier: '重要', held: false, people: 5, value: 1 },
    { score: 12, tier: '', held: false, people: 1, value: 1 },
  ];
  expect(moversOf(sums, { important: 13, regular: 9 })).toEqual([
    { from: '常规', to: '偶然', people: 3 },
    { from: '重要', to: '常规', people: 5 },
    { from: 'none', to: '常规', people: 1 },
  ]);
  expect(partsOf(sums, { important: 13, regular: 9 }).重要.people).toBe(2);
  expect(peopleByScore(sums).get(9)).toBe(6);
});
