import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { readPhone } from '../identities/phones.ts';
import { personInScope } from './customers.ts';

/** Shows a phone in full: the reason and the look itself are kept. */
export async function unmaskPhone(
  tx: Tx,
  clock: Clock,
  vault: Vault,
  actor: Actor,
  identityId: number,
  reason: string,
): Promise<string> {
  const identity = await tx
    .selectFrom('identities')
    .selectAll()
    .where('id', '=', identityId)
    .where('kind', '=', 'phone')
    .executeTakeFirst();
  if (!identity?.sealed) throw new Problem(NOT_FOUND);
  const personId = await personInScope(tx, actor, identity.customerId);
  return await openPhone(
    tx,
    { clock, vault },
    actor,
    { ...identity, sealed: identity.sealed, personId },
    reason,
  );
}

/**
 * The telephone of somebody whom the caller has given a member to call, whatever their data scope; the look is kept with
 * its reason. The one seen last where there are several, none that others share.
 */
export async function showPhone(
  tx: Tx,
  platform: { clock: Clock; vault: Vault },
  actor: Actor,
  customerId: number,
  reason: string,
): Promise<string | undefined> {
  const { rows } = await sql<Sealed>`
    select i.id, i.key, i.sealed, i.shown, c.person_id from customers me join customers c on c.person_id = me.person_id
    join identities i on i.customer_id = c.id and i.kind = 'phone' and not i.shared and i.sealed is not null
    where me.id = ${customerId} order by i.last_seen_at desc, i.id limit 1`.execute(tx);
  return rows[0] && (await openPhone(tx, platform, actor, rows[0], reason));
}

type Sealed = { id: number; key: string; sealed: Buffer; shown: string; personId: number };

async function openPhone(
  tx: Tx,
  { clock, vault }: { clock: Clock; vault: Vault },
  actor: Actor,
  { id, key, sealed, shown, personId }: Sealed,
  reason: string,
): Promise<string> {
  await audit(tx, clock, actor, {
    action: 'customer.unmasked',
    object: { kind: 'identity', id },
    customerId: personId,
    reason,
    after: { shown },
  });
  return readPhone(vault, { key, sealed });
}
