import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { SYSTEM } from '../auth/actor.ts';
import type { Platform } from '../platform.ts';
import type { Tx } from '../postgres/connect.ts';
import type { Random } from '../random.ts';
import type { Called } from './call.ts';
import { type Claimed, TEST } from './deliver.sql.ts';
import { holdWaiting } from './endpoints.ts';
import { hasFailedForDays, holdAfter, nextTry } from './retry.ts';

export type Outcome = Called | { outcome: 'too_large'; status: null; retryAfter: undefined };
export type Tried = { called: Outcome; at: Date; milliseconds: number; told: string[] };

/**
 * Writes down what became of a try: the delivery's next one or its end, and how the endpoint stands. Of one that somebody
 * else has taken up meanwhile only the try is noted.
 */
export async function record(
  tx: Tx,
  platform: Platform,
  random: Random,
  delivery: Claimed,
  { called, at, milliseconds, told }: Tried,
): Promise<void> {
  const now = platform.clock.now();
  const { outcome, status } = called;
  const next = outcome === 'taken' ? undefined : nextOf(delivery, called, now, random);
  const state = outcome === 'taken' ? 'delivered' : next ? 'waiting' : 'failed';
  const { rows } = await sql<{ endpointId: number; isMine: boolean }>`
    update webhook_deliveries d set
      attempts = attempts || ${JSON.stringify([{ at, milliseconds, status, outcome }])}::jsonb,
      told = case when ${outcome === 'taken'} then ${told}::text[] else told end,
      state = case when mine then ${state} else state end, try_at = case when mine then ${next ?? null}::timestamptz else try_at end,
      settled_at = case when mine and ${state !== 'waiting'} then ${now} else settled_at end
    from (select id, state = 'waiting' and tries = ${delivery.tries} as mine from webhook_deliveries where id = ${delivery.id} for update) was
    where d.id = was.id returning d.endpoint_id, was.mine as is_mine`.execute(tx);
  const [row] = rows;
  // That a test fails is for who sent it to see; that it is taken says that the endpoint works.
  const counts = delivery.type !== TEST || outcome === 'taken';
  if (row && counts && called.outcome !== 'too_large')
    await judgeEndpoint(tx, platform, row.endpointId, called, now);
}

/** A test is not tried again, nor what can never be smaller. */
function nextOf({ type, tries }: Claimed, called: Outcome, now: Date, random: Random): Date | undefined {
  if (type === TEST || called.outcome === 'too_large' || called.outcome === 'gone') return undefined;
  return nextTry(tries, now, random, called.retryAfter);
}

/** A success wipes out failures; 410 and days of failing stop the endpoint, and what waits for it is held. */
async function judgeEndpoint(
  tx: Tx,
  platform: Platform,
  id: number,
  called: Exclude<Outcome, { outcome: 'too_large' }>,
  now: Date,
): Promise<void> {
  if (called.outcome === 'taken') {
    await sql`
      update webhook_endpoints set failures = 0, failing_since = null, hold_until = null, last_delivered_at = ${now}
      where id = ${id}`.execute(tx);
    return;
  }
  const { rows } = await sql<{ failures: number; failingSince: Date; status: string; name: string }>`
    update webhook_endpoints set failures = failures + 1, failing_since = coalesce(failing_since, ${now})
    where id = ${id} returning failures, failing_since, status, name`.execute(tx);
  const [endpoint] = rows;
  if (!endpoint) return;
  const hold = holdAfter(endpoint.failures, called, now) ?? null;
  await tx.updateTable('webhookEndpoints').set({ holdUntil: hold }).where('id', '=', id).execute();
  const isOver = hasFailedForDays(endpoint.failingSince, now);
  const why = called.outcome === 'gone' ? 'gone' : isOver ? 'failing' : undefined;
  if (why && endpoint.status === 'active') await disable(tx, platform, { id, name: endpoint.name }, why);
}

async function disable(
  tx: Tx,
  { clock, log }: Platform,
  { id, name }: { id: number; name: string },
  why: 'gone' | 'failing',
): Promise<void> {
  await tx
    .updateTable('webhookEndpoints')
    .set({ status: 'disabled', disabledWhy: why })
    .where('id', '=', id)
    .execute();
  await holdWaiting(tx, id);
  const object = { kind: 'webhook_endpoint', id };
  await audit(tx, clock, SYSTEM, { action: 'webhook_endpoint.disabled', object, after: { name, why } });
  log.warn({ endpoint: id, why }, 'webhook endpoint disabled');
}
