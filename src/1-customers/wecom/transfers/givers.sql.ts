import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Scope } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { TRANSFER_KINDS, transferGiver } from './contract.ts';
import { transferRules } from './rules.ts';

export type Kind = (typeof TRANSFER_KINDS)[number];
export type Giver = { accountId: number; kind: Kind; fromId: number };

/** Whose customers somebody may hand on: those of the members in their data scope. */
export function giverInScope(scope: Scope, member: RawBuilder<unknown>): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`;
  return sql<boolean>`${member} = any(${sql.val(scope.memberIds)}::bigint[])`;
}

type GiverRow = z.output<typeof transferGiver>;

/** Members with customers or groups: who left first, whose customers have waited longest before the others. */
export async function listGivers(db: Db | Tx, scope: Scope): Promise<GiverRow[]> {
  const { rows } = await sql<GiverRow>`
    with waiting as (
      select account_id, member_id, count(distinct customer_id)::integer as customers, min(left_at) as left_at
      from unassigned_customers group by account_id, member_id
    ), followed as (
      select account_id, member_id, count(distinct customer_id)::integer as customers from follows where ended_at is null
      group by account_id, member_id
    ), owned as (
      select g.account_id, m.member_id, count(*) filter (where g.state = 'owner_left')::integer as orphans,
        count(*) filter (where g.state <> 'owner_left')::integer as groups
      from customer_groups g join member_accounts m on m.account_id = g.account_id and lower(m.external_id) = lower(g.owner_id)
      where g.state <> 'dismissed' group by g.account_id, m.member_id
    )
    select jsonb_build_object('id', a.id, 'name', a.name) as account, jsonb_build_object('id', m.id, 'name', m.name) as member,
      case when left_here then 'resigned' else 'on_job' end as kind,
      coalesce(case when left_here then w.customers else f.customers end, 0) as customers,
      coalesce(case when left_here then o.orphans else o.groups end, 0) as groups, w.left_at
    from member_accounts ma join members m on m.id = ma.member_id
    join channel_accounts a on a.id = ma.account_id and a.kind = 'wecom' and a.status = 'active'
    left join waiting w on w.account_id = ma.account_id and w.member_id = ma.member_id
    left join followed f on f.account_id = ma.account_id and f.member_id = ma.member_id
    left join owned o on o.account_id = ma.account_id and o.member_id = ma.member_id
    cross join lateral (select not ma.active and (w.customers > 0 or o.orphans > 0) as left_here) l
    where ${giverInScope(scope, sql`m.id`)}
      and case when left_here then true else ma.active and coalesce(f.customers, 0) + coalesce(o.groups, 0) > 0 end
    order by left_here desc, w.left_at, m.name, m.id`.execute(db);
  return rows.map(row => ({ ...row, leftAt: row.leftAt && new Date(row.leftAt) }));
}

export type Theirs = {
  personId: number;
  customerId: number;
  externalId: string;
  name: string;
  value: number | null;
  hindrance: 'under_way' | 'protected' | null;
  until: Date | null;
};

/**
 * The customers of a giver, each WeCom id by itself, with what keeps them from being transferred now. What others did in
 * WeCom's own console is not known here; WeCom refuses those one by one.
 */
export async function customersOf(db: Db | Tx, clock: Clock, giver: Giver): Promise<Theirs[]> {
  const now = clock.now();
  const { most, window } = await transferRules(db, now);
  const { accountId, kind, fromId } = giver;
  const theirs =
    kind === 'on_job'
      ? sql`select f.customer_id, i.key as external_id from follows f join identities i on i.id = f.identity_id
          where f.account_id = ${accountId} and f.member_id = ${fromId} and f.ended_at is null and i.kind = 'external_userid'`
      : sql`select customer_id, external_id from unassigned_customers where account_id = ${accountId} and member_id = ${fromId}`;
  const { rows } = await sql<Theirs>`
    with theirs as (${theirs}), before as (
      select p.external_id, p.state, x.from_id, x.kind, coalesce(p.settled_at, p.due_at, p.asked_at, ${now}::timestamptz) as at
      from transfer_people p join transfers x on x.id = p.transfer_id
      where p.account_id = ${accountId} and p.external_id in (select external_id from theirs)
        and p.state in ('planned', 'asking', 'waiting', 'done')
    ), open as (
      select distinct external_id from before where from_id = ${fromId} and state <> 'done'
    ), numbered as (
      select external_id, at, row_number() over (partition by external_id order by at desc) as n from before where kind = 'on_job'
    )
    select c.person_id, t.customer_id, t.external_id, coalesce(p.name, c.name, '') as name, v.num as value,
      case when o.external_id is not null then 'under_way' when ${kind} = 'on_job' and b.until > ${now} then 'protected' end as hindrance,
      case when o.external_id is null and ${kind} = 'on_job' and b.until > ${now} then b.until end as until
    from theirs t join customers c on c.id = t.customer_id and c.status = 'active'
    left join customers p on p.id = c.person_id
    left join customer_facts v on v.customer_id = c.person_id and v.key = 'value.total'
    left join open o on o.external_id = t.external_id
    left join (select external_id, at + ${window / 1_000} * interval '1 second' as until from numbered where n = ${most}) b
      on b.external_id = t.external_id
    order by c.person_id, t.external_id`.execute(db);
  return rows;
}

/** Groups a giver owns that can be handed on now. */
export async function groupsOf(
  db: Db | Tx,
  { accountId, kind, fromId }: Giver,
): Promise<{ id: number; people: number }[]> {
  const { rows } = await sql<{ id: number; people: number }>`
    select g.id, (select count(*)::integer from group_members p where p.group_id = g.id and p.left_at is null) as people
    from customer_groups g join member_accounts m on m.account_id = g.account_id and lower(m.external_id) = lower(g.owner_id)
    where g.account_id = ${accountId} and m.member_id = ${fromId}
      and ${kind === 'on_job' ? sql`g.state in ('normal', 'inherited')` : sql`g.state = 'owner_left'`}
      and not exists (select 1 from transfer_groups t where t.group_id = g.id and t.state in ('planned', 'asking'))
    order by g.id`.execute(db);
  return rows;
}
