import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { profilesOf } from '../identities/persons.ts';
import type { erasureBody, erasurePlan } from './contract.ts';
import { keepTellersOut } from './erasing.ts';
import { forgetRows } from './forget.ts';
import { type Known, whatIsKnown } from './known.ts';
import { IMPORT_UNDER_WAY, WRONG_CONFIRMATION } from './refusals.ts';

export const ERASE = { name: 'rights.erase' };

/** Where the sought strings are sealed: bound to their receipt, so that they open nowhere else. */
export const placeOf = (personId: number) => `erasure/${personId}`;

/**
 * Erases a person: in this transaction the rows forget who it was and the keys are refused from now on; traces, files and
 * the analytics follow in a job that can be killed at any moment. Amounts stay under the person's number.
 */
export async function erase(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  customerId: number,
  { reason, confirm }: z.output<typeof erasureBody>,
): Promise<number> {
  const { clock, vault, jobs } = platform;
  const personId = await personInScope(tx, actor, customerId);
  if (confirm.trim() !== `cus_${personId}`) throw new Problem(WRONG_CONFIRMATION, { id: `cus_${personId}` });
  // What shops tell at this moment may tell of this person: it gets in before, and is forgotten, or is silenced after.
  await keepTellersOut(tx);
  await refuseDuringImports(tx);
  // Nobody learns a key of this person while it is being forgotten (the lock of learnPeople).
  await sql`select pg_advisory_xact_lock(7480005)`.execute(tx);
  const profiles = await profilesOf(tx, personId);
  await sql`select id from customers where id = any(${profiles}::bigint[]) order by id for update`.execute(
    tx,
  );
  const known = await whatIsKnown(tx, vault, profiles);
  const forgotten = await forgetRows(tx, platform, profiles, known);
  const counts = { ...countsOf(known, forgotten), ...(await whatStays(tx, profiles)) };
  const { id } = await tx
    .insertInto('erasureReceipts')
    .values({
      personId,
      profiles,
      reason,
      actor: actor.name,
      askedAt: clock.now(),
      sought: vault.seal(JSON.stringify(known), placeOf(personId)),
      counts: JSON.stringify(counts),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await appendEvents(tx, [
    {
      type: 'customer.erased',
      customerId: personId,
      at: clock.now(),
      actor: actor.name,
      data: { receiptId: id },
    },
  ]);
  await audit(tx, clock, actor, {
    action: 'customer.erased',
    object: { kind: 'erasure', id },
    after: { person: personId, reason },
  });
  await jobs.enqueue(tx, ERASE, { receiptId: id }, { onlyOne: String(id) });
  return id;
}

/** Opens what is still looked for; undefined when it was found and thrown away. */
export function sought(
  { vault }: Pick<Platform, 'vault'>,
  receipt: { personId: number; sought: Buffer | null },
): Known | undefined {
  if (!receipt.sought) return undefined;
  return JSON.parse(vault.open(receipt.sought, placeOf(receipt.personId))) as Known;
}

/** A running import may hold the person in memory; one that starts later reads the erasures first. */
async function refuseDuringImports(tx: Tx): Promise<void> {
  await sql`lock table imports in share mode`.execute(tx);
  const running = await tx
    .selectFrom('imports')
    .select('id')
    .where('status', 'in', ['checking', 'importing', 'undoing'])
    .limit(1)
    .executeTakeFirst();
  if (running) throw new Problem(IMPORT_UNDER_WAY);
}

function countsOf({ keys }: Known, forgotten: Record<string, number>): Record<string, number> {
  return {
    identities: keys.filter(key => key.kind !== 'order' && key.kind !== 'refund').length,
    profiles: forgotten.customers ?? 0,
    events: forgotten.events ?? 0,
    tags: forgotten.customer_tags ?? 0,
    follows: forgotten.follows ?? 0,
    audit: forgotten.audit ?? 0,
  };
}

type Stays = z.output<typeof erasurePlan>['stays'];

async function whatStays(db: Db | Tx, profiles: readonly number[]): Promise<Stays> {
  const ids = sql`any(${profiles}::bigint[])`;
  const { rows } = await sql<Stays>`
    select count(*) filter (where payment = 'paid') as orders, coalesce(sum(paid) filter (where payment = 'paid'), 0)::bigint as paid,
      (select count(*) from value_entries where customer_id = ${ids}) as ledger,
      (select count(*) from contacts where customer_id = ${ids} and state = 'sent') as messages
    from orders where customer_id = ${ids}`.execute(db);
  return rows[0] ?? { orders: 0, paid: 0, ledger: 0, messages: 0 };
}

/** What would go and what would stay, to be read before anything is done. */
export async function planErasure(
  db: Db,
  actor: Actor,
  customerId: number,
): Promise<z.output<typeof erasurePlan>> {
  const profiles = await profilesOf(db, await personInScope(db, actor, customerId));
  const ids = sql`any(${profiles}::bigint[])`;
  const { rows } = await sql<z.output<typeof erasurePlan>['goes'] & { followedNow: number }>`
    select ${profiles.length}::integer as profiles, (select count(*) from identities where customer_id = ${ids}) as identities,
      (select count(*) from events where customer_id = ${ids}) as events,
      (select count(*) from customer_tags where customer_id = ${ids}) as tags,
      (select count(*) from follows where customer_id = ${ids}) as follows,
      (select count(*) from imports where file_removed_at is null) as files,
      (select count(*) from follows where customer_id = ${ids} and ended_at is null) as followed_now`.execute(
    db,
  );
  const [counted] = rows;
  const none = { profiles: 0, identities: 0, events: 0, tags: 0, follows: 0, files: 0, followedNow: 0 };
  const { followedNow, ...goes } = counted ?? none;
  return { goes, stays: await whatStays(db, profiles), followedNow };
}
