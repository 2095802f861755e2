import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { PUSH } from './push-job.ts';

/**
 * Queues what WeCom is to be told of the tags of these people, for each member who follows them: a tag that was given
 * here and WeCom does not have; a tag that WeCom has and the person carries no more. What only WeCom says is not spread
 * from one member to the others, and what a member has taken off since it was given is not pressed on them again.
 * Worked out from what is, so it comes to the same however often and in whatever order it is asked. What waits already
 * is turned round and not dropped: WeCom may have been told of it a moment ago. @returns number of relations concerned.
 */
export async function settlePushes(
  tx: Tx,
  { clock, jobs }: Pick<Platform, 'clock' | 'jobs'>,
  customerIds: readonly number[],
): Promise<number> {
  if (customerIds.length === 0) return 0;
  const now = clock.now();
  const { rows } = await sql<{ relations: number }>`
    with live as materialized (
      select distinct f.id, f.account_id, f.followed_at, c.person_id
      from customers c join follows f on f.customer_id = c.id and f.ended_at is null
      join member_accounts m on m.account_id = f.account_id and m.member_id = f.member_id and m.active
      join channel_accounts a on a.id = f.account_id and a.kind = 'wecom' and a.secrets is not null
      where c.status = 'active' and c.person_id in (select person_id from customers where id = any(${customerIds}::bigint[]))
    ), carries as materialized (
      select l.id, l.account_id, k.external_id, k.own, t.id as tag_id, t.archived_at is null and bool_or(g.source <> 'wecom') as given,
        max(greatest(g.added_at, g.confirmed_at)) as given_at
      from live l join customers c on c.person_id = l.person_id join customer_tags g on g.customer_id = c.id
      join tags t on t.id = g.tag_id join tag_accounts k on k.tag_id = t.id and k.account_id = l.account_id
      group by l.id, l.account_id, k.external_id, k.own, t.id
    ), known as (
      select b.follow_id, b.external_id, b.tag_id, b.carried, b.at from live l join follow_tags b on b.follow_id = l.id and b.since = l.followed_at
    ), waiting as (
      select w.follow_id, w.external_id, w.carried, k.tag_id from live l join tag_pushes w on w.follow_id = l.id
      join tag_accounts k on k.account_id = w.account_id and k.external_id = w.external_id
    ), wanted as (
      select c.id, c.account_id, (array_agg(c.external_id order by c.own desc, c.external_id))[1] as external_id, true as carried
      from carries c
      where c.given and not exists (select 1 from waiting w where w.follow_id = c.id and w.tag_id = c.tag_id)
        and not exists (select 1 from known b where b.follow_id = c.id and b.tag_id = c.tag_id and (b.carried or b.at >= c.given_at))
      group by c.id, c.account_id, c.tag_id
      union all
      select l.id, l.account_id, b.external_id, false from known b join live l on l.id = b.follow_id
      -- a corp tag that stands for another tag by now is the sync's to take in first
      join tag_accounts k on k.account_id = l.account_id and k.external_id = b.external_id and k.tag_id = b.tag_id
      where b.carried and not exists (select 1 from carries c where c.id = b.follow_id and c.external_id = b.external_id)
        and not exists (select 1 from waiting w where w.follow_id = b.follow_id and w.external_id = b.external_id)
      union all
      select l.id, l.account_id, w.external_id, not w.carried from waiting w join live l on l.id = w.follow_id
      where w.carried <> exists (select 1 from carries c where c.id = w.follow_id and c.external_id = w.external_id)
    ), queued as (
      insert into follow_pushes (follow_id, account_id, try_at) select distinct id, account_id, ${now}::timestamptz from wanted
      on conflict (follow_id) do update set rev = default, attempts = 0, failure = null, given_up_at = null,
        try_at = case when follow_pushes.given_up_at is null then follow_pushes.try_at else excluded.try_at end
      returning follow_id
    ), tagged as (
      insert into tag_pushes (follow_id, account_id, external_id, carried) select id, account_id, external_id, carried from wanted
      on conflict (follow_id, external_id) do update set carried = excluded.carried
    )
    select count(*) as relations from queued`.execute(tx);
  const relations = Number(rows[0]?.relations ?? 0);
  if (relations > 0) await jobs.enqueue(tx, PUSH, {}, { onlyOne: PUSH.name });
  return relations;
}
