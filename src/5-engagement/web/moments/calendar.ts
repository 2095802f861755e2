const DAY = 86_400_000;

/** Days are `yyyy-MM-dd` of the calendar on the wall; arithmetic on them knows no time zone. */
const toTime = (day: string) => Date.parse(`${day}T00:00:00Z`);
const toDay = (time: number) => new Date(time).toISOString().slice(0, 10);

export const addDays = (day: string, n: number) => toDay(toTime(day) + n * DAY);

/** 0 is Monday. */
export const weekdayOf = (day: string) => (new Date(toTime(day)).getUTCDay() + 6) % 7;

/** The Monday-to-Sunday week of a day. */
export function weekOf(day: string): string[] {
  const monday = addDays(day, -weekdayOf(day));
  return Array.from({ length: 7 }, (_, n) => addDays(monday, n));
}

/** The whole weeks that a month lies in: four to six of them. */
export function monthOf(day: string): string[] {
  const first = `${day.slice(0, 8)}01`;
  const begin = addDays(first, -weekdayOf(first));
  const next = nextMonth(day, 1);
  const weeks = Math.ceil((toTime(next) - toTime(begin)) / (7 * DAY));
  return Array.from({ length: weeks * 7 }, (_, n) => addDays(begin, n));
}

/** The first of a month so many months on. */
export function nextMonth(day: string, by: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return toDay(Date.UTC(year, month - 1 + by, 1));
}
