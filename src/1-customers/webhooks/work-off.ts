import { sql } from 'kysely';
import { DAY, MINUTE } from '#platform/clock.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import { isUnavailable } from '#platform/postgres/connect.ts';
import { loadLive } from '../live-orders/load-live.ts';
import { numbersOf } from '../live-orders/newest.ts';
import { bodyPlace, type DeliveryFailure } from './deliveries.ts';
import { type Delivery, readDelivery } from './read-delivery.ts';

type Row = {
  id: number;
  hookId: number;
  accountId: number;
  body: Buffer;
  receivedAt: Date;
  attempts: number;
};

const BATCH = 100;
/** So often a delivery is tried before it is set aside, the pauses four times as long each time: an hour and a half in all. */
const TRIES = 5;
/** How long what was sent and did not get in is kept, and how long the log goes back. */
const KEPT_DAYS = 30;
const GAVE_UP: DeliveryFailure = 'gave_up';

/**
 * Takes up what waits, oldest first, many deliveries of one hook at a time. One that cannot be loaded is tried alone
 * and in the end set aside; it holds up no other.
 */
export async function workOffDeliveries(platform: Platform): Promise<number> {
  let done = 0;
  for (const tried = new Set<number>(); ; ) {
    const rows = await nextRows(platform, [...tried]);
    if (rows.length === 0) return done;
    for (const row of rows) tried.add(row.id);
    if (await takeUp(platform, rows)) done += rows.length;
    else for (const row of rows) if (await takeUp(platform, [row])) done += 1;
  }
}

async function nextRows({ db, clock }: Platform, without: number[]): Promise<Row[]> {
  const now = clock.now();
  const { rows } = await sql<Row>`
    with next as (
      select hook_id from hook_deliveries
      where state = 'waiting' and body is not null and (try_after is null or try_after <= ${now}) and id <> all(${without}::bigint[])
      order by id limit 1
    )
    select d.id, d.hook_id, h.account_id, d.body, d.received_at, d.attempts from hook_deliveries d
    join next using (hook_id) join order_hooks h on h.id = d.hook_id
    where d.state = 'waiting' and d.body is not null and (d.try_after is null or d.try_after <= ${now})
      and d.id <> all(${without}::bigint[])
    order by d.id limit ${BATCH}`.execute(db);
  return rows;
}

/** @returns false when it did not work; the fault of a single one is written down. */
async function takeUp(platform: Platform, rows: readonly Row[]): Promise<boolean> {
  const [first] = rows;
  if (!first) return true;
  const source = { accountId: first.accountId, actor: `hook:${first.hookId}` };
  try {
    const read = rows.map(row => ({ row, delivery: openDelivery(platform, row) }));
    const told = read.flatMap(({ delivery }) => delivery.told);
    const taken = new Set((await loadLive(platform, source, told)).map(({ at }) => at));
    for (const { row, delivery } of read) await noteDone(platform, row, delivery, taken);
    return true;
  } catch (error) {
    platform.log.warn({ hook: first.hookId, deliveries: rows.length, err: error }, 'orders not taken in');
    if (rows.length === 1) await noteFault(platform, first, error);
    return false;
  }
}

function openDelivery({ vault }: Platform, { hookId, body, receivedAt }: Row): Delivery {
  return readDelivery(Buffer.from(vault.open(body, bodyPlace(hookId)), 'base64'), receivedAt, 'zh');
}

/** What is in needs no second copy of what was sent; where something was left out it is kept, to be tried again. */
async function noteDone(
  { db, clock }: Platform,
  { id }: Row,
  { told, faults }: Delivery,
  taken: ReadonlySet<Date>,
): Promise<void> {
  const { orders, refunds } = numbersOf(told.filter(({ at }) => taken.has(at)));
  await db
    .updateTable('hookDeliveries')
    .set({
      state: faults.length > 0 ? 'partial' : 'done',
      orders: orders.length,
      refunds: refunds.length,
      doneAt: clock.now(),
      failure: null,
      ...(faults.length === 0 && { body: null }),
    })
    .where('id', '=', id)
    .execute();
}

/**
 * What cannot be read stays so and is set aside at once; where the database was away, the try does not count: it is
 * nothing of the delivery's.
 */
async function noteFault({ db, clock }: Platform, { id, attempts }: Row, error: unknown): Promise<void> {
  if (isUnavailable(error)) return;
  const now = clock.now();
  const isLast = error instanceof Problem || attempts + 1 >= TRIES;
  const failure = error instanceof Problem ? error.kind.code : GAVE_UP;
  await db
    .updateTable('hookDeliveries')
    .set({
      attempts: attempts + 1,
      ...(isLast
        ? { state: 'failed', failure, doneAt: now }
        : { tryAfter: new Date(now.getTime() + MINUTE * 4 ** attempts) }),
    })
    .where('id', '=', id)
    .execute();
}

/** A delivery is recognised, and what did not get in can be tried again, for so long. */
export async function forgetDeliveries({ db, clock }: Platform): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY);
  await sql`delete from hook_deliveries where received_at < ${before} and state <> 'waiting'`.execute(db);
}
