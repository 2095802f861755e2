import { sql } from 'kysely';
import type { z } from 'zod';
import { inScope } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { HOUR } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { newcomerQuery, newcomerRow } from './contract.ts';

type Row = z.output<typeof newcomerRow>;
type Query = z.output<typeof newcomerQuery>;

/** How long somebody is a newcomer, and after how long nothing done for them is an alarm. */
export const NEWCOMER = 48 * HOUR;
const ALARM = 24 * HOUR;

/**
 * Who came in during the last 48 hours and what has been done for them: the welcome, tag and remark of the code, and what
 * a member did by hand since (a note, a promise, a day to follow up). Whether they answered no platform tells an app.
 */
export async function listNewcomers(
  db: Db | Tx,
  now: Date,
  scope: Scope,
  { member, alarm, cursor, limit }: Query,
): Promise<{ data: Row[]; hasMore: boolean; nextCursor: string | null }> {
  const { rows } = await sql<Row>`
    select * from (
      select e.id, e.at, e.fresh,
        jsonb_build_object('id', c.person_id, 'name', coalesce((select p.name from customers p where p.person_id = c.person_id
          and p.name is not null order by p.id = c.person_id desc, p.id limit 1), '')) as customer,
        jsonb_build_object('id', m.id, 'name', m.name) as member,
        jsonb_build_object('id', t.id, 'name', t.name) as touchpoint,
        case when l.id is not null then jsonb_build_object('id', l.id, 'name', l.name) end as code,
        case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name) end as link,
        not exists (select 1 from follows f where f.customer_id = e.customer_id and f.account_id = e.account_id and f.ended_at is null) as left,
        w.outcome as welcome,
        exists (select 1 from customer_tags g join customers p on p.id = g.customer_id where p.person_id = c.person_id) as is_tagged,
        exists (select 1 from follows f where f.customer_id = e.customer_id and f.member_id = e.member_id and coalesce(f.remark, '') not in ('', coalesce(c.name, ''))) as is_remarked,
        ${lookedAfter} as is_looked_after,
        e.orders > 0 as has_ordered,
        e.at <= ${new Date(now.getTime() - ALARM)} and not ${lookedAfter} as is_alarm
      from entries e join customers c on c.id = e.customer_id and c.status = 'active' join members m on m.id = e.member_id
      join touchpoints t on t.id = e.touchpoint_id
      left join live_codes l on l.id = e.code_id left join acquisition_links k on k.id = e.link_id
      left join lateral (
        select w.outcome from welcomes w join identities i on i.kind = 'external_userid' and i.account_id = e.account_id and i.key = w.external_id
        where w.account_id = e.account_id and i.customer_id = e.customer_id and w.told_at between e.at - interval '1 hour' and e.at + interval '1 hour'
        order by w.id desc limit 1
      ) w on true
      where e.kind = 'add' and e.at > ${new Date(now.getTime() - NEWCOMER)} and e.at <= ${now} and ${inScope(scope, sql`c.person_id`)}
        and (${member ?? null}::bigint is null or e.member_id = ${member ?? null}) and (${cursor ? Number(cursor) : null}::bigint is null or e.id < ${cursor ? Number(cursor) : null})
    ) newcomer where ${alarm === undefined} or is_alarm
    order by id desc limit ${limit + 1}`.execute(db);
  const data = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return { data, hasMore, nextCursor: hasMore ? String(data.at(-1)?.id) : null };
}

/** By a member's own hand since they came: what the code does by itself is no care. */
const lookedAfter = sql`(
  exists (select 1 from promises p join customers q on q.id = p.customer_id where q.person_id = c.person_id and p.made_at >= e.at)
  or exists (select 1 from audit_log a join customers q on q.id = a.customer_id where q.person_id = c.person_id and a.at >= e.at
    and a.actor like 'member:%' and a.action in ('customer.changed', 'tag.added', 'follow.remarked')))`;
