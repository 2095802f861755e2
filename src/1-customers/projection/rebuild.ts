import { sql } from 'kysely';
import { endOfLog, type Position } from '#platform/log/events.ts';
import { leaseOwner } from '#platform/log/lease-owner.ts';
import type { Platform } from '#platform/platform.ts';
import { fromPostgres, READ_JSON } from './from-postgres.ts';
import { PROJECTION, rangeOf } from './projection.ts';
import { EVENTS, type ProjectedTable, STATE_TABLES } from './tables.ts';
import { takingApart } from './whole.ts';

/**
 * Drops what ClickHouse holds and reads it anew from PostgreSQL. The cursor is put where the log could be read up to
 * before the first row was taken; what happens meanwhile is projected again after it, which changes nothing twice.
 */
export async function rebuildAnalytics(
  platform: Platform,
  onTable: (name: string) => void = () => undefined,
): Promise<void> {
  await takingApart(platform, () => rebuild(platform, onTable));
}

async function rebuild(platform: Platform, onTable: (name: string) => void): Promise<void> {
  const { clickhouse } = platform;
  const pull = fromPostgres(platform.postgresForClickHouse);
  const release = await holdProjection(platform);
  try {
    const position = await endOfLog(platform.db);
    await touchEverything(platform);
    for (const table of [...STATE_TABLES, EVENTS]) {
      onTable(table.name);
      await clickhouse.command(`truncate table ${table.name}`);
      const range = table === EVENTS ? { range: rangeOf({ xid: 0, seq: 0 }, position) } : {};
      await clickhouse.command(pull.insert(table, { ...range, version: position.xid }));
      // `final` costs a fraction where all rows lie in one part; what comes in later is merged when it has been quiet.
      if (table.versioned)
        await clickhouse.command(`optimize table ${table.name} final settings max_execution_time = 0`);
    }
    await release(position);
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * Takes the projection's lease away from whoever has it and keeps it alive; giving it back moves the cursor if a
 * position is given. A process that dies gives it back within a minute.
 */
export async function holdProjection({ db }: Platform): Promise<(to?: Position) => Promise<void>> {
  const owner = leaseOwner();
  const lease = { leaseOwner: owner, leaseUntil: sql<Date>`now() + interval '1 minute'` };
  const hold = () =>
    db
      .insertInto('logCursors')
      .values({ reader: PROJECTION, ...lease })
      .onConflict(conflict => conflict.column('reader').doUpdateSet(lease))
      .execute();
  await hold();
  const renewal = setInterval(() => void hold().catch(() => undefined), 15_000);
  return async to => {
    clearInterval(renewal);
    await db
      .updateTable('logCursors')
      .set({ leaseOwner: null, ...(to && { xid: to.xid, seq: to.seq, epoch: sql`epoch + 1` }) })
      .where('reader', '=', PROJECTION)
      .where('leaseOwner', '=', owner)
      .execute();
  };
}

async function touchEverything({ db }: Platform): Promise<void> {
  await sql`truncate projection_persons, projection_orders`.execute(db);
  await sql`insert into projection_persons select distinct person_id from customers where status = 'active'`.execute(
    db,
  );
  await sql`insert into projection_orders select id from orders`.execute(db);
  await sql`analyze projection_persons, projection_orders`.execute(db);
}

export type Difference = { table: string; onlyInPostgres: number; onlyInClickHouse: number };

/**
 * Compares both stores row for row, inside ClickHouse. Only what the projection has already read can agree, so let it
 * catch up first.
 * @returns one line per table that differs; empty when the stores agree.
 */
export async function compareStores(platform: Platform): Promise<Difference[]> {
  const pull = fromPostgres(platform.postgresForClickHouse);
  const release = await holdProjection(platform);
  try {
    await touchEverything(platform);
    const differences: Difference[] = [];
    for (const table of [...STATE_TABLES, EVENTS]) {
      const difference = await compareTable(platform, table, pull.select(table));
      if (difference.onlyInPostgres + difference.onlyInClickHouse > 0) differences.push(difference);
    }
    return differences;
  } finally {
    await release();
  }
}

async function compareTable(
  { clickhouse }: Platform,
  table: ProjectedTable,
  postgres: string,
): Promise<Difference> {
  const columns = table.columns
    .map(column => (column === 'data' ? 'toString(data::JSON)' : `toString(${column})`))
    .join(', ');
  // The map holds moved profiles only; the others are their own person in both stores.
  const where = table.name === 'person_map' ? 'where customer_id <> person_id' : '';
  const ours = `select ${columns} from ${table.name} ${table.versioned ? 'final' : ''} ${where}`;
  // What is told as gone is not there at all.
  const theirs = `select ${columns} from (${postgres}) ${where || (table.columns.includes('deleted') ? 'where deleted = 0' : '')}`;
  const count = async (query: string) => {
    const [row] = await clickhouse.rows<{ n: number }>(
      `select count() as n from (${query}) settings max_execution_time = 0, ${READ_JSON}`,
    );
    return Number(row?.n);
  };
  return {
    table: table.name,
    onlyInPostgres: await count(`${theirs} except ${ours}`),
    onlyInClickHouse: await count(`${ours} except ${theirs}`),
  };
}
