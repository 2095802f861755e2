import { expect, test } from 'vitest';
import { addDays, monthOf, nextMonth, weekdayOf, weekOf } from './calendar.ts';

test('a week begins on Monday, also over the turn of a year', () => {
  expect(weekOf('2026-11-22')).toEqual([16, 17, 18, 19, 20, 21, 22].map(n => `2026-11-${n}`));
  expect(weekOf('2027-01-01')[0]).toBe('2026-12-28');
  expect(weekdayOf('2026-11-23')).toBe(0);
});

test('a month is shown in whole weeks: four of them at least, six at most', () => {
  for (const [day, weeks, first, last] of [
    ['2027-02-10', 4, '2027-02-01', '2027-02-28'],
    ['2026-11-22', 6, '2026-10-26', '2026-12-06'],
    ['2026-10-05', 5, '2026-09-28', '2026-11-01'],
  ] as const) {
    const days = monthOf(day);
    expect([days.length / 7, days[0], days.at(-1)]).toEqual([weeks, first, last]);
  }
  expect([nextMonth('2026-12-31', 1), nextMonth('2026-01-31', -1), addDays('2028-02-28', 1)]).toEqual([
    '2027-01-01',
    '2025-12-01',
    '2028-02-29',
  ]);
});
