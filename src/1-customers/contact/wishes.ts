import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { profilesOf } from '../identities/persons.ts';
import type { consentBody, consentEntry, suppressionBody } from './contract.ts';

/** Writes down that a customer agrees or refuses, for a purpose on a channel. Append-only: what was said last counts,
 * however late it was written down. */
export async function recordConsent(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  word: z.output<typeof consentBody>,
): Promise<void> {
  const personId = await personInScope(tx, actor, customerId);
  const at = saidAt(word.at, clock.now());
  await tx
    .insertInto('consents')
    .values({ customerId: personId, ...word, at, actor: actor.name })
    .execute();
  const type = word.given ? 'consent.given' : 'consent.withdrawn';
  const { purpose, channel, evidence, source, textVersion } = word;
  await tell(tx, at, actor, { type, personId, data: { purpose, channel } });
  await audit(tx, clock, actor, {
    action: type,
    object: { kind: 'customer', id: personId },
    customerId: personId,
    reason: evidence,
    after: { purpose, channel, source, ...(textVersion && { textVersion }) },
  });
}

/** Nobody has said anything in the future. */
const saidAt = (at: Date | undefined, now: Date) => (at && at < now ? at : now);

/** Every word a customer gave and took back, the newest first. */
export async function readConsents(
  db: Db,
  actor: Actor,
  customerId: number,
): Promise<z.output<typeof consentEntry>[]> {
  const profiles = await profilesOf(db, await personInScope(db, actor, customerId));
  const { rows } = await sql<z.output<typeof consentEntry>>`
    select k.id, k.purpose, k.channel, k.given, k.text_version, k.source, k.evidence, k.at, coalesce(m.name, k.actor) as actor
    from consents k left join members m on k.actor = 'member:' || m.id
    where k.customer_id = any(${profiles}::bigint[]) order by k.at desc, k.id desc limit 500`.execute(db);
  return rows;
}

/** Puts a customer on the do-not-contact list, until somebody lifts it. */
export async function suppress(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  wish: z.output<typeof suppressionBody>,
): Promise<'added' | 'already'> {
  const personId = await personInScope(tx, actor, customerId);
  const { channel, purpose, reason } = wish;
  const standing = await tx
    .selectFrom('suppressions')
    .select('id')
    .where('customerId', 'in', await profilesOf(tx, personId))
    .where('channel', '=', channel)
    .where('purpose', '=', purpose)
    .where('liftedAt', 'is', null)
    .executeTakeFirst();
  if (standing) return 'already';
  const now = clock.now();
  await tx
    .insertInto('suppressions')
    .values({ customerId: personId, ...wish, source: 'staff', at: now, actor: actor.name })
    .execute();
  await tell(tx, now, actor, { type: 'suppression.added', personId, data: { channel, purpose, reason } });
  await audit(tx, clock, actor, {
    action: 'suppression.added',
    object: { kind: 'customer', id: personId },
    customerId: personId,
    reason,
    after: { channel, purpose },
  });
  return 'added';
}

/** Takes a customer off the list again; the entry stays, with when it ended. */
export async function liftSuppression(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  suppressionId: number,
  reason: string,
): Promise<void> {
  const standing = await tx
    .selectFrom('suppressions')
    .selectAll()
    .where('id', '=', suppressionId)
    .where('liftedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!standing) throw new Problem(NOT_FOUND);
  const personId = await personInScope(tx, actor, standing.customerId);
  const now = clock.now();
  await tx.updateTable('suppressions').set({ liftedAt: now }).where('id', '=', suppressionId).execute();
  const { channel, purpose } = standing;
  await tell(tx, now, actor, { type: 'suppression.lifted', personId, data: { channel, purpose } });
  await audit(tx, clock, actor, {
    action: 'suppression.lifted',
    object: { kind: 'suppression', id: suppressionId },
    customerId: personId,
    reason,
    before: { channel, purpose, reason: standing.reason },
  });
}

async function tell(
  tx: Tx,
  at: Date,
  actor: Actor,
  { personId, ...event }: { type: string; personId: number; data: Record<string, unknown> },
): Promise<void> {
  await appendEvents(tx, [{ ...event, customerId: personId, at, actor: actor.name }]);
}
