import { expect, test } from 'vitest';
import { addSample, pace, type Sample } from './pace.ts';

const samples = (...pairs: [at: number, done: number][]) =>
  pairs.reduce<Sample[]>((all, [at, done]) => addSample(all, { at, done }), []);

test('the rate is that of the last half minute', () => {
  const slowThenFast = samples([0, 0], [60_000, 60], [70_000, 1_060], [80_000, 2_060]);
  expect(pace(slowThenFast, 3_060)).toEqual({ perSecond: 100, left: 10_000 });
});

test('nobody can tell before two moments are known, or without a total', () => {
  expect(pace([], 10)).toEqual({ perSecond: undefined, left: undefined });
  expect(pace(samples([0, 5]), 10)).toEqual({ perSecond: undefined, left: undefined });
  expect(pace(samples([0, 0], [1_000, 5]), undefined)).toEqual({ perSecond: 5, left: undefined });
});

test('a work that starts again is measured anew; standing still adds nothing', () => {
  expect(samples([0, 50], [1_000, 10])).toEqual([{ at: 1_000, done: 10 }]);
  expect(samples([0, 50], [1_000, 50])).toEqual([{ at: 0, done: 50 }]);
});
