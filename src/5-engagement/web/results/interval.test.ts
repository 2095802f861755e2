import { expect, test } from 'vitest';
import { judge, placeInterval } from './interval.ts';

test('zero is in the middle, and the wider side reaches almost to the edge', () => {
  const { low, at, high } = placeInterval({ low: -0.1, difference: 0.1, high: 0.3 });
  expect(high).toBeCloseTo(0.935, 2);
  expect(at).toBeCloseTo(0.645, 2);
  expect(low).toBeCloseTo(0.355, 2);
  expect(placeInterval({ low: 0, difference: 0, high: 0 })).toEqual({ low: 0.5, at: 0.5, high: 0.5 });
});

test('only an interval without zero says something', () => {
  expect(judge({ low: 0.01, high: 0.2 })).toBe('better');
  expect(judge({ low: -0.2, high: -0.01 })).toBe('worse');
  expect(judge({ low: -0.01, high: 0.2 })).toBe('open');
});
