import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Position } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import { fromPostgres } from '../projection/from-postgres.ts';
import { beginEpoch, PROJECTION } from '../projection/projection.ts';
import { EVENTS } from '../projection/tables.ts';
import { takingApart } from '../projection/whole.ts';

const PATIENCE = 60_000;

/**
 * Takes a person out of ClickHouse. Once the projection has read past the erasure, whatever it reads is forgetful
 * already; what it had read before is deleted, and the events come back as PostgreSQL has them now. Neither the night's
 * copying nor a rebuild goes on meanwhile: a table exchanged in between would bring back what was deleted.
 */
export async function forgetInAnalytics(
  platform: Platform,
  { profiles, xid }: { profiles: readonly number[]; xid: number },
): Promise<void> {
  const upTo = await projectedBeyond(platform, xid);
  await takingApart(platform, () => forgetIn(platform, profiles.map(Number), upTo));
}

async function forgetIn(platform: Platform, ids: readonly number[], upTo: Position): Promise<void> {
  const { clickhouse, db } = platform;
  // What a process sent before it died may still be running, and would land after the deletion.
  while (await isInserting(clickhouse)) await sleep(50);
  const remove = (table: string, where: string, values: Record<string, unknown> = {}) =>
    clickhouse.command(`alter table ${table} delete where ${where} settings mutations_sync = 2`, {
      ids,
      ...values,
    });
  await remove('customers', 'person_id in {ids:Array(UInt32)}');
  await beginEpoch(db);
  await remove('follows', 'customer_id in {ids:Array(UInt32)}');
  await remove('customer_facts', "customer_id in {ids:Array(UInt32)} and key <> 'value.total'");
  await remove(
    'events',
    'customer_id in {ids:Array(UInt32)} and (xid, seq) <= ({xid:UInt64}, {seq:UInt64})',
    upTo,
  );
  const range = `customer_id in (${ids.join(', ')}) and (xid, seq) <= (${upTo.xid}, ${upTo.seq})`;
  const pull = fromPostgres(platform.postgresForClickHouse);
  await clickhouse.command(pull.insert(EVENTS, { range, version: upTo.xid }));
}

async function isInserting(clickhouse: ClickHouse): Promise<boolean> {
  const [row] = await clickhouse.rows<{ n: number }>(
    `select count() as n from system.processes where query_kind = 'Insert' and query like 'insert into events%'
       and current_database = currentDatabase()`,
  );
  return Number(row?.n) > 0;
}

/** Waits until the projection has read a transaction; where it stands then. */
async function projectedBeyond({ db }: Platform, xid: number): Promise<Position> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const cursor = await db
      .selectFrom('logCursors')
      .select(['xid', 'seq'])
      .where('reader', '=', PROJECTION)
      .executeTakeFirst();
    if (cursor && cursor.xid >= xid) return cursor;
    if (Date.now() > until) throw new Error('The projection has not read the erasure yet.');
    await sleep(200);
  }
}
