import { projectionReader } from '#customers';
import { catchUp } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import { trustRows } from '../demo/large/trust.ts';

/** What clients track has no noun before a dot. */
const TRACKED = String.raw`type !~ '\.'`;
/** So many at a time, so that one statement's rows and their index fit into memory. */
const AT_ONCE = 5_000_000;

/**
 * Repeats what was tracked, each time a few minutes earlier, until there are so many events: making them up one by
 * one takes an hour for fifty millions. The peers' tables are made anew.
 */
export async function fillUp(platform: Platform, wanted: number): Promise<void> {
  const { pool, db } = platform;
  const { rows } = await pool.query<{ there: number; tracked: number }>(
    `select count(*)::float8 as there, (count(*) filter (where ${TRACKED}))::float8 as tracked from events`,
  );
  const { there = 0, tracked = 0 } = rows[0] ?? {};
  if (there >= wanted * 0.98) return;
  const client = await pool.connect();
  try {
    await trustRows(client);
    await client.query('set synchronize_seqscans = off');
    await client.query('drop index if exists events_by_customer');
    await client.query(
      `create temporary table tracked as select type, customer_id, account_id, at, actor, data from events where ${TRACKED}`,
    );
    for (let missing = wanted - there, turn = 1; missing > 0; turn++) {
      for (let from = 0; from < tracked && missing > 0; from += AT_ONCE) {
        const many = Math.min(AT_ONCE, tracked - from, missing);
        await client.query(
          `insert into events (type, customer_id, account_id, at, actor, data)
           select type, customer_id, account_id, at - make_interval(mins => ${17 * turn}), actor, data
           from tracked offset ${from} limit ${many}`,
        );
        missing -= many;
      }
    }
    await client.query('drop table tracked');
    await client.query(
      'create index if not exists events_by_customer on events (customer_id, at desc, seq desc) where customer_id is not null',
    );
    await client.query('analyze events');
    await client.query('drop table if exists bench_people, bench_tags, bench_orders, bench_hits');
  } finally {
    client.release(true);
  }
  await catchUp(db, projectionReader(platform));
  await pool.query(
    `update log_cursors set (xid, seq) = (select xid, seq from log_cursors where reader = 'projection')`,
  );
}
