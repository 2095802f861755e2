import { DAY, shanghaiDate } from './clock.ts';
import { LUNAR_YEARS, type LunarDay } from './lunar.contract.ts';

export * from './lunar.contract.ts';

/**
 * The lunar calendar (农历) as far as birthdays need it, from its published table. `Intl` knows a `chinese` calendar too,
 * and has months wrong whose new moon is near midnight in Beijing: it begins the year 2027 a day late, and gives 1987 no
 * leap month of its own.
 */

/** New Year's Day of 1900. */
const FIRST_DAY = Date.UTC(1900, 0, 31);

/**
 * The lunar years 1900 to 2100, a number each in the form in which such tables are handed on: the lowest four bits are the
 * leap month (0: none), bit 16 says whether that has 30 days, bits 15 to 4 which of the months 1 to 12 have. The other
 * months have 29. lunar.test.ts holds every month to the new moon in Beijing and every leap month to the sun.
 */
const YEARS: readonly number[] = `
04bd8 04ae0 0a570 054d5 0d260 0d950 16554 056a0 09ad0 055d2 04ae0 0a5b6 0a4d0 0d250 1d255 0b540 0d6a0 0ada2 095b0 14977
04970 0a4b0 0b4b5 06a50 06d40 1ab54 02b60 09570 052f2 04970 06566 0d4a0 0ea50 06e95 05ad0 02b60 186e3 092e0 1c8d7 0c950
0d4a0 1d8a6 0b550 056a0 1a5b4 025d0 092d0 0d2b2 0a950 0b557 06ca0 0b550 15355 04da0 0a5b0 14573 052b0 0a9a8 0e950 06aa0
0aea6 0ab50 04b60 0aae4 0a570 05260 0f263 0d950 05b57 056a0 096d0 04dd5 04ad0 0a4d0 0d4d4 0d250 0d558 0b540 0b6a0 195a6
095b0 049b0 0a974 0a4b0 0b27a 06a50 06d40 0af46 0ab60 09570 04af5 04970 064b0 074a3 0ea50 06b58 05ac0 0ab60 096d5 092e0
0c960 0d954 0d4a0 0da50 07552 056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 052b0 0a930
07954 06aa0 0ad50 05b52 04b60 0a6e6 0a4e0 0d260 0ea65 0d530 05aa0 076a3 096d0 04afb 04ad0 0a4d0 1d0b6 0d250 0d520 0dd45
0b5a0 056d0 055b2 049b0 0a577 0a4b0 0aa50 1b255 06d20 0ada0 14b63 09370 049f8 04970 064b0 168a6 0ea50 06b20 1a6c4 0aae0
092e0 0d2e3 0c960 0d557 0d4a0 0da50 05d55 056a0 0a6d0 055d4 052d0 0a9b8 0a950 0b4a0 0b6a6 0ad50 055a0 0aba4 0a5b0 052b0
0b273 06930 07337 06aa0 0ad50 14b55 04b60 0a570 054e4 0d160 0e968 0d520 0daa0 16aa6 056d0 04ae0 0a9d4 0a2d0 0d150 0f252
0d520`
  .trim()
  .split(/\s+/)
  .map(word => Number.parseInt(word, 16));

type Month = { month: number; leap: boolean; first: number; days: number };

const MONTHS_OF: readonly (readonly Month[])[] = monthsFrom(FIRST_DAY);

function monthsFrom(start: number): Month[][] {
  let first = start;
  return YEARS.map(bits => {
    const months: Month[] = [];
    const add = (month: number, leap: boolean, isLong: boolean) => {
      const days = isLong ? 30 : 29;
      months.push({ month, leap, first, days });
      first += days * DAY;
    };
    for (let month = 1; month <= 12; month++) {
      add(month, false, (bits & (0x10000 >> month)) !== 0);
      if ((bits & 0xf) === month) add(month, true, (bits & 0x10000) !== 0);
    }
    return months;
  });
}

function monthsOf(year: number): readonly Month[] {
  const months = MONTHS_OF[year - LUNAR_YEARS.first];
  if (!months) throw new RangeError(`The lunar year ${year} is in no table`);
  return months;
}

/** The lunar day of a solar one, `yyyy-MM-dd`, with its year; undefined outside the table. */
export function lunarOf(solar: string): (LunarDay & { year: number }) | undefined {
  const at = Date.parse(`${solar}T00:00:00Z`);
  const solarYear = Number(solar.slice(0, 4));
  for (const year of [solarYear, solarYear - 1]) {
    const month = MONTHS_OF[year - LUNAR_YEARS.first]?.findLast(one => one.first <= at);
    if (month && at < month.first + month.days * DAY)
      return { year, month: month.month, day: (at - month.first) / DAY + 1, leap: month.leap };
  }
  return undefined;
}

/**
 * The solar day of a lunar one in a lunar year. Whoever was born in a leap month keeps the ordinary month of that number
 * in years without that leap month; where there is no day 30, it is day 29.
 */
export function solarOf(year: number, { month, day, leap }: LunarDay): string {
  const named = monthsOf(year).filter(one => one.month === month);
  const of = named.find(one => one.leap === leap) ?? named[0];
  if (!of) throw new RangeError(`There is no month ${month} in ${year}`);
  return new Date(of.first + (Math.min(day, of.days) - 1) * DAY).toISOString().slice(0, 10);
}

/** Whether a lunar year has this very day: its leap month, and a day 30. */
export function hasLunarDay(year: number, { month, day, leap }: LunarDay): boolean {
  return monthsOf(year).some(one => one.month === month && one.leap === leap && day <= one.days);
}

/** The next solar day on which a lunar one is kept, today included. */
export function nextOfLunar(lunar: LunarDay, now: Date): string {
  const today = shanghaiDate(now);
  const year = Number(today.slice(0, 4));
  // The twelfth month of a lunar year lies in the solar year after it.
  const days = [year - 1, year, year + 1].map(of => solarOf(of, lunar));
  return days.find(day => day >= today) ?? solarOf(year + 2, lunar);
}

/** Days until then, 0 today. */
export function daysToLunar(lunar: LunarDay, now: Date): number {
  return (Date.parse(nextOfLunar(lunar, now)) - Date.parse(shanghaiDate(now))) / DAY;
}
