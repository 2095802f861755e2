import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { tellMerge } from './merge-tags.ts';
import { MERGED_ON } from './refusals.ts';

/** Who carries the other tag is known no more once that became a third one. */
async function refuseMergedOn(tx: Tx, merge: number, tag: number): Promise<void> {
  const { rows } = await sql<{ name: string; into: string }>`
    select f.name, i.name as "into" from tag_merges g join tags f on f.id = g.from_tag join tags i on i.id = g.into_tag
    where g.from_tag = ${tag} and g.id > ${merge} and g.undone_at is null order by g.id desc limit 1`.execute(
    tx,
  );
  const [later] = rows;
  if (later) throw new Problem(MERGED_ON, later);
}

/** Who came to the other tag by a second merge as well has it by that one from now on. */
async function leaveToOthers(tx: Tx, merge: number, tag: number): Promise<void> {
  await sql`
    with heir as (
      select distinct on (p.customer_id) p.customer_id, o.merge_id
      from tag_merge_people p join tag_merge_people o on o.customer_id = p.customer_id and o.had_both
      join tag_merges g on g.id = o.merge_id and g.id <> ${merge} and g.into_tag = ${tag} and g.undone_at is null
      where p.merge_id = ${merge} and not p.had_both order by p.customer_id, o.merge_id
    )
    update tag_merge_people p set had_both = p.merge_id = ${merge}
    from heir h where p.customer_id = h.customer_id and p.merge_id in (h.merge_id, ${merge})`.execute(tx);
}

/** Takes a merge back: the tag is there again, with who carried it, unless they have lost the other one meanwhile. */
export async function undoTagMerge(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  id: number,
): Promise<{ people: number }> {
  const merge = await tx
    .selectFrom('tagMerges')
    .select(['fromTag', 'intoTag'])
    .where('id', '=', id)
    .where('undoneAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!merge) throw new Problem(NOT_FOUND);
  const { fromTag, intoTag } = merge;
  await refuseMergedOn(tx, id, intoTag);
  // Who was relieved of the other tag since, or whose profile is gone, gets nothing back.
  await sql`
    delete from tag_merge_people p where merge_id = ${id}
      and not exists (select 1 from customer_tags t where t.customer_id = p.customer_id and t.tag_id = ${intoTag})`.execute(
    tx,
  );
  await leaveToOthers(tx, id, intoTag);
  await sql`
    insert into customer_tags (customer_id, tag_id, source, reason, actor, added_at, expires_at, confirmed_at, import_id)
    select customer_id, ${fromTag}, source, reason, actor, added_at, expires_at, confirmed_at, import_id
    from tag_merge_people where merge_id = ${id} on conflict do nothing`.execute(tx);
  const people = await tellMerge(tx, clock, actor, { id, gone: intoTag, come: fromTag, isUndo: true });
  await sql`
    delete from customer_tags t using tag_merge_people p
    where p.merge_id = ${id} and not p.had_both and t.customer_id = p.customer_id and t.tag_id = ${intoTag}`.execute(
    tx,
  );
  await sql`update tags set archived_at = null where id = ${fromTag}`.execute(tx);
  await sql`
    with given_back as (
      update tag_accounts a set tag_id = ${fromTag} from tag_merges g, jsonb_to_recordset(g.links) as l (account_id bigint, external_id text)
      where g.id = ${id} and a.account_id = l.account_id and a.external_id = l.external_id and a.tag_id = ${intoTag}
      returning a.account_id, a.external_id
    )
    update follow_tags b set tag_id = ${fromTag} from given_back g where b.account_id = g.account_id and b.external_id = g.external_id`.execute(
    tx,
  );
  await sql`update tag_merges set undone_at = ${clock.now()} where id = ${id}`.execute(tx);
  await audit(tx, clock, actor, {
    action: 'tag.unmerged',
    object: { kind: 'tag', id: fromTag },
    after: { people },
  });
  return { people };
}
