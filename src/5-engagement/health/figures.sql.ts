import { sql } from 'kysely';
import type { z } from 'zod';
import { DAY, HOUR, shanghaiDate } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { healthFigures } from './contract.ts';

export type Figures = z.output<typeof healthFigures>;
/** Of the account alone: its requests, and what it has of what is limited. */
export type CallFigures = {
  calls: number;
  limited: number;
  faulty: number;
  /** The API that has used most of this hour. */
  busiest: string;
  busiestCalls: number;
  ways: number;
  /** Requests refused because of how the app is set up, and the code of the most frequent refusal. */
  settings: number;
  settingsCode: string;
};
/** Of a member, or of the account as a whole. */
export type Counted = { accountId: number; memberId: number | null; figures: Figures };

/**
 * Refusals that concern the whole app: its secret, its corp, what it may call, from where, whether it is switched on. A
 * refused secret is tried again once an hour only, so each one counts.
 */
const OF_THE_APP = ['40001', '40013', '48002', '48009', '50003', '60020'];

/** How far back is counted. Tasks younger than a day may still be confirmed today. */
export const SPANS = { people: 7 * DAY, tasks: 14 * DAY, fresh: DAY, calls: 3 * HOUR } as const;

/**
 * What happened lately between members and customers, for each active account and each of its members. How many were
 * lost is what events told or what WeCom's own statistics count, whichever is more: events get lost, and statistics come
 * a day late.
 */
export async function countPeople(db: Db | Tx, now: Date): Promise<Counted[]> {
  const ago = (span: number) => new Date(now.getTime() - span);
  const { rows } = await sql<Figures & { accountId: number; memberId: number | null }>`
    with account as (
      select id from channel_accounts where kind = 'wecom' and status = 'active'
    ), followed as (
      select f.account_id, f.member_id,
        count(*) filter (where f.followed_at >= ${ago(SPANS.people)}) as added,
        count(*) filter (where f.followed_at >= ${ago(SPANS.people)} and f.ended_by = 'customer') as added_left,
        count(*) filter (where f.ended_by = 'customer' and f.ended_at >= ${ago(SPANS.people)}) as lost,
        count(*) filter (where f.ended_at is null or f.ended_at >= ${ago(SPANS.people)}) as relations
      from follows f where f.account_id in (select id from account) group by 1, 2
    ), told as (
      select account_id, member_id, sum(lost) as lost from member_days
      where account_id in (select id from account) and day >= ${shanghaiDate(ago(SPANS.people))} group by 1, 2
    ), asked as (
      select account_id, member_id, count(*) as tasks, count(*) filter (where confirmed_at is null) as unconfirmed,
        sum(people) as people, sum((select count(*) from broadcast_people p where p.task_id = t.id and p.state = 'delivered')) as delivered
      from send_tasks t
      where state = 'created' and account_id in (select id from account) and called_at >= ${ago(SPANS.tasks)} and called_at < ${ago(SPANS.fresh)}
      group by 1, 2
    ), counted as (
      select a.account_id, a.member_id, coalesce(f.added, 0) as added, coalesce(f.added_left, 0) as added_left,
        greatest(coalesce(f.lost, 0), coalesce(d.lost, 0)) as lost, coalesce(f.relations, 0) as relations,
        coalesce(q.tasks, 0) as tasks, coalesce(q.unconfirmed, 0) as unconfirmed, coalesce(q.people, 0) as people,
        coalesce(q.delivered, 0) as delivered
      from (select distinct account_id, member_id from member_accounts where active and account_id in (select id from account)) a
      left join followed f using (account_id, member_id) left join told d using (account_id, member_id)
      left join asked q using (account_id, member_id)
    )
    select c.id as account_id, s.member_id, coalesce(sum(s.added), 0)::integer as added, coalesce(sum(s.added_left), 0)::integer as added_left,
      coalesce(sum(s.lost), 0)::integer as lost, coalesce(sum(s.relations), 0)::integer as relations, coalesce(sum(s.tasks), 0)::integer as tasks,
      coalesce(sum(s.unconfirmed), 0)::integer as unconfirmed, coalesce(sum(s.people), 0)::integer as people,
      coalesce(sum(s.delivered), 0)::integer as delivered
    from account c left join counted s on s.account_id = c.id
    group by grouping sets ((c.id), (c.id, s.member_id))
    having grouping(s.member_id) = 1 or s.member_id is not null
    order by c.id, s.member_id nulls first`.execute(db);
  return rows.map(({ accountId, memberId, ...figures }) => ({ accountId, memberId, figures }));
}

/** Requests an account made in the last hours, and what it holds of what a corp may have only so many of. */
export async function countCalls(db: Db | Tx, now: Date): Promise<Map<number, CallFigures>> {
  const hour = new Date(Math.floor(now.getTime() / HOUR) * HOUR);
  const since = new Date(hour.getTime() - SPANS.calls + HOUR);
  const { rows } = await sql<CallFigures & { accountId: number }>`
    select a.id as account_id, coalesce(c.calls, 0)::integer as calls, coalesce(c.limited, 0)::integer as limited,
      coalesce(c.faulty, 0)::integer as faulty, coalesce(b.api, '') as busiest, coalesce(b.calls, 0)::integer as busiest_calls,
      coalesce(s.calls, 0)::integer as settings, coalesce(s.code, '') as settings_code,
      (select count(*)::integer from code_ways w join live_codes l on l.id = w.code_id
        where l.account_id = a.id and w.config_id is not null) as ways
    from channel_accounts a
    left join lateral (
      select sum(calls) as calls, sum(calls) filter (where meaning = 'slow_down') as limited,
        sum(calls) filter (where meaning in ('retry', 'config', 'bug', 'uncertain', 'refresh_token')) as faulty
      from channel_calls where account_id = a.id and hour >= ${since} and meaning <> 'put_off'
    ) c on true
    left join lateral (
      select api, sum(calls) as calls from channel_calls
      where account_id = a.id and hour = ${hour} and meaning <> 'put_off' group by api order by 2 desc, 1 limit 1
    ) b on true
    left join lateral (
      select (array_agg(code order by calls desc))[1] as code, sum(calls) as calls from channel_calls
      where account_id = a.id and hour >= ${new Date(hour.getTime() - HOUR)} and meaning = 'config' and code = any(${OF_THE_APP}::text[])
    ) s on true
    where a.kind = 'wecom' and a.status = 'active'`.execute(db);
  return new Map(rows.map(({ accountId, ...figures }) => [accountId, figures]));
}
