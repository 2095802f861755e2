import { DAY, shanghaiDate } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { HolidayLeaf } from './contract.ts';

/** When holidays are, `yyyy-MM-dd`. */
export type Calendar = readonly { holiday: string; day: string }[];

export async function readCalendar(db: Db | Tx): Promise<Calendar> {
  return await db.selectFrom('calendarDays').select(['holiday', 'day']).orderBy('day').execute();
}

/** Both readers of a rule ask this. `actual` is the day that makes it so, else the next one that is known. */
export function checkHoliday({ holidays, days }: HolidayLeaf, calendar: Calendar, now: Date) {
  const today = shanghaiDate(now);
  const last = new Date(Date.parse(today) + days * DAY).toISOString().slice(0, 10);
  const next = calendar
    .filter(({ holiday, day }) => holidays.some(one => one === holiday) && day >= today)
    .map(({ day }) => day)
    .sort()[0];
  return { holds: next !== undefined && next <= last, actual: next ?? null };
}
