import { sql } from 'kysely';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { between, pick, type Random } from '#platform/random.ts';
import { ODD_TEXTS, oddInstant } from './odd-values.ts';

type World = { random: Random; now: Date; accountId: number; members: readonly number[] };

export const ODD_CODES = ['直播间', '包裹卡', '', ...ODD_TEXTS.slice(0, 6)];
export const ODD_WAYS = [0, 1, 16, 202, 9_999];

/** A member adds somebody, stops following them, or adds them again, as WeCom would tell. */
export async function changeFollow(tx: Tx, world: World, customerId: number): Promise<void> {
  const { random, now, accountId } = world;
  const [memberId, at] = [pick(random, world.members), oddInstant(random, now)];
  const { rows } = await sql<{ id: number; endedAt: Date | null }>`
    select id, ended_at from follows where customer_id = ${customerId} and member_id = ${memberId}`.execute(
    tx,
  );
  const [follow] = rows;
  const how = { way: pick(random, ODD_WAYS), code: pick(random, ODD_CODES) };
  if (!follow) {
    const identityId = await identityOf(tx, accountId, customerId, now);
    await sql`insert into follows (account_id, member_id, identity_id, customer_id, add_way, state, followed_at)
      values (${accountId}, ${memberId}, ${identityId}, ${customerId}, ${how.way}, ${how.code}, ${at})`.execute(
      tx,
    );
  } else if (follow.endedAt === null && random.next() < 0.6)
    await sql`update follows set ended_at = ${at}, ended_by = ${pick(random, ['customer', 'member', 'transfer'])} where id = ${follow.id}`.execute(
      tx,
    );
  else
    await sql`update follows set first_at = followed_at, first_way = add_way, first_state = state, followed_at = ${at},
      add_way = ${how.way}, state = ${how.code}, ended_at = null, ended_by = null where id = ${follow.id}`.execute(
      tx,
    );
  const type = !follow ? 'follow.started' : pick(random, ['follow.ended', 'follow.changed']);
  await appendEvents(tx, [{ type, customerId, at: now, actor: 'test' }]);
}

async function identityOf(tx: Tx, accountId: number, customerId: number, now: Date): Promise<number> {
  const key = `wm_test_${customerId}`;
  const { rows } = await sql<{ id: number }>`
    insert into identities (customer_id, kind, account_id, key, shown, source, first_seen_at, last_seen_at)
    values (${customerId}, 'external_userid', ${accountId}, ${key}, ${key}, 'test', ${now}, ${now})
    on conflict (kind, account_id, key) do update set last_seen_at = excluded.last_seen_at returning id`.execute(
    tx,
  );
  return rows[0]?.id ?? 0;
}

/** Somebody is given to a member, or to nobody. */
export async function changeOwner(
  tx: Tx,
  { random, now, members }: World,
  customerId: number,
): Promise<void> {
  await tx
    .updateTable('customers')
    .set({ ownerMemberId: pick(random, [null, ...members]) })
    .where('id', '=', customerId)
    .execute();
  await appendEvents(tx, [{ type: 'customer.changed', customerId, at: now, actor: 'test' }]);
}

/** Two teams, one below the other; the members are in one of them or in none. */
export async function oddTeams(
  tx: Tx,
  { random }: Pick<World, 'random'>,
  members: readonly number[],
): Promise<number[]> {
  const { id: above } = await tx
    .insertInto('teams')
    .values({ name: '上' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: below } = await tx
    .insertInto('teams')
    .values({ name: '下', parentId: above })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const [i, id] of members.entries())
    await tx
      .updateTable('members')
      .set({ teamId: [above, below, null][(i + between(random, 0, 2)) % 3] ?? null })
      .where('id', '=', id)
      .execute();
  return [above, below];
}
