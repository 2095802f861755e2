import { expect, test } from 'vitest';
import { daysSinceFirst, everyDay } from './reach.ts';

const days = [{ day: '2026-10-28' }, { day: '2026-10-29' }, { day: '2026-11-02' }];

test('a day that was not recorded keeps its place', () => {
  expect(daysSinceFirst(days)).toEqual([0, 1, 5]);
  expect(everyDay(days).map(({ day, known }) => (known ? day.slice(5) : '–'))).toEqual([
    ...['10-28', '10-29', '–', '–', '–', '11-02'],
  ]);
  expect(everyDay([])).toEqual([]);
});
