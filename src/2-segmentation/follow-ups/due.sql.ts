import { type RawBuilder, sql } from 'kysely';
import { followUpDay, inScope } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { CADENCE } from '../cadence/formula.contract.ts';
import { isWilling } from './willing.sql.ts';

export type Asked = { scope: Scope; member?: number | undefined; now: Date; today: string };

const DUE_RHYTHM = sql.lit('rhythm.due');

/**
 * Who is to be talked to, a row per person and cause: an open promise that is due, a day somebody set that has come, a
 * silence longer than 1.5 times their own rhythm (up to 4 times: later than that a rhythm says nothing). Of rhythms only
 * people somebody is in charge of, who were not put off to a later day, and who did not order meanwhile.
 */
function causes({ now, today }: Asked): RawBuilder<unknown> {
  return sql`
    select c.person_id, 1 as rank from promises p join customers c on c.id = p.customer_id
    where p.state = 'open' and p.due_day <= ${today}::date and c.status = 'active'
    union all
    select c.person_id, 2 from customers c
    where c.next_follow_up <= ${today}::date and c.status = 'active' and ${followUpDay(sql`c.person_id`)} <= ${today}::date
    union all
    select c.person_id, 3 from customer_facts f join customer_facts d on d.customer_id = f.customer_id and d.key = 'rhythm.days'
      join customers c on c.id = f.customer_id and c.id = c.person_id and c.status = 'active'
    where f.key = ${DUE_RHYTHM} and f.at <= ${now}::timestamptz
      and f.at + ${CADENCE.lost - CADENCE.due}::float8 * d.num * interval '1 day' > ${now}::timestamptz
      and coalesce(${followUpDay(sql`c.person_id`)} <= ${today}::date, true)
      and exists (select 1 from customers o where o.person_id = c.person_id and (o.owner_member_id is not null
        or exists (select 1 from follows w where w.customer_id = o.id and w.ended_at is null)))
      and not exists (select 1 from orders o join customers p on p.id = o.customer_id
        where p.person_id = c.person_id and o.payment = 'paid' and o.ordered_at >= f.at)
      and ${isWilling(sql`c.person_id`)}`;
}

/** A row per person, with the most binding cause. */
function duePersons(asked: Asked): RawBuilder<unknown> {
  const { scope, member } = asked;
  const ofMember = member === undefined ? sql`true` : ofMembers(member);
  return sql`
    select person_id, min(rank) as rank from (${causes(asked)}) caused
    where ${inScope(scope, sql`caused.person_id`)} and ${ofMember} group by person_id`;
}

const ofMembers = (member: number) =>
  inScope({ kind: 'members', memberIds: [member] }, sql`caused.person_id`);

/** How many by cause. */
export const countQuery = (asked: Asked) =>
  sql<{
    rank: number;
    people: number;
  }>`select rank, count(*) as people from (${duePersons(asked)}) due group by rank`;

/** How many by member in charge; only members of the reader's scope. */
export function memberCountQuery(asked: Asked) {
  const { scope } = asked;
  const seen = scope.kind === 'all' ? sql`true` : sql`m.id = any(${scope.memberIds}::bigint[])`;
  return sql<{ id: number; name: string; people: number }>`
    select m.id, m.name, count(distinct charge.person_id) as people from (
      select c.person_id, c.owner_member_id as member_id from customers c where c.owner_member_id is not null
      union all
      select c.person_id, f.member_id from follows f join customers c on c.id = f.customer_id where f.ended_at is null
    ) charge join (${duePersons(asked)}) due on due.person_id = charge.person_id join members m on m.id = charge.member_id
    where ${seen} group by m.id, m.name order by people desc, m.id`;
}

/** The cursor is the last row's place: cause, expected value, person. */
export type Place = { rank: number; worth: number; personId: number };
export type PlacedRow = Place & { expected: number | null };

/** One page of persons: promises first, then days that were set, then rhythms; each by what is expected of them. */
export function pageQuery(asked: Asked, page: { rank: number | null; after: Place | null; limit: number }) {
  const { rank, after, limit } = page;
  return sql<PlacedRow>`
    select * from (
      select due.rank, due.person_id, v.num::bigint as expected, coalesce(v.num, 0)::bigint as worth
      from (${duePersons(asked)}) due
      left join customer_facts v on v.customer_id = due.person_id and v.key = 'value.expected'
    ) placed
    where (${rank}::int is null or rank = ${rank})
      and (${after === null} or (rank, -worth, person_id) > (${after?.rank ?? 0}::int, ${-(after?.worth ?? 0)}::bigint, ${after?.personId ?? 0}::bigint))
    order by rank, -worth, person_id limit ${limit}`;
}

/** What there is to say of the persons of a page. */
export function describeQuery(personIds: readonly number[], today: string) {
  return sql<Described>`
    select c.id as person_id, coalesce(named.name, '') as name, tier.str as tier, rhythm.num as rhythm_days,
      to_char(${followUpDay(sql`c.person_id`)}, 'YYYY-MM-DD') as planned, visits.order_days, visits.last_order,
      (${today}::date - visits.last_order::date) as since,
      array(select distinct m.name from members m where m.id in (
        select p.owner_member_id from customers p where p.person_id = c.id
        union select f.member_id from follows f join customers p on p.id = f.customer_id where p.person_id = c.id and f.ended_at is null
      ) order by 1) as members,
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'text', p.text, 'dueDay', p.due_day) order by p.due_day, p.id)
        from promises p join customers o on o.id = p.customer_id where o.person_id = c.id and p.state = 'open'), '[]') as promises,
      last.at as last_at, last.by as last_by, last.note as last_note
    from customers c
    left join customer_facts tier on tier.customer_id = c.id and tier.key = 'tier'
    left join customer_facts rhythm on rhythm.customer_id = c.id and rhythm.key = 'rhythm.days'
    left join lateral (select p.name from customers p where p.person_id = c.id and p.name is not null order by p.id limit 1) named on true
    left join lateral (
      select count(distinct (o.ordered_at at time zone 'Asia/Shanghai')::date) as order_days,
        max((o.ordered_at at time zone 'Asia/Shanghai')::date)::text as last_order
      from orders o join customers p on p.id = o.customer_id
      where p.person_id = c.id and o.payment = 'paid' and o.paid > o.refunded
    ) visits on true
    left join lateral (${lastFollowUp(sql`c.id`)}) last on true
    where c.id = any(${personIds}::bigint[])`;
}

export type Described = {
  personId: number;
  name: string;
  tier: string | null;
  rhythmDays: number | null;
  planned: string | null;
  orderDays: number;
  lastOrder: string | null;
  since: number | null;
  members: string[];
  promises: { id: number; text: string; dueDay: string }[];
} & LastColumns;
export type LastColumns = { lastAt: Date | null; lastBy: string | null; lastNote: string | null };

/** When somebody last followed up with a person, who, and what they noted. */
export function lastFollowUp(person: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select e.at, coalesce(m.name, e.actor) as by, coalesce(e.data ->> 'note', '') as note
    from events e join customers p on p.id = e.customer_id left join members m on e.actor = 'member:' || m.id
    where p.person_id = ${person} and e.type = 'follow_up.done' order by e.at desc, e.seq desc limit 1`;
}
