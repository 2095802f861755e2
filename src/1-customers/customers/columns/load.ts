import { setImmediate as breathe } from 'node:timers/promises';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import { type Columns, type Person, putPeople, TAG_WORDS } from './columns.ts';

/** So many ids at a time: reading their rows holds everybody else up for some 20 ms. */
const CHUNK = 16_384;

const tagWord = (word: number) =>
  `toUInt32(bitShiftRight(tag_bits${word >> 1}, ${32 * (word & 1)}) ${word & 1 ? '' : '% 4294967296'})`;

const PEOPLE = `
  select person_id, deleted, city, source, tier, members, shops, has_phone, orders,
    [${Array.from({ length: TAG_WORDS }, (_, word) => tagWord(word)).join(', ')}] as tags,
    notEmpty(accounts) as followed, toFloat64(paid) as paid, toFloat64(value) as value,
    toUnixTimestamp64Milli(created_at) as created, toUnixTimestamp64Milli(last_order_at) as lastOrder,
    toInt32(next_follow_up) as followUp, open_wecom as open, toInt32(wecom_born) as born
  from customers where version >= {since:UInt64}`;

/**
 * Reads everybody who was written since a version, those who went among them. Where versions of a person lie beside each other,
 * the newest is read last.
 */
export async function loadAll(clickhouse: ClickHouse, columns: Columns, since: number): Promise<void> {
  const [bounds] = await clickhouse.rows<{ least: number; most: number }>(
    `select min(person_id) as least, max(person_id) as most from customers where version >= {since:UInt64}`,
    { since },
  );
  const { least, most } = bounds ?? { least: 0, most: 0 };
  for (let from = least; from <= most; from += CHUNK) {
    const rows = await clickhouse.rows<Person>(
      `${PEOPLE} and person_id >= {from:UInt32} and person_id < {to:UInt32} order by version`,
      { since, from, to: from + CHUNK },
    );
    putPeople(columns, rows);
    await breathe();
  }
}

/** The same where they are few, in one statement. */
export async function loadFew(clickhouse: ClickHouse, columns: Columns, since: number): Promise<void> {
  putPeople(columns, await clickhouse.rows<Person>(`${PEOPLE} order by version`, { since }));
}

export async function countSince(clickhouse: ClickHouse, since: number): Promise<number> {
  const [row] = await clickhouse.rows<{ n: number }>(
    'select count() as n from customers where version >= {since:UInt64}',
    { since },
  );
  return Number(row?.n ?? 0);
}
