import { expect, test } from 'vitest';
import { DAY, fromShanghai } from './clock.ts';
import {
  codeOfLunar,
  daysToLunar,
  hasLunarDay,
  LUNAR_CODES,
  LUNAR_YEARS,
  lunarOf,
  lunarOfCode,
  nextOfLunar,
  readLunarText,
  sayLunar,
  solarOf,
} from './lunar.ts';

/**
 * The instants of the new moons, by Meeus, Astronomical Algorithms, chapter 49 (without the planets: good to some twenty
 * seconds), in Beijing's time: local mean time before 1929.
 */
function newMoons(): Map<string, number> {
  const days = new Map<string, number>();
  const sin = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
  for (let k = -1_236; k < 1_250; k++) {
    const T = k / 1_236.85;
    const E = 1 - 0.002516 * T;
    const [M, N] = [2.5534 + 29.1053567 * k, 201.5643 + 385.81693528 * k + 0.0107582 * T * T];
    const [F, O] = [160.7108 + 390.67050284 * k - 0.0016118 * T * T, 124.7746 - 1.56375588 * k];
    const sum = [
      [-0.4072, N],
      [0.17241 * E, M],
      [0.01608, 2 * N],
      [0.01039, 2 * F],
      [0.00739 * E, N - M],
      [-0.00514 * E, N + M],
      [0.00208 * E * E, 2 * M],
      [-0.00111, N - 2 * F],
      [-0.00057, N + 2 * F],
      [0.00056 * E, 2 * N + M],
      [-0.00042, 3 * N],
      [0.00042 * E, M + 2 * F],
      [0.00038 * E, M - 2 * F],
      [-0.00024 * E, 2 * N - M],
      [-0.00017, O],
    ].reduce((total, [size = 0, angle = 0]) => total + size * sin(angle), 0);
    const day = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * T * T + sum;
    // Terrestrial time runs ahead of the sun's by so many seconds.
    const ahead = k < 0 ? 63.9 + 0.62 * k * 0.0808 * (k > -618 ? 1 : 1.2) : 64 + 0.45 * k * 0.0808;
    const at = (day - 2_440_587.5) * DAY - Math.max(0, ahead) * 1_000;
    const offset = at < Date.UTC(1929, 0, 1) ? 27_940_000 : 28_800_000;
    const local = new Date(at + offset).toISOString();
    days.set(local.slice(0, 10), (at + offset) % DAY);
  }
  return days;
}

test('every month of 1900 to 2100 begins on the day of the new moon in Beijing', () => {
  const moons = newMoons();
  const wrong: string[] = [];
  for (let year = LUNAR_YEARS.first; year <= LUNAR_YEARS.last; year++)
    for (let month = 1; month <= 12; month++)
      for (const leap of [false, true]) {
        const lunar = { month, day: 1, leap };
        if (!hasLunarDay(year, lunar)) continue;
        const day = solarOf(year, lunar);
        if (!moons.has(day)) wrong.push(day);
      }
  // New moons a few minutes from midnight: there the calendar says what was published, and reckoning this roughly does not.
  expect(wrong).toEqual(['1906-04-24', '1933-07-22', '2097-08-07']);
});

/** Of which of the twelve parts of its way the sun is in at the beginning of a day in Beijing (Meeus, chapter 25). */
function partOfSunsWay(day: string): number {
  const T = (Date.parse(`${day}T00:00:00+08:00`) / DAY + 2_440_587.5 - 2_451_545) / 36_525;
  const sin = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
  const M = 357.52911 + 35_999.05029 * T;
  const longitude =
    280.46646 +
    36_000.76983 * T +
    (1.914602 - 0.004817 * T) * sin(M) +
    0.019993 * sin(2 * M) -
    0.00569 -
    0.00478 * sin(125.04 - 1_934.136 * T);
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}

test('in a leap month the sun enters no new part of its way (中气); years have the leap months that everybody knows', () => {
  const leaps: string[] = [];
  for (let year = LUNAR_YEARS.first; year < LUNAR_YEARS.last; year++)
    for (let month = 1; month <= 12; month++) {
      if (!hasLunarDay(year, { month, day: 1, leap: true })) continue;
      const next = solarOf(month === 12 ? year + 1 : year, { month: (month % 12) + 1, day: 1, leap: false });
      const first = solarOf(year, { month, day: 1, leap: true });
      expect(partOfSunsWay(next), first).toBe(partOfSunsWay(first));
      leaps.push(`${year} ${month}`);
    }
  expect(leaps.filter(leap => leap > '1980' && leap < '2034')).toEqual(
    [
      '1982 4',
      '1984 10',
      '1987 6',
      '1990 5',
      '1993 3',
      '1995 8',
      '1998 5',
      '2001 4',
      '2004 2',
      '2006 7',
    ].concat([
      '2009 5',
      '2012 4',
      '2014 9',
      '2017 6',
      '2020 4',
      '2023 2',
      '2025 6',
      '2028 5',
      '2031 3',
      '2033 11',
    ]),
  );
});

test('spring festivals and leap months as everybody knows them', () => {
  const festivals = [
    '1950-02-17',
    '1990-01-27',
    '2000-02-05',
    '2023-01-22',
    '2025-01-29',
    '2026-02-17',
    '2027-02-06',
    '2050-01-23',
  ];
  expect(festivals.map(day => codeOfLunar(lunarOf(day)!))).toEqual(festivals.map(() => '01-01'));
  expect(lunarOf('2023-03-22')).toEqual({ year: 2023, month: 2, day: 1, leap: true });
  expect(lunarOf('2025-07-25')).toEqual({ year: 2025, month: 6, day: 1, leap: true });
  expect(solarOf(2026, lunarOfCode('08-15'))).toBe('2026-09-25');
});

test('a leap month falls back to the ordinary one, a day 30 to day 29; the twelfth month is in the year after', () => {
  expect(solarOf(2025, lunarOfCode('06-15L'))).toBe('2025-08-08');
  expect(solarOf(2026, lunarOfCode('06-15L'))).toBe(solarOf(2026, lunarOfCode('06-15')));
  expect(hasLunarDay(2025, lunarOfCode('12-30'))).toBe(false);
  expect(solarOf(2025, lunarOfCode('12-30'))).toBe('2026-02-16');
  const now = fromShanghai('2026-02-16');
  expect(nextOfLunar(lunarOfCode('12-30'), now)).toBe('2026-02-16');
  expect(daysToLunar(lunarOfCode('01-01'), now)).toBe(1);
  expect(nextOfLunar(lunarOfCode('12-29'), fromShanghai('2026-02-17'))).toBe('2027-02-05');
});

test('every day there can be comes again within thirteen months, on a day that reads back as it', () => {
  for (const today of ['2026-01-01', '2026-11-22', '2033-12-25'])
    for (const code of LUNAR_CODES) {
      const lunar = lunarOfCode(code);
      const next = nextOfLunar(lunar, fromShanghai(today));
      expect(next >= today && daysToLunar(lunar, fromShanghai(today)) <= 384, `${code} after ${today}`).toBe(
        true,
      );
      const read = lunarOf(next)!;
      expect(read.month, `${code} after ${today}: ${next}`).toBe(lunar.month);
      expect([lunar.day, 29]).toContain(read.day);
    }
});

test('words, there and back', () => {
  expect(['08-15', '01-01', '12-30', '06-20L', '11-29'].map(code => sayLunar(lunarOfCode(code)))).toEqual([
    '八月十五',
    '正月初一',
    '腊月三十',
    '闰六月二十',
    '冬月廿九',
  ]);
  for (const code of LUNAR_CODES)
    expect(readLunarText(`农历${sayLunar(lunarOfCode(code))}`)?.lunar).toEqual(lunarOfCode(code));
  expect(readLunarText('农历1990年八月十五')).toEqual({
    year: 1990,
    lunar: { month: 8, day: 15, leap: false },
  });
  expect(readLunarText('阴历 1987-6-3')).toEqual({ year: 1987, lunar: { month: 6, day: 3, leap: false } });
  expect(readLunarText('农历十二月初八')?.lunar).toEqual({ month: 12, day: 8, leap: false });
  expect(readLunarText('八月十五')).toBeUndefined();
  expect(readLunarText('农历八月卅五')).toBeUndefined();
});
