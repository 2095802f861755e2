import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import type { IdentityKey } from './learn.ts';
import { mergeCustomers, takeApart } from './merges.ts';

type Context = { clock: Clock; actor: Pick<Actor, 'name'> };
type Phone = { id: number; customerId: number; shown: string; people: number };

/**
 * A phone told with more than `most` buyers of one shop, or under more than `most` names by shops (people's names: no
 * account's, no masked one), is a family's, an
 * office's or a counter's: it is marked as shared, and what it joined by itself is taken apart. Where a person has
 * decided, the rule is silent.
 */
export async function settleShared(
  tx: Tx,
  { clock, actor }: Context,
  keys: readonly IdentityKey[],
  most: number,
): Promise<void> {
  const phones = [...new Set(keys.filter(key => key.kind === 'phone').map(key => key.key))];
  if (phones.length === 0) return;
  const { rows } = await sql<Phone>`
    with phone as (
      select i.id, i.customer_id, i.shown, c.name from identities i join customers c on c.id = i.customer_id
      where i.kind = 'phone' and i.account_id = 0 and i.key = any(${phones}::text[]) and not i.shared and i.shared_by is null
    ), used as (
      select id, customer_id, name, true as by_shop from phone
      union select u.identity_id, u.customer_id, nullif(u.name, ''), u.source = 'shop' from identity_uses u join phone on phone.id = u.identity_id
    ), named as (
      select id, count(distinct name) filter (where by_shop and name ~ '^[一-鿿·]{2,5}$') as people from used group by id
    ), bought as (
      select id, max(buyers) as people from (
        select used.id, b.account_id, count(distinct b.key) as buyers from used
        join identities b on b.customer_id = used.customer_id and b.kind = 'buyer' group by used.id, b.account_id
      ) per_shop group by id
    ), counted as materialized (
      select id, max(people) as people from (select * from named union all select * from bought) both_ways
      group by id having max(people) > ${most}
    )
    select phone.id, phone.customer_id, phone.shown, counted.people
    from phone join counted using (id) order by phone.id`.execute(tx);
  for (const phone of rows) {
    const reason = `${phone.shown} 下有 ${phone.people} 位不同的买家或姓名，超过 ${most}`;
    await markShared(tx, { clock, actor }, phone, reason, null);
  }
}

async function markShared(
  tx: Tx,
  { clock, actor }: Context,
  phone: Omit<Phone, 'people'>,
  reason: string,
  decidedBy: string | null,
): Promise<number> {
  await sql`
    update identities set shared = true, shared_by = ${decidedBy}, shared_at = ${clock.now()}, shared_reason = ${reason}
    where id = ${phone.id}`.execute(tx);
  await tellShared(tx, { clock, actor }, phone, 'identity.shared', reason);
  const { rows } = await sql<{ id: number }>`
    select id from merges where identity_id = ${phone.id} and kind = 'auto' and undone_at is null order by id`.execute(
    tx,
  );
  const apart = rows.map(row => row.id);
  return await takeApart(tx, clock, actor, apart, 'phone_shared', reason);
}

async function tellShared(
  tx: Tx,
  { clock, actor }: Context,
  { id, customerId, shown }: Omit<Phone, 'people'>,
  type: 'identity.shared' | 'identity.unshared',
  reason: string,
): Promise<void> {
  const isShared = type === 'identity.shared';
  await audit(tx, clock, actor, {
    action: type,
    object: { kind: 'identity', id },
    customerId,
    reason,
    before: { shared: !isShared },
    after: { shared: isShared, shown },
  });
  await appendEvents(tx, [
    { type, customerId, at: clock.now(), actor: actor.name, data: { shown, kind: 'phone' } },
  ]);
}

/** A person decides that a phone is several people's, or that it is not; the rule does not override it afterwards. */
export async function decideShared(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  identityId: number,
  { shared, reason }: { shared: boolean; reason: string },
): Promise<void> {
  // The lock of learnPeople: who is being joined by this phone at this moment is told apart with the others.
  await sql`select pg_advisory_xact_lock(7480005)`.execute(tx);
  const { rows } = await sql<Omit<Phone, 'people'> & { shared: boolean }>`
    select id, customer_id, shown, shared from identities where id = ${identityId} and kind = 'phone' for update`.execute(
    tx,
  );
  const [phone] = rows;
  if (!phone) throw new Problem(NOT_FOUND);
  await personInScope(tx, actor, phone.customerId);
  if (shared) {
    await markShared(tx, { clock, actor }, phone, reason, actor.name);
    return;
  }
  await sql`
    update identities set shared = false, shared_by = ${actor.name}, shared_at = ${clock.now()}, shared_reason = ${reason}
    where id = ${identityId}`.execute(tx);
  await tellShared(tx, { clock, actor }, phone, 'identity.unshared', reason);
  await joinAgain(tx, { clock, actor }, phone);
}

/** Whoever was told of with a phone that is one person's after all is joined by it, as they would have been. */
async function joinAgain(tx: Tx, { clock, actor }: Context, phone: Omit<Phone, 'people'>): Promise<void> {
  const { rows } = await sql<{ customerId: number; key: string }>`
    with one as (
      update identity_uses set verdict = 'joined' where identity_id = ${phone.id} and verdict = 'shared' returning customer_id
    ), used as (
      select customer_id from one union select customer_id from identity_uses where identity_id = ${phone.id} and verdict = 'joined'
    )
    select c.id as customer_id, i.key from used join customers c on c.id = used.customer_id and c.status = 'active'
    join identities i on i.id = ${phone.id} where c.id <> ${phone.customerId} order by c.id`.execute(tx);
  const merges = rows.map(({ customerId, key }) => ({
    customerA: phone.customerId,
    customerB: customerId,
    kind: 'auto' as const,
    reason: 'same_phone' as const,
    evidence: { key: phone.shown },
    by: { kind: 'phone' as const, accountId: 0, key },
  }));
  await mergeCustomers(tx, clock, actor, merges);
}
