import { setTimeout as sleep } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Position } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { fromPostgres, type Pull } from './from-postgres.ts';
import {
  CONTACT_SLOTS,
  CONTACTS,
  CUSTOMER_FACTS,
  CUSTOMERS,
  EVENTS,
  FOLLOWS,
  ORDER_ITEMS,
  ORDERS,
  PERSON_MAP,
  type ProjectedTable,
} from './tables.ts';

export const PROJECTION = 'projection';

/**
 * Keeps ClickHouse up to date with the log. ClickHouse pulls the rows itself (INSERT … SELECT FROM postgresql()), so
 * none passes through this process. State tables take the newest version of a row, so repeating a batch changes
 * nothing; events are appended, so what a crash left beyond the cursor is cut off before going on.
 */
export function projectionReader(platform: Platform): Reader {
  const { db, clickhouse } = platform;
  const pull = fromPostgres(platform.postgresForClickHouse);
  return {
    name: PROJECTION,
    batch: 200_000,
    prepare: from => cutEventsAfter(clickhouse, from),
    advance: (from, to, types) => projectBatch(db, clickhouse, pull, { from, to, types }),
  };
}

/** Says that rows of people were taken out without a word in the log: whoever keeps a copy of them reads it again. */
export async function beginEpoch(db: Db): Promise<void> {
  await sql`update log_cursors set epoch = epoch + 1 where reader = ${PROJECTION}`.execute(db);
}

async function projectBatch(
  db: Db,
  clickhouse: ClickHouse,
  pull: Pull,
  { from, to, types }: { from: Position; to: Position; types: () => Promise<ReadonlySet<string>> },
): Promise<void> {
  const range = rangeOf(from, to);
  const touched = await collectTouched(db, range, await types());
  const run = (table: ProjectedTable) => clickhouse.command(pull.insert(table, { range, version: to.xid }));
  await run(EVENTS);
  if (touched.merges) await run(PERSON_MAP);
  if (touched.facts) await run(CUSTOMER_FACTS);
  if (touched.orders) await run(ORDERS);
  if (touched.orders) await run(ORDER_ITEMS);
  if (touched.items) await clickhouse.command(pull.dropStaleItems(ORDER_ITEMS, { range, version: to.xid }));
  if (touched.contacts) await run(CONTACTS);
  if (touched.contacts || touched.merges) await run(CONTACT_SLOTS);
  if (touched.follows) await run(FOLLOWS);
  if (touched.persons) await run(CUSTOMERS);
}

/** The batch as a SQL condition. Only numbers that PostgreSQL itself gave are spliced in. */
export function rangeOf(from: Position, to: Position): string {
  return `(xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})`;
}

type Touched = Record<'persons' | 'orders' | 'items' | 'merges' | 'facts' | 'contacts' | 'follows', boolean>;

const OF_PERSONS = [
  'customer',
  'customers',
  'identity',
  'follow',
  'order',
  'suppression',
  'consent',
  'facts',
  'tag',
];
const MERGES = ['customers.merged', 'customers.unmerged'];
const MOVED = ['order.matched', 'order.removed'];

/**
 * Writes down which persons and orders the batch touched, and says which tables have anything to do. What clients track
 * touches nobody: a batch of nothing else is not looked through.
 */
async function collectTouched(db: Db, range: string, types: ReadonlySet<string>): Promise<Touched> {
  const within = sql.raw(range);
  const has = (...some: string[]) => some.some(type => types.has(type));
  const told = new Set([...types].map(type => type.split('.', 1)[0] ?? ''));
  const touched: Touched = {
    ...{ persons: OF_PERSONS.some(noun => told.has(noun)), orders: told.has('order') },
    ...{ items: has('order.changed', ...MOVED), merges: has(...MERGES), facts: has('facts.changed') },
    contacts: has('contact.claimed', 'contact.settled'),
    follows: told.has('follow') || has('customer.created'),
  };
  if (!touched.persons) return touched;
  return await db.transaction().execute(async tx => {
    await collectPersonsAndOrders(tx, within);
    const { rows } = await sql<Pick<Touched, 'persons' | 'orders'>>`
      select exists (select 1 from projection_persons) as persons, exists (select 1 from projection_orders) as orders`.execute(
      tx,
    );
    return { ...touched, ...rows[0] };
  });
}

async function collectPersonsAndOrders(tx: Tx, within: RawBuilder<unknown>): Promise<void> {
  await sql`truncate projection_persons, projection_orders`.execute(tx);
  await sql`
    insert into projection_persons
    select c.person_id from events e join customers c on c.id = e.customer_id
    where ${within} and split_part(e.type, '.', 1) = any(${OF_PERSONS}::text[])
    union
    select jsonb_array_elements_text(data -> 'persons')::bigint from events
    where ${within} and type = any(${MERGES}::text[])
    union
    select c.person_id from events join customers c on c.id = (data ->> 'from')::bigint
    where ${within} and type = any(${MOVED}::text[])`.execute(tx);
  await sql`
    insert into projection_orders
    select distinct (data ->> 'orderId')::bigint from events
    where ${within} and type like 'order.%' and data ? 'orderId'`.execute(tx);
  await sql`analyze projection_persons, projection_orders`.execute(tx);
}

/** What another process had sent before it died may still be running, and would land after the cut. */
async function cutEventsAfter(clickhouse: ClickHouse, from: Position): Promise<void> {
  while (await isInserting(clickhouse)) await sleep(50);
  const beyond = '(xid, seq) > ({xid:UInt64}, {seq:UInt64})';
  const [found] = await clickhouse.rows<{ n: number }>(
    `select count() as n from events where ${beyond}`,
    from,
  );
  if (Number(found?.n) === 0) return;
  await clickhouse.command(`alter table events delete where ${beyond} settings mutations_sync = 2`, from);
}

async function isInserting(clickhouse: ClickHouse): Promise<boolean> {
  const [row] = await clickhouse.rows<{ n: number }>(
    `select count() as n from system.processes where query_kind = 'Insert' and current_database = currentDatabase()`,
  );
  return Number(row?.n) > 0;
}
