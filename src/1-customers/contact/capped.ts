import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { type Bitmap, bitmapsOfRows, put, rowsOfBitmaps, withRoom } from '../customers/bitmaps/bitmap.ts';
import { type Limits, type Windows, windowsOf } from './limits.ts';

/** A condition on a row of `contact_slots`, with its bound values; who has no row there is not capped, unless everybody is. */
export type CappedSql = { sql: string; values: Record<string, number>; isEverybody: boolean };

/** Who has no contact left on a channel today, this week or this month, by the limits that hold. */
export function cappedSql(limits: Limits, channel: 'wecom', at: Date): CappedSql {
  const caps = { maxMonth: limits.platformPersonMonth, maxWeek: limits.personWeek, maxDay: limits.personDay };
  const sql = `(${usedIn('month', channel)} >= {maxMonth:UInt32} or ${usedIn('week', 'marketing')} >= {maxWeek:UInt32}
    or ${usedIn('day', 'marketing')} >= {maxDay:UInt32})`;
  // A limit of nothing is reached by who was never contacted, too.
  const isEverybody = Object.values(caps).includes(0);
  return { sql, values: { ...secondsOf(windowsOf(at)), ...caps }, isEverybody };
}

/** How many slots of a row of `contact_slots` lie in a window; `secondsOf` gives the values it names. */
export const usedIn = (window: 'day' | 'week' | 'month', slots: 'wecom' | 'marketing') =>
  `arrayCount(s -> s >= {${window}:UInt32} and s < {${window}End:UInt32}, ${slots})`;

/** The beginnings and ends of windows as seconds since 1970: they are whole ones. */
export function secondsOf(windows: Windows): Record<string, number> {
  return Object.fromEntries(Object.entries(windows).map(([name, date]) => [name, date.getTime() / 1_000]));
}

/** Who has no contact left, kept in memory, and the condition that was asked. */
export type Capped = { condition: CappedSql; people: Bitmap };

export async function readCapped(clickhouse: ClickHouse, condition: CappedSql): Promise<Capped> {
  const rows = await clickhouse.binary(
    rowsOfBitmaps([condition.sql], 'from contact_slots final'),
    condition.values,
  );
  return { condition, people: bitmapsOfRows(rows, 1)[0] as Bitmap };
}

/** With so many rows news, all are read again instead. */
const FEW = 5_000;

/** The same set with what was written since a version; where versions of a person lie beside each other, the newest counts. */
export async function refreshCapped(clickhouse: ClickHouse, capped: Capped, since: number): Promise<Capped> {
  const { condition } = capped;
  const rows = await clickhouse.rows<{ person_id: number; full: number }>(
    `select person_id, toUInt8(not deleted and ${condition.sql}) as full from contact_slots
     where version >= {since:UInt64} order by version limit ${FEW + 1}`,
    { ...condition.values, since },
  );
  if (rows.length > FEW) return await readCapped(clickhouse, condition);
  let { people } = capped;
  for (const { person_id: id, full } of rows) {
    people = withRoom(people, id + 1);
    put(people, id, full === 1);
  }
  return { condition, people };
}

export function isSame(one: CappedSql, other: CappedSql): boolean {
  return one.sql === other.sql && JSON.stringify(one.values) === JSON.stringify(other.values);
}
