import { sql } from 'kysely';
import type { Clock } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { removeTags } from '../tags/tags.ts';

/** The corp tags that a member has put on a customer, as WeCom told them. */
export type ToldTags = { key: string; user_id: string; tag_ids: readonly string[] };

export type TagDifference = {
  followId: number;
  customerId: number;
  externalId: string;
  tagId: number;
  since: Date;
  carried: boolean;
};

/**
 * What members have put on or taken off since WeCom was last heard: told of it now and not then, or the other way round.
 * What is said alike is nobody's news, so what was taken off here and is not yet pushed does not come back. A tag that
 * WeCom is about to be told of, or was told of after this reading began, is left to that.
 */
export async function tagDifferences(
  db: Db | Tx,
  accountId: number,
  told: readonly ToldTags[],
  readAt: Date,
): Promise<TagDifference[]> {
  const { rows } = await sql<TagDifference>`
    with told as (
      select f.id, f.customer_id, f.followed_at, array_agg(tag) filter (where tag is not null) as tags
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t (key text, user_id text, tag_ids text[])
      join identities i on i.kind = 'external_userid' and i.account_id = ${accountId} and i.key = t.key
      join member_accounts m on m.account_id = ${accountId} and lower(m.external_id) = lower(t.user_id)
      join follows f on f.account_id = ${accountId} and f.member_id = m.member_id and f.identity_id = i.id
      left join lateral unnest(t.tag_ids) as tag on true
      group by f.id
    ), both_sides as (
      select t.id, k.external_id, k.tag_id, true as carried from told t join tag_accounts k on k.account_id = ${accountId} and k.external_id = any(t.tags)
      union all
      select t.id, k.external_id, k.tag_id, false from told t
      join follow_tags b on b.follow_id = t.id and b.carried and b.since = t.followed_at
      join tag_accounts k on k.account_id = b.account_id and k.external_id = b.external_id
      where not coalesce(b.external_id = any(t.tags), false)
    )
    select t.id as follow_id, t.customer_id, s.external_id, s.tag_id, t.followed_at as since, s.carried
    from both_sides s join told t on t.id = s.id
    left join follow_tags b on b.follow_id = s.id and b.external_id = s.external_id and b.since = t.followed_at
    where (b.follow_id is null or b.at <= ${readAt} and (b.carried <> s.carried or b.tag_id <> s.tag_id))
      and not exists (select 1 from tag_pushes w join follow_pushes p on p.follow_id = w.follow_id
        where w.follow_id = s.id and w.external_id = s.external_id and p.given_up_at is null)`.execute(db);
  return rows;
}

export type TagsTakenIn = { added: number; removed: number };

/** Carries the differences over to the people: a tag is taken off once no member who follows them has it any more. */
export async function takeInToldTags(
  tx: Tx,
  clock: Clock,
  accountId: number,
  told: readonly ToldTags[],
  readAt: Date,
): Promise<TagsTakenIn> {
  const differences = await tagDifferences(tx, accountId, told, readAt);
  if (differences.length === 0) return { added: 0, removed: 0 };
  await remember(tx, accountId, differences, readAt);
  await forgetGivenUp(tx, differences);
  const added = await addTold(
    tx,
    clock,
    accountId,
    differences.filter(one => one.carried),
  );
  const gone = differences.filter(one => !one.carried);
  return { added, removed: await takeOff(tx, clock, accountId, gone) };
}

function rowsOf(differences: readonly TagDifference[]) {
  return sql`unnest(${differences.map(d => d.followId)}::bigint[], ${differences.map(d => d.customerId)}::bigint[], ${differences.map(d => d.externalId)}::text[],
    ${differences.map(d => d.tagId)}::bigint[], ${differences.map(d => d.carried)}::boolean[], ${differences.map(d => d.since)}::timestamptz[])
    as d (follow_id, customer_id, external_id, tag_id, carried, since)`;
}

/** What WeCom says of these tags, as read or told at that moment. */
export async function remember(
  tx: Tx,
  accountId: number,
  said: readonly TagDifference[],
  at: Date,
): Promise<void> {
  await sql`
    insert into follow_tags (follow_id, account_id, external_id, tag_id, carried, since, at)
    select follow_id, ${accountId}, external_id, tag_id, carried, since, ${at} from ${rowsOf(said)}
    on conflict (follow_id, external_id) do update set tag_id = excluded.tag_id, carried = excluded.carried, since = excluded.since, at = excluded.at`.execute(
    tx,
  );
}

/** What could not be pushed is no longer wanted once a member has decided about it. */
async function forgetGivenUp(tx: Tx, differences: readonly TagDifference[]): Promise<void> {
  await sql`
    with decided as (
      delete from tag_pushes w using ${rowsOf(differences)}
      where w.follow_id = d.follow_id and w.external_id = d.external_id returning w.follow_id, w.external_id
    )
    delete from follow_pushes p where p.follow_id in (select follow_id from decided) and p.remark is null
      and not exists (select 1 from tag_pushes w where w.follow_id = p.follow_id
        and (w.follow_id, w.external_id) not in (select follow_id, external_id from decided))`.execute(tx);
}

async function addTold(
  tx: Tx,
  clock: Clock,
  accountId: number,
  put: readonly TagDifference[],
): Promise<number> {
  const [now, actor] = [clock.now(), `account:${accountId}`];
  const { rows } = await sql<{ count: number }>`
    with added as (
      insert into customer_tags (customer_id, tag_id, source, actor, added_at)
      select distinct customer_id, tag_id, 'wecom', ${actor}, ${now}::timestamptz from ${rowsOf(put)}
      on conflict (customer_id, tag_id) do nothing returning customer_id, tag_id
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'tag.added', customer_id, ${accountId}, ${now}, ${actor}, jsonb_build_object('tagId', tag_id, 'source', 'wecom') from added
    )
    select count(*) from added`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}

async function takeOff(
  tx: Tx,
  clock: Clock,
  accountId: number,
  gone: readonly TagDifference[],
): Promise<number> {
  if (gone.length === 0) return 0;
  const { rows } = await sql<{ tagId: number; people: number[] }>`
    select d.tag_id, array_agg(distinct c.person_id) as people from ${rowsOf(gone)} join customers c on c.id = d.customer_id
    where not exists (
      select 1 from customers o join follows f on f.customer_id = o.id and f.ended_at is null
      left join follow_tags b on b.follow_id = f.id and b.since = f.followed_at and b.carried
      left join tag_pushes w on w.follow_id = f.id and w.carried
      join tag_accounts k on k.account_id = f.account_id and k.external_id in (b.external_id, w.external_id)
      where o.person_id = c.person_id and k.tag_id = d.tag_id)
    group by d.tag_id`.execute(tx);
  let removed = 0;
  for (const { tagId, people } of rows) {
    const change = { customerIds: people, tagIds: [tagId] };
    removed += await removeTags(tx, clock, { name: `account:${accountId}` }, change, { source: 'wecom' });
  }
  return removed;
}
