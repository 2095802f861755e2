import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { liveTag } from './change-tags.ts';

/**
 * Makes one tag another: who carried it carries the other now, as they came to it, and it is put away; corp tags that stood
 * for it stand for the other, or the next sync would bring it back. Everybody's
 * timeline tells of it. What it takes to undo is kept. @returns the merge, and of how many people.
 */
export async function mergeTags(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  from: number,
  into: number,
): Promise<{ id: number; people: number }> {
  if (from === into) throw new Problem(NOT_FOUND);
  const [old, other] = [await liveTag(tx, from), await liveTag(tx, into)];
  const now = clock.now();
  const { id } = await tx
    .insertInto('tagMerges')
    .values({ fromTag: from, intoTag: into, people: 0, at: now, actor: actor.name })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`
    insert into tag_merge_people (merge_id, customer_id, source, reason, actor, added_at, expires_at, confirmed_at, import_id, had_both)
    select ${id}, f.customer_id, f.source, f.reason, f.actor, f.added_at, f.expires_at, f.confirmed_at, f.import_id, i.customer_id is not null
    from customer_tags f left join customer_tags i on i.customer_id = f.customer_id and i.tag_id = ${into}
    where f.tag_id = ${from}`.execute(tx);
  await sql`
    insert into customer_tags (customer_id, tag_id, source, reason, actor, added_at, expires_at, confirmed_at, import_id)
    select customer_id, ${into}, source, reason, actor, added_at, expires_at, confirmed_at, import_id
    from tag_merge_people where merge_id = ${id} and not had_both`.execute(tx);
  const people = await tellMerge(tx, clock, actor, { id, gone: from, come: into });
  await sql`delete from customer_tags where tag_id = ${from}`.execute(tx);
  await sql`update tags set archived_at = ${now} where id = ${from}`.execute(tx);
  await sql`
    with moved as (
      update tag_accounts set tag_id = ${into} where tag_id = ${from} returning account_id, external_id
    ), said as (
      update follow_tags set tag_id = ${into} where tag_id = ${from}
    )
    update tag_merges set people = ${people}, links = (select coalesce(jsonb_agg(to_jsonb(moved)), '[]') from moved)
    where id = ${id}`.execute(tx);
  await audit(tx, clock, actor, {
    action: 'tag.merged',
    object: { kind: 'tag', id: from },
    before: { group: old.group, name: old.name },
    after: { group: other.group, name: other.name, people },
  });
  return { id, people };
}

/** Both tags of everybody concerned, in the log and in the audit; who had both only loses, or gets back, the one. */
export async function tellMerge(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  { id, gone, come, isUndo = false }: { id: number; gone: number; come: number; isUndo?: boolean },
): Promise<number> {
  const kept = isUndo ? 'tag.removed' : 'tag.added';
  const { rows } = await sql<{ people: number }>`
    with told as (
      select p.customer_id, t.type, jsonb_build_object('tagId', t.tag_id, 'source', 'manual') as data
      from tag_merge_people p, lateral (values ('tag.removed', ${gone}::bigint), ('tag.added', ${come}::bigint)) as t (type, tag_id)
      where p.merge_id = ${id} and not (p.had_both and t.type = ${kept})
    ), logged as (
      insert into events (type, customer_id, at, actor, data)
      select type, customer_id, ${clock.now()}::timestamptz, ${actor.name}, data from told
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, after)
      select ${clock.now()}::timestamptz, ${actor.name}, type, 'customer', customer_id::text, customer_id, data from told
    )
    select count(distinct customer_id) as people from told`.execute(tx);
  return Number(rows[0]?.people ?? 0);
}
