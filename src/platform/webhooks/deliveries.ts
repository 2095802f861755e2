import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { nextPage, numberFrom } from '../http/paging.ts';
import { NOT_FOUND, Problem } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import type { Db, Tx } from '../postgres/connect.ts';
import {
  attempt,
  type deliveriesQuery,
  type deliveryRow,
  type deliveryView,
  type replayBody,
  WEBHOOK_LIMITS,
} from './contract.ts';
import { TEST } from './deliver.sql.ts';
import { bodyOf, DELIVER } from './deliver.ts';
import { lockEndpoint } from './endpoints.ts';
import { ENDPOINT_STOPPED, RANGE_TOO_LARGE, STILL_WAITING } from './refusals.ts';

type Tools = Pick<Platform, 'clock' | 'jobs'>;
type Who = Pick<Actor, 'name'>;

/** Sends a sample that says it is one, once, also to an endpoint that is stopped. */
export async function sendTest(
  tx: Tx,
  { clock, jobs }: Tools,
  actor: Who,
  endpointId: number,
): Promise<number> {
  const { name } = await lockEndpoint(tx, endpointId);
  const now = clock.now();
  const { id } = await tx
    .insertInto('webhookDeliveries')
    .values({
      ...{ endpointId, type: TEST, at: now, tryAt: now, createdAt: now },
      data: JSON.stringify({ endpoint: { id: `whe_${endpointId}`, name } }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await jobs.enqueue(tx, DELIVER, { endpointId }, { onlyOne: `now ${endpointId}` });
  const object = { kind: 'webhook_endpoint', id: endpointId };
  await audit(tx, clock, actor, { action: 'webhook_endpoint.tested', object, after: { delivery: id } });
  return id;
}

/** Sends one again under its id, by the schedule from its beginning. */
export async function replayDelivery(tx: Tx, { clock, jobs }: Tools, actor: Who, id: number): Promise<void> {
  const found = await tx
    .selectFrom('webhookDeliveries')
    .select(['endpointId', 'state'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) throw new Problem(NOT_FOUND);
  const { endpointId } = found;
  await openForReplay(tx, endpointId);
  const replayed = await sql`
    update webhook_deliveries set state = 'waiting', tries = 0, try_at = ${clock.now()}, settled_at = null
    where id = ${id} and state <> 'waiting'`.execute(tx);
  if (replayed.numAffectedRows === 0n) throw new Problem(STILL_WAITING);
  await jobs.enqueue(tx, DELIVER, { endpointId }, { onlyOne: `now ${endpointId}` });
  const object = { kind: 'webhook_endpoint', id: endpointId };
  await audit(tx, clock, actor, { action: 'webhook_endpoint.replayed', object, after: { delivery: id } });
}

/** Sends again what was written for an endpoint in a stretch of time, tests left out. @returns how many. */
export async function replayRange(
  tx: Tx,
  { clock, jobs }: Tools,
  actor: Who,
  endpointId: number,
  { from, to, what }: z.output<typeof replayBody>,
): Promise<number> {
  await openForReplay(tx, endpointId);
  const states = what === 'all' ? ['failed', 'held', 'delivered'] : ['failed', 'held'];
  const within = sql`endpoint_id = ${endpointId} and created_at >= ${from} and created_at < ${to}
    and state = any(${states}::text[]) and type <> ${TEST}`;
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from webhook_deliveries where ${within}`.execute(tx);
  const found = rows[0]?.n ?? 0;
  if (found > WEBHOOK_LIMITS.replayedAtOnce)
    throw new Problem(RANGE_TOO_LARGE, { found, n: WEBHOOK_LIMITS.replayedAtOnce });
  const { numAffectedRows } = await sql`
    update webhook_deliveries set state = 'waiting', tries = 0, try_at = ${clock.now()}, settled_at = null
    where ${within}`.execute(tx);
  await jobs.enqueue(tx, DELIVER, { endpointId }, { onlyOne: `now ${endpointId}` });
  const replayed = Number(numAffectedRows ?? 0);
  const object = { kind: 'webhook_endpoint', id: endpointId };
  await audit(tx, clock, actor, {
    action: 'webhook_endpoint.replayed',
    object,
    after: { from, to, what, replayed },
  });
  return replayed;
}

/** Somebody says that it is to be tried now: who was left alone after failures no longer is. */
async function openForReplay(tx: Tx, endpointId: number): Promise<void> {
  const { status } = await lockEndpoint(tx, endpointId);
  if (status !== 'active') throw new Problem(ENDPOINT_STOPPED);
  await tx.updateTable('webhookEndpoints').set({ holdUntil: null }).where('id', '=', endpointId).execute();
}

type Row = Omit<z.output<typeof deliveryView>, 'attempts' | 'last' | 'payload'> & {
  attempts: z.input<typeof attempt>[];
  data: Record<string, unknown>;
};
const attemptsOf = (row: Row) => row.attempts.map(one => attempt.parse(one));

/** The newest first. */
export async function listDeliveries(
  db: Db,
  endpointId: number,
  { state, cursor, limit }: z.output<typeof deliveriesQuery>,
) {
  const before = cursor === undefined ? undefined : numberFrom(cursor);
  const { rows } = await sql<Row>`
    select id, type, at, state, tries, try_at, attempts from webhook_deliveries
    where endpoint_id = ${endpointId} and (${state ?? null}::text is null or state = ${state ?? null})
      and (${before ?? null}::bigint is null or id < ${before ?? null})
    order by id desc limit ${limit + 1}`.execute(db);
  const page = nextPage(rows, limit, row => String(row.id));
  const data = page.data.map((row): z.output<typeof deliveryRow> => {
    const { id, type, at, tries, tryAt } = row;
    return { ...{ id, type, at, state: row.state, tries, tryAt }, last: attemptsOf(row).at(-1) ?? null };
  });
  return { ...page, data };
}

/** One with all of its tries and what it says; of the person only the number, because more is put in when it is sent. */
export async function readDelivery(db: Db, id: number): Promise<z.output<typeof deliveryView>> {
  const { rows } = await sql<Row>`
    select id, type, at, state, tries, try_at, attempts, data, told, created_at, settled_at from webhook_deliveries
    where id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) throw new Problem(NOT_FOUND);
  const { data, ...rest } = row;
  const attempts = attemptsOf(row);
  return { ...rest, attempts, last: attempts.at(-1) ?? null, payload: JSON.parse(bodyOf(row, {})) };
}
