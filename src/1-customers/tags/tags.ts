import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor, Scope } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { tagGroupView } from '../contract.ts';
import { TAG_EXISTS } from './refusals.ts';

export type TagSource = 'manual' | 'rule' | 'behaviour' | 'import' | 'wecom';

type Group = z.output<typeof tagGroupView>;

/** Tag groups with their tags and how many of the actor's people carry each, as of the projection. */
export async function listTags(db: Db | Tx, clickhouse: ClickHouse, scope: Scope) {
  const [{ rows: groups }, counted] = await Promise.all([
    sql<Omit<Group, 'tags'> & { tags: Omit<Group['tags'][number], 'customers'>[] }>`
      select g.id, g.name, g.exclusive, coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'meaning', t.meaning,
          'validDays', t.valid_days, 'owner', case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end)
          order by t.name) filter (where t.id is not null), '[]') as tags
      from tag_groups g left join tags t on t.group_id = g.id and t.archived_at is null
      left join members m on m.id = t.owner_member_id
      group by g.id order by g.sort, g.name`.execute(db),
    scope.kind === 'all'
      ? clickhouse.rows<TagCount>(peopleByTag('1'))
      : clickhouse.rows<TagCount>(peopleByTag('hasAny(members, {scope:Array(UInt32)})'), {
          scope: scope.memberIds,
        }),
  ]);
  const people = new Map(counted.map(row => [Number(row.tag_id), Number(row.people)]));
  return groups.map(group => ({
    ...group,
    tags: group.tags.map(tag => ({ ...tag, customers: people.get(tag.id) ?? 0 })),
  }));
}

type TagCount = { tag_id: number; people: number };

const peopleByTag = (where: string) =>
  `select tag_id, count() as people from customers final array join tags as tag_id where ${where} group by tag_id`;

/** Finds or makes a tag by group and name: what a file or a corp calls the same is the same. */
export async function ensureTag(tx: Tx, group: string, name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with g as (
      insert into tag_groups (name) values (${group}) on conflict (name) do update set name = excluded.name returning id
    )
    insert into tags (group_id, name) select id, ${name} from g
    on conflict (group_id, name) do update set archived_at = null returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('A tag was neither found nor made');
  return id;
}

export async function createTag(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  group: string,
  name: string,
): Promise<number> {
  const existing = await tx
    .selectFrom('tags')
    .innerJoin('tagGroups', 'tagGroups.id', 'tags.groupId')
    .select('tags.id')
    .where('tagGroups.name', '=', group)
    .where('tags.name', '=', name)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  if (existing) throw new Problem(TAG_EXISTS, { group, name });
  const id = await ensureTag(tx, group, name);
  await tx
    .updateTable('tags')
    .set({ ownerMemberId: actor.memberId ?? null, createdAt: clock.now() })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'tag.created',
    object: { kind: 'tag', id },
    after: { group, name },
  });
  return id;
}

export type TagChange = { customerIds: readonly number[]; tagIds: readonly number[] };
export type TagWhy = {
  source: TagSource;
  reason?: string | undefined;
  expiresAt?: Date | undefined;
  importId?: number | undefined;
};

/**
 * Gives every one of the people every one of the tags: one statement, one event and one audit row per new pair. A tag that
 * holds so many days ends after them; who has it already and is given it again by somebody who knows has it afresh. What
 * WeCom says of somebody has no end.
 * @returns number of pairs that were new.
 */
export async function addTags(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  change: TagChange,
  why: TagWhy,
): Promise<number> {
  const known = await tx
    .selectFrom('tags')
    .select('id')
    .where('id', 'in', [...change.tagIds, 0])
    .execute();
  if (known.length < new Set(change.tagIds).size) throw new Problem(NOT_FOUND);
  const { rows } = await sql<{ count: number }>`
    with given as (
      insert into customer_tags (customer_id, tag_id, source, reason, actor, added_at, expires_at, import_id)
      select c, t.id, ${why.source}, ${why.reason ?? null}, ${actor.name}, ${clock.now()},
        coalesce(${why.expiresAt ?? null}::timestamptz, ${clock.now()}::timestamptz + t.valid_days * interval '1 day'), ${why.importId ?? null}::bigint
      from (select distinct unnest(${change.customerIds}::bigint[]) as c) given_to cross join tags t where t.id = any(${change.tagIds}::bigint[])
      on conflict (customer_id, tag_id) do update set confirmed_at = excluded.added_at,
        expires_at = case when customer_tags.source <> 'wecom' then excluded.expires_at end
        where excluded.source in ('manual', 'rule', 'behaviour')
      returning customer_id, tag_id, xmax = 0 as is_new
    ), added as (select customer_id, tag_id from given where is_new)${tellTags('tag.added', clock, actor, why)}
    select count(*) from added`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Takes tags away, from every profile of the people so that a merge does not bring them back. */
export async function removeTags(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  change: TagChange,
  why: TagWhy,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with added as (
      delete from customer_tags ct using customers c
      where c.person_id in (select person_id from customers where id = any(${change.customerIds}::bigint[]))
        and ct.customer_id = c.id and ct.tag_id = any(${change.tagIds}::bigint[])
      returning ct.customer_id, ct.tag_id
    )${tellTags('tag.removed', clock, actor, why)}
    select count(*) from added`.execute(tx);
  return rows[0]?.count ?? 0;
}

/**
 * Takes away what has expired, so many at a time that the statement stays small.
 * @returns number of pairs that ended.
 */
export async function expireTags(tx: Tx, clock: Clock, limit = 20_000): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with added as (
      delete from customer_tags where (customer_id, tag_id) in (
        select customer_id, tag_id from customer_tags where expires_at <= ${clock.now()}::timestamptz
        order by expires_at limit ${limit} for update skip locked)
      returning customer_id, tag_id
    )${tellTags('tag.expired', clock, { name: 'system' }, { source: 'rule' })}
    select count(*) from added`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The event and the audit row of each pair in `added`. */
function tellTags(
  type: 'tag.added' | 'tag.removed' | 'tag.expired',
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  why: TagWhy,
) {
  const tag = sql`jsonb_build_object('tagId', tag_id, 'source', ${why.source}::text)`;
  return sql`, logged as (
      insert into events (type, customer_id, at, actor, data)
      select ${type}, customer_id, ${clock.now()}, ${actor.name}, ${tag} from added
    ), audited as (
    insert into audit_log (at, actor, action, object_kind, object_id, customer_id, reason, after)
    select ${clock.now()}, ${actor.name}, ${type}, 'customer', customer_id::text, customer_id, ${why.reason ?? null}, ${tag} from added
    )`;
}
