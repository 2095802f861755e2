import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from '../logger.ts';
import { type Db, isUnavailable, type Tx } from '../postgres/connect.ts';
import { isPast, type LogEvent, nextPosition, type Position, readBetween, readEvents } from './events.ts';
import { diedHere, leaseOwner } from './lease-owner.ts';
import { rememberTypes, type TypesHeld, typesBetween, wants } from './types-held.ts';
import { type Watch, watchLog } from './watch.ts';

/**
 * Somebody who follows the log. Each has a cursor of its own; one process at a time advances it, under a lease.
 *
 * `handle` gets the events in commit-safe order, inside the transaction that also moves the cursor: what it writes
 * there happens exactly once. What it does elsewhere may be repeated after a crash.
 * `advance` is for readers that let the database itself do the work (INSERT … SELECT): they get the range only, and may
 * ask which types stand in it; some that stand just beside it may be among them.
 * With `only`, types as LIKE patterns, a reader is spared the others: what clients track comes by the thousand and
 * concerns few. `handle` is given none of them, and for a stretch that holds nothing else `advance` is not called.
 * With `after`, it reads what that other reader has passed, whose work it builds on.
 */
export type Reader = { name: string; batch?: number; only?: readonly string[] } & (
  | { handle(tx: Tx, events: LogEvent[]): Promise<void> }
  | {
      after?: string;
      prepare?(from: Position): Promise<void>;
      advance(from: Position, to: Position, types: () => Promise<ReadonlySet<string>>): Promise<void>;
    }
);

const LEASE_SECONDS = 60;
/** Who has nothing to read renews the lease so many milliseconds after taking it. */
const RENEW_AFTER = 20_000;
/** How many events a reader that wants few of them passes over for each one that it takes at most. */
const SPARED = 50;
const IDLE_WAIT = 250;
/**
 * A stretch of so many events is a flood, and the next is let grow, because each costs much the same however long it is:
 * a millisecond for so many events, `longest` at most, and no longer once the log has stood still for `still`.
 */
const FLOOD = { events: 500, perMillisecond: 5, longest: 1_000, still: 100 };

/** Runs the readers until stopped. Errors are logged and the batch is tried again after a pause. */
export function startReaders(db: Db, readers: readonly Reader[], log: Logger): { stop(): Promise<void> } {
  const watch = watchLog(db, log);
  const run: Run = { db, log, owner: leaseOwner(), watch, typesHeld: rememberTypes(db), stopping: false };
  const loops = readers.map(reader => follow(run, reader));
  return {
    async stop() {
      run.stopping = true;
      await run.watch.stop();
      await Promise.all(loops);
      await sql`update log_cursors set lease_owner = null where lease_owner = ${run.owner}`
        .execute(db)
        .catch(() => undefined);
    },
  };
}

/** Who reads: the process that holds the leases, with what it remembers of the log. */
type Reading = { db: Db; owner: string; typesHeld: TypesHeld };
type Run = Reading & { log: Logger; watch: Watch; stopping: boolean };

/** Where a reader stands, and until when nobody else may move it; undefined while another process does. */
type Held = { at: Position; renewAt: number } | undefined;

async function follow(run: Run, reader: Reader) {
  let held: Held;
  while (!run.stopping) {
    try {
      held = await goOn(run, reader, held);
    } catch (error) {
      held = undefined;
      if (!isUnavailable(error))
        run.log.error({ reader: reader.name, err: error }, 'log reader failed, trying again');
      await run.watch.pause(1_000);
    }
  }
}

/** Waits for something to read, or reads a batch. The lease is asked for before each: it may have been taken away. */
async function goOn(run: Run, reader: Reader, held: Held): Promise<Held> {
  const { db, owner, watch } = run;
  const rest = held ? held.renewAt - performance.now() : 0;
  if (held && rest > 0 && !isPast(watch.end(), held.at)) {
    await watch.news(rest);
    return held;
  }
  const at = await takeLease(db, reader.name, owner);
  if (!at) {
    await watch.pause(2_000);
    return undefined;
  }
  if (!(held && at.isOurs) && 'prepare' in reader) await reader.prepare?.(at);
  const renewAt = performance.now() + RENEW_AFTER;
  if (!isPast(watch.end(), at)) return { at, renewAt };
  const read = await step(run, reader, at);
  if (!read) await watch.news(IDLE_WAIT);
  else if (!read.isFull && read.events >= FLOOD.events) await letGrow(watch, read.events);
  return { at: read?.to ?? at, renewAt };
}

async function letGrow(watch: Watch, events: number): Promise<void> {
  const until = performance.now() + Math.min(FLOOD.longest, events / FLOOD.perMillisecond);
  let end: Position | undefined;
  for (let left = until - performance.now(); left > 0; left = until - performance.now()) {
    if (end && !isPast(watch.end(), end)) return;
    end = watch.end();
    await watch.pause(Math.min(FLOOD.still, left));
  }
}

/** About how many events were passed, and whether that was as many as may be at once: then there are more, likely. */
type Read = { to: Position; events: number; isFull: boolean };

/** Reads one batch and moves the cursor. @returns undefined when there was nothing. */
async function step(run: Reading, reader: Reader, from: Position): Promise<Read | undefined> {
  const { db, owner } = run;
  const { name, only, batch = 1_000 } = reader;
  const farthest = 'handle' in reader && only ? batch * SPARED : batch;
  const passed = (to: Position, taken = 0): Read => {
    const events = Math.abs(to.seq - from.seq);
    return { to, events, isFull: events >= farthest || taken >= batch };
  };
  const isByRange = 'advance' in reader || only !== undefined;
  const to = isByRange ? await nextFor(db, reader, from, farthest) : undefined;
  if (isByRange && !to) return undefined;
  if (to && (await hasNothingFor(run, reader, from, to))) {
    await moveCursor(db, name, owner, from, to);
    return passed(to);
  }
  if ('handle' in reader)
    return await db.transaction().execute(async tx => {
      const events =
        to && only ? await readBetween(tx, from, to, only, batch) : await readEvents(tx, from, batch);
      const last = to && events.length < batch ? to : events.at(-1);
      if (!last) return undefined;
      if (events.length > 0) await reader.handle(tx, events);
      await moveCursor(tx, name, owner, from, last);
      return passed(last, events.length);
    });
  if (!to) return undefined;
  await reader.advance(from, to, () => typesOf(run, from, to));
  await moveCursor(db, name, owner, from, to);
  return passed(to);
}

async function hasNothingFor({ typesHeld }: Reading, { only }: Reader, from: Position, to: Position) {
  if (only === undefined) return false;
  const held = await typesHeld(from, to);
  return held !== undefined && ![...held].some(wants(only));
}

async function typesOf({ db, typesHeld }: Reading, from: Position, to: Position) {
  return (await typesHeld(from, to)) ?? new Set(await typesBetween(db, from, to));
}

/** How far a reader may go: so many events, and no farther than whom it reads behind. */
async function nextFor(
  db: Db,
  reader: Reader,
  from: Position,
  farthest: number,
): Promise<Position | undefined> {
  const next = await nextPosition(db, from, farthest);
  const after = 'advance' in reader ? reader.after : undefined;
  return next && after !== undefined ? await passedBy(db, after, from, next) : next;
}

/** How far into a stretch of the log another reader has come. */
async function passedBy(db: Db, reader: string, from: Position, to: Position): Promise<Position | undefined> {
  const { rows } = await sql<Position>`
    select xid, seq from log_cursors where reader = ${reader} and (xid, seq) > (${from.xid}, ${from.seq})`.execute(
    db,
  );
  const [cursor] = rows;
  if (!cursor) return undefined;
  return isPast(to, cursor) ? cursor : to;
}

/** Where the reader stands, and whether nobody else has held the lease since we took it last. */
type Lease = Position & { isOurs: boolean };

/** Takes or renews the lease; undefined while another process holds it. */
async function takeLease(db: Db, reader: string, owner: string): Promise<Lease | undefined> {
  const taken = await tryLease(db, reader, owner);
  return taken ?? ((await freeLeaseOfTheDead(db, reader)) ? await tryLease(db, reader, owner) : undefined);
}

async function freeLeaseOfTheDead(db: Db, reader: string): Promise<boolean> {
  const held = await db
    .selectFrom('logCursors')
    .select('leaseOwner')
    .where('reader', '=', reader)
    .executeTakeFirst();
  if (!held?.leaseOwner || !diedHere(held.leaseOwner)) return false;
  await db
    .updateTable('logCursors')
    .set({ leaseOwner: null })
    .where('reader', '=', reader)
    .where('leaseOwner', '=', held.leaseOwner)
    .execute();
  return true;
}

/** A lease lost with a crash harms nobody (moveCursor looks whose it is), so the disk is not waited for. */
async function tryLease(db: Db, reader: string, owner: string): Promise<Lease | undefined> {
  const { rows } = await sql<Lease>`
    with before as (select lease_owner from log_cursors where reader = ${reader})
    insert into log_cursors (reader, lease_owner, lease_until)
    select ${reader}, ${owner}, now() + make_interval(secs => ${LEASE_SECONDS}) from set_config('synchronous_commit', 'off', true)
    on conflict (reader) do update
      set lease_owner = excluded.lease_owner, lease_until = excluded.lease_until
      where log_cursors.lease_owner is null
         or log_cursors.lease_owner = excluded.lease_owner
         or log_cursors.lease_until < now()
    returning xid, seq, coalesce((select lease_owner = ${owner} from before), false) as is_ours`.execute(db);
  return rows[0];
}

/** Moves the cursor only if nobody else has: a process that lost its lease in between changes nothing. */
async function moveCursor(
  db: Db | Tx,
  reader: string,
  owner: string,
  from: Position,
  to: Position,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update log_cursors set xid = ${to.xid}, seq = ${to.seq}, updated_at = now()
    where reader = ${reader} and lease_owner = ${owner} and xid = ${from.xid} and seq = ${from.seq}`.execute(
    db,
  );
  if (numAffectedRows !== 1n) throw new Error(`Log reader ${reader} lost its lease`);
}

/**
 * Reads the log to where it ends now, for commands that need what a reader writes: works it off here, or waits while
 * another process holds the lease and does so. The first failure is the caller's.
 */
export async function catchUp(db: Db, reader: Reader): Promise<void> {
  const owner = leaseOwner();
  const typesHeld = rememberTypes(db);
  let prepared = false;
  try {
    while ((await lagOf(db, reader.name, 1)) > 0) {
      const from = await takeLease(db, reader.name, owner);
      if (from && !prepared && 'prepare' in reader) await reader.prepare?.(from);
      prepared = from !== undefined;
      const moved = from !== undefined && (await step({ db, owner, typesHeld }, reader, from));
      // Behind another reader there is nothing to be read until that one goes on, and here nobody runs it.
      if (from && !moved && 'after' in reader && reader.after !== undefined) return;
      if (!moved) await sleep(50);
    }
  } finally {
    await sql`update log_cursors set lease_owner = null where lease_owner = ${owner}`.execute(db);
  }
}

/**
 * Waits until a running reader has passed what is in the log now, for requests that show what they have just changed.
 * After `patience` milliseconds, or when nobody runs the reader, it goes on: what is shown then is a moment old.
 */
export async function untilRead(db: Db, reader: string, patience = 5_000): Promise<void> {
  const { rows } =
    await sql<Position>`select xid, seq from events order by xid desc, seq desc limit 1`.execute(db);
  const [end] = rows;
  const deadline = performance.now() + patience;
  while (end && performance.now() < deadline) {
    const { rows: waiting } = await sql`
      select 1 from log_cursors where reader = ${reader} and lease_until > now()
        and lease_owner is not null and (xid, seq) < (${end.xid}, ${end.seq})`.execute(db);
    if (waiting.length === 0) return;
    await sleep(25);
  }
}

/** Whether one of these readers has something to read. */
export async function isAnyBehind(db: Db, readers: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ behind: boolean }>`
    select exists (
      select 1 from unnest(${readers}::text[]) as name left join log_cursors on reader = name
      where (coalesce(xid, 0), coalesce(seq, 0)) < (select xid, seq from events order by xid desc, seq desc limit 1)
    ) as behind`.execute(db);
  return rows[0]?.behind ?? false;
}

/** How far a reader is behind, in events (counted up to a bound), for health pages and tests. */
export async function lagOf(db: Db, reader: string, bound = 1_000_000): Promise<number> {
  // In the order of the index: where nothing is ahead, PostgreSQL would otherwise read all of the log to find so.
  const { rows } = await sql<{ lag: number }>`
    select count(*) as lag from (
      select 1 from events
      where (xid, seq) > (
        coalesce((select xid from log_cursors where reader = ${reader}), 0),
        coalesce((select seq from log_cursors where reader = ${reader}), 0))
      order by xid, seq
      limit ${bound}) ahead`.execute(db);
  return rows[0]?.lag ?? 0;
}
