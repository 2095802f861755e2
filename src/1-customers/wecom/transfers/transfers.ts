import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { giverInScope } from './givers.sql.ts';
import { type Plan, planTransfer, type TransferBody } from './plan.ts';
import { NOTHING_TO_TRANSFER } from './refusals.ts';

/**
 * Writes down who is to go to whom; the job carries it out. Two at once for the same giver wait for each other, so nobody
 * is planned twice.
 */
export async function createTransfer(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  body: TransferBody,
): Promise<number> {
  const { accountId, kind, fromId, spread } = body;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`transfer ${accountId} ${fromId}`}, 0))`.execute(
    tx,
  );
  const plan = await planTransfer(tx, clock, actor, body);
  if (plan.people.length + plan.groups.length === 0) throw new Problem(NOTHING_TO_TRANSFER);
  const words = kind === 'on_job' ? body.words : '';
  const made = { accountId, kind, fromId, spread, words, createdBy: actor.name, createdAt: clock.now() };
  const { id } = await tx.insertInto('transfers').values(made).returning('id').executeTakeFirstOrThrow();
  await writePlan(tx, clock, { id, accountId }, plan);
  await audit(tx, clock, actor, {
    action: 'transfer.planned',
    object: { kind: 'transfer', id },
    after: {
      ...{ kind, from: fromId, takers: plan.takers.map(taker => taker.id), words },
      ...{ customers: plan.people.length, groups: plan.groups.length },
    },
  });
  return id;
}

async function writePlan(
  tx: Tx,
  clock: Clock,
  { id, accountId }: { id: number; accountId: number },
  { people, groups }: Plan,
): Promise<void> {
  const now = clock.now();
  await sql`
    insert into transfer_people (transfer_id, account_id, customer_id, external_id, taker_id, next_try)
    select ${id}, ${accountId}, * , ${now}::timestamptz from unnest(${people.map(one => one.customerId)}::bigint[],
      ${people.map(one => one.externalId)}::text[], ${people.map(one => one.takerId)}::bigint[])`.execute(tx);
  await sql`
    insert into transfer_groups (transfer_id, group_id, taker_id, next_try)
    select ${id}, *, ${now}::timestamptz from unnest(${groups.map(one => one.id)}::bigint[], ${groups.map(one => one.takerId)}::bigint[])`.execute(
    tx,
  );
}

/** Whom WeCom has not been asked for yet stays where they are; what has begun goes on. @returns how many stayed. */
export async function cancelTransfer(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<number> {
  const now = clock.now();
  const { rows } = await sql<{ fromId: number }>`
    update transfers x set cancelled_at = coalesce(cancelled_at, ${now}) where id = ${id} and ${giverInScope(actor.scope, sql`x.from_id`)}
    returning from_id`.execute(tx);
  if (rows.length === 0) throw new Problem(NOT_FOUND);
  const stayed = await sql`
    update transfer_people set state = 'cancelled', settled_at = ${now} where transfer_id = ${id} and state = 'planned'`.execute(
    tx,
  );
  await sql`
    update transfer_groups set state = 'cancelled', settled_at = ${now} where transfer_id = ${id} and state = 'planned'`.execute(
    tx,
  );
  const customers = Number(stayed.numAffectedRows ?? 0);
  await audit(tx, clock, actor, {
    action: 'transfer.cancelled',
    object: { kind: 'transfer', id },
    after: { customers },
  });
  return customers;
}
