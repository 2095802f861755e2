import { sql } from 'kysely';
import type { wecom } from '#channels';
import { SECOND } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { type Learned, learnPeople } from '../../identities/learn.ts';

export type GroupTakenIn = { isNew: boolean; joined: number; left: number };

/** What is read may be older than what an event told by so much; who came within it is not missed yet. */
const LAG = 10 * SECOND;

/**
 * Takes in a customer group as the corp knows it, with everybody in it: customers who are new to Siyu become known, who
 * is no longer there has left. A group whose people are those of last time costs one look. Whoever was erased stays
 * unknown.
 */
export async function takeInGroup(
  tx: Tx,
  platform: Platform,
  accountId: number,
  group: wecom.Group & { state?: wecom.GroupListed['state'] },
  readAt: Date,
): Promise<GroupTakenIn> {
  const { id, isNew, sameVersion } = await writeGroup(tx, platform, accountId, group);
  if (sameVersion) return { isNew, joined: 0, left: 0 };
  const newcomers = await notInside(tx, id, group.people);
  const ids = await learnNewcomers(tx, platform, accountId, newcomers);
  const cameBack = await endReturned(tx, { accountId, groupId: id }, newcomers);
  const joined = await writeJoined(tx, { accountId, groupId: id }, newcomers, ids);
  const left = await endAbsent(tx, platform, { accountId, groupId: id }, group.people, readAt);
  await keepVersion(tx, id, group);
  return { isNew, joined, left: left + cameBack };
}

/** Where somebody was missing and spared, the next reading looks again. */
async function keepVersion(tx: Tx, id: number, { version, people }: wecom.Group): Promise<void> {
  await sql`
    update customer_groups set version = case when not exists (
        select 1 from group_members where group_id = ${id} and left_at is null and key <> all(${people.map(person => person.id)}::text[])
      ) then ${version ?? null} end
    where id = ${id}`.execute(tx);
}

async function writeGroup(
  tx: Tx,
  { clock }: Platform,
  accountId: number,
  { chatId, name, owner, notice, createdAt, state, version }: Parameters<typeof takeInGroup>[3],
) {
  const { rows } = await sql<{ id: number; isNew: boolean; sameVersion: boolean }>`
    insert into customer_groups (account_id, chat_id, name, owner_id, notice, state, created_at, synced_at)
    values (${accountId}, ${chatId}, ${name}, ${owner}, ${notice}, ${state ?? 'normal'}, ${createdAt}, ${clock.now()})
    on conflict (account_id, chat_id) do update set name = excluded.name, owner_id = excluded.owner_id, notice = excluded.notice,
      state = case when ${state === undefined} and customer_groups.state <> 'dismissed' then customer_groups.state else excluded.state end,
      dismissed_at = null, synced_at = excluded.synced_at
    returning id, xmax = 0 as is_new, coalesce(version = ${version ?? null}, false) as same_version`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error('A group was neither found nor made');
  return row;
}

async function notInside(tx: Tx, groupId: number, people: readonly wecom.GroupPerson[]) {
  const { rows } = await sql<{ key: string; joinedAt: Date }>`
    select key, joined_at from group_members where group_id = ${groupId} and (left_at is null or left_by in ('self', 'removed'))`.execute(
    tx,
  );
  const known = new Set(rows.map(row => `${row.key} ${row.joinedAt.getTime()}`));
  return people.filter(person => !known.has(`${person.id} ${person.joinedAt.getTime()}`));
}

/** @returns whose profile each newcomer is; none of members, and of those who were erased. */
async function learnNewcomers(
  tx: Tx,
  { clock, vault }: Platform,
  accountId: number,
  people: readonly wecom.GroupPerson[],
): Promise<Map<string, number>> {
  const customers = people.filter(person => !person.isMember);
  const context = { clock, vault, actor: { name: `account:${accountId}` }, source: 'wecom' };
  const { customerIds } = await learnPeople(
    tx,
    context,
    customers.map(
      ({ id, unionId, name, joinedAt }): Learned => ({
        keys: [
          { kind: 'external_userid', accountId, key: id, shown: id },
          ...(unionId ? [{ kind: 'unionid' as const, accountId: 0, key: unionId, shown: unionId }] : []),
        ],
        name: name || undefined,
        at: joinedAt,
      }),
    ),
  );
  return new Map(
    customers.flatMap(({ id }, i) => {
      const customerId = customerIds[i];
      return customerId === undefined ? [] : [[id, customerId] as const];
    }),
  );
}

type Where = { accountId: number; groupId: number };

async function writeJoined(
  tx: Tx,
  { accountId, groupId }: Where,
  newcomers: readonly wecom.GroupPerson[],
  ids: ReadonlyMap<string, number>,
): Promise<number> {
  const rows = newcomers.flatMap(person => {
    const customer_id = ids.get(person.id) ?? null;
    if (!person.isMember && customer_id === null) return [];
    const { id: key, isMember: is_member, cameBy: came_by, state, invitor, joinedAt } = person;
    return [{ key, is_member, customer_id, came_by, state, invitor, joined_at: joinedAt.toISOString() }];
  });
  if (rows.length === 0) return 0;
  const { rows: counted } = await sql<{ count: number }>`
    with joined as (
      insert into group_members (group_id, key, is_member, member_id, customer_id, came_by, state, invitor, joined_at)
      select ${groupId}, t.key, t.is_member, (select m.member_id from member_accounts m where t.is_member
          and m.account_id = ${accountId} and lower(m.external_id) = lower(t.key) order by m.active desc limit 1),
        t.customer_id, t.came_by, t.state, t.invitor, t.joined_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t
        (key text, is_member boolean, customer_id bigint, came_by text, state text, invitor text, joined_at timestamptz)
      on conflict (group_id, key, joined_at) do update set left_at = null, left_by = null where group_members.left_at is not null
      returning customer_id, joined_at, came_by, state
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'group.joined', customer_id, ${accountId}, joined_at, ${`account:${accountId}`},
        jsonb_strip_nulls(jsonb_build_object('groupId', ${groupId}::bigint, 'cameBy', came_by, 'state', state))
      from joined where customer_id is not null
    )
    select count(*) from joined`.execute(tx);
  return Number(counted[0]?.count ?? 0);
}

/** Who is there since a later time than we knew has left and come back meanwhile, and nobody told. */
async function endReturned(
  tx: Tx,
  { accountId, groupId }: Where,
  newcomers: readonly wecom.GroupPerson[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      update group_members m set left_at = n.at
      from unnest(${newcomers.map(one => one.id)}::text[], ${newcomers.map(one => one.joinedAt)}::timestamptz[]) as n (key, at)
      where m.group_id = ${groupId} and m.left_at is null and m.key = n.key and m.joined_at < n.at
      returning m.customer_id, m.left_at
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'group.left', customer_id, ${accountId}, left_at, ${`account:${accountId}`}, jsonb_build_object('groupId', ${groupId}::bigint)
      from gone where customer_id is not null
    )
    select count(*) from gone`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}

async function endAbsent(
  tx: Tx,
  platform: Platform,
  where: Where,
  people: readonly wecom.GroupPerson[],
  readAt: Date,
): Promise<number> {
  const settled = new Date(readAt.getTime() - LAG);
  const absent = sql<boolean>`joined_at < ${settled} and key <> all(${people.map(person => person.id)}::text[])`;
  return await endInside(tx, where, { which: absent, at: platform.clock.now(), by: null });
}

/** Ends the stay of people in a group, with the event of each customer. @returns how many. */
export async function endInside(
  tx: Tx,
  { accountId, groupId }: Where,
  {
    which,
    at,
    by,
  }: { which: ReturnType<typeof sql<boolean>>; at: Date; by: 'self' | 'removed' | 'dismissed' | null },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      update group_members set left_at = ${at}, left_by = ${by} where group_id = ${groupId} and left_at is null and ${which}
      returning customer_id
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'group.left', customer_id, ${accountId}, ${at}, ${`account:${accountId}`},
        jsonb_strip_nulls(jsonb_build_object('groupId', ${groupId}::bigint, 'by', ${by}::text))
      from gone where customer_id is not null
    )
    select count(*) from gone`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}
