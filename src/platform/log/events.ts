import { sql } from 'kysely';
import type { Db, Tx } from '../postgres/connect.ts';

/** Something that happened, to be written in the transaction of the change it tells of. */
export type NewEvent = {
  /** `noun.verb` for what Siyu did or learned, e.g. `order.paid`; the plain name for what a client tracked. */
  type: string;
  customerId?: number | undefined;
  accountId?: number | undefined;
  at: Date;
  /** `member:1`, `system`, `import:7`, `account:2`. */
  actor: string;
  data?: Record<string, unknown>;
};

export type LogEvent = {
  seq: number;
  xid: number;
  type: string;
  customerId: number | null;
  accountId: number | null;
  at: Date;
  actor: string;
  data: Record<string, unknown>;
};

/** A place in the log: everything at or below it has been read. */
export type Position = { xid: number; seq: number };

export const isPast = (one: Position, other: Position): boolean =>
  one.xid > other.xid || (one.xid === other.xid && one.seq > other.seq);

const wakers = new Set<() => void>();

/** Appends to the log, one statement for any number of events. Committing or rolling back is the caller's. */
export async function appendEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(event => ({
    type: event.type,
    customer_id: event.customerId ?? null,
    account_id: event.accountId ?? null,
    at: event.at.toISOString(),
    actor: event.actor,
    data: event.data ?? {},
  }));
  await sql`
    insert into events (type, customer_id, account_id, at, actor, data)
    select type, customer_id, account_id, at, actor, data from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (type text, customer_id bigint, account_id bigint, at timestamptz, actor text, data jsonb)`.execute(
    tx,
  );
  wakeReaders();
}

/** Tells the readers of this process that there may be something new; others find it by looking. */
export function wakeReaders(): void {
  for (const wake of wakers) wake();
}

export function onWake(wake: () => void): () => void {
  wakers.add(wake);
  return () => wakers.delete(wake);
}

/**
 * The next events after a position. Only events of transactions older than the oldest running one are returned:
 * a transaction that began earlier may still commit, and its events must not be passed over.
 */
export async function readEvents(db: Db | Tx, after: Position, limit: number): Promise<LogEvent[]> {
  const { rows } = await sql<LogEvent>`
    select seq, xid, type, customer_id, account_id, at, actor, data
    from events
    where (xid, seq) > (${after.xid}, ${after.seq})
      and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    order by xid, seq
    limit ${limit}`.execute(db);
  return rows;
}

/** What stands in the log up to a position that nextPosition gave, of these types (LIKE patterns), as far as `limit`. */
export async function readBetween(
  tx: Tx,
  after: Position,
  to: Position,
  only: readonly string[],
  limit: number,
): Promise<LogEvent[]> {
  const { rows } = await sql<LogEvent>`
    select seq, xid, type, customer_id, account_id, at, actor, data
    from events
    where (xid, seq) > (${after.xid}, ${after.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
      and type like any(${only}::text[])
    order by xid, seq
    limit ${limit}`.execute(tx);
  return rows;
}

/** The last event that may be read, as readEvents says; nothing will ever come to stand before it. */
export async function endOfLog(db: Db | Tx): Promise<Position> {
  const { rows } = await sql<Position>`
    select xid, seq from events where xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    order by xid desc, seq desc limit 1`.execute(db);
  return rows[0] ?? { xid: 0, seq: 0 };
}

/**
 * A readable position about `limit` events ahead, or undefined when there is nothing new. Mostly that is the log's end,
 * and then nothing is counted: every reader would read every event of the index for it, a tenth of all that PostgreSQL
 * does while events come by the thousand. How far the end is, the numbers tell nearly: those of transactions that ran at
 * once lie in and out of each other, so it may be further than it looks.
 */
export async function nextPosition(
  db: Db | Tx,
  after: Position,
  limit: number,
): Promise<Position | undefined> {
  const ahead = sql`(xid, seq) > (${after.xid}, ${after.seq}) and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;
  const last = sql`order by xid desc, seq desc limit 1`;
  const { rows: ends } = await sql<Position>`select xid, seq from events where ${ahead} ${last}`.execute(db);
  const [end] = ends;
  if (!end || Math.abs(end.seq - after.seq) <= limit) return end;
  const { rows } = await sql<Position>`
    select xid, seq from (select xid, seq from events where ${ahead} order by xid, seq limit ${limit}) next ${last}`.execute(
    db,
  );
  return rows[0];
}
