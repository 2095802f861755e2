import { type RawBuilder, sql } from 'kysely';
import { followUpDay, inScope, peopleOf } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { CADENCE } from '../cadence/formula.contract.ts';
import { silentFor } from '../cadence/silent.sql.ts';
import { isWilling, isWillingOfMany } from './willing.sql.ts';

export type Asked = {
  scope: Scope;
  member?: number | undefined;
  /** Only who is due of these. */
  only?: readonly number[] | undefined;
  now: Date;
  today: string;
};

/**
 * Who is to be talked to, a row per person and cause: an open promise that is due, a day somebody set that has come, a
 * silence longer than 1.5 times their own rhythm (up to 4 times: later than that a rhythm says nothing). Of rhythms only
 * people somebody is in charge of, who were not put off to a later day, and who did not order meanwhile.
 */
function causes(asked: Asked): RawBuilder<unknown> {
  const { only, now, today } = asked;
  const silent = silentFor({ now, from: CADENCE.due, to: CADENCE.lost }, startingFrom(asked));
  const isAsked = only ? sql`c.person_id = any(${only}::bigint[])` : sql`true`;
  return sql`
    select c.person_id, 1 as rank from promises p join customers c on c.id = p.customer_id
    where p.state = 'open' and p.due_day <= ${today}::date and c.status = 'active' and ${isAsked}
    union all
    select c.person_id, 2 from customers c
    where c.next_follow_up <= ${today}::date and c.status = 'active' and ${isAsked} and ${followUpDay(sql`c.person_id`)} <= ${today}::date
    union all
    select silent.person_id, 3 from (${silent}) silent
    where exists (select 1 from customers c where c.id = silent.person_id and c.person_id = c.id and c.status = 'active' offset 0)
      and exists (select 1 from customers o where o.person_id = silent.person_id and (o.owner_member_id is not null
        or exists (select 1 from follows w where w.customer_id = o.id and w.ended_at is null)) offset 0)
      and not exists (select 1 from customers p
        cross join lateral (select 1 from orders where customer_id = p.id and payment = 'paid' and ordered_at >= silent.since offset 0) o
        where p.person_id = silent.person_id offset 0)
      and ${isFree(asked)}`;
}

/** Not put off to a later day, and willing. */
function isFree(asked: Asked): RawBuilder<boolean> {
  const person = sql`silent.person_id`;
  const isNow = sql`coalesce(${followUpDay(person)} <= ${asked.today}::date, true)`;
  if (startingFrom(asked)) return sql<boolean>`${isNow} and ${isWilling(person)}`;
  return sql<boolean>`(${person} not in (select person_id from customers where next_follow_up is not null) or ${isNow})
    and ${isWillingOfMany(person)}`;
}

/** The people to begin with, where not everybody is asked about: those of a member, or of the reader's scope. */
function startingFrom({ scope, member, only }: Asked): RawBuilder<unknown> | undefined {
  if (only) return sql`select unnest(${only}::bigint[]) as person_id`;
  if (member !== undefined) return peopleOf([member]);
  return scope.kind === 'all' ? undefined : peopleOf(scope.memberIds);
}

/** A row per person, with the most binding cause. */
function duePersons(asked: Asked): RawBuilder<unknown> {
  const { scope, member } = asked;
  const ofMember =
    member === undefined
      ? sql`true`
      : inScope({ kind: 'members', memberIds: [member] }, sql`caused.person_id`);
  return sql`
    select person_id, min(rank) as rank from (${causes(asked)}) caused
    where ${inScope(scope, sql`caused.person_id`)} and ${ofMember} group by person_id`;
}

/** A person's place in the list: cause, expected value, person. */
export type Place = { rank: number; worth: number; personId: number };

/** Everybody who is due: promises first, then days that were set, then rhythms; each by what is expected of them. */
export const dueIn = (asked: Asked) => sql<Place>`
  select due.rank, due.person_id, coalesce(v.num, 0)::bigint as worth
  from (${duePersons(asked)}) due
  left join customer_facts v on v.customer_id = due.person_id and v.key = 'value.expected'
  order by rank, worth desc, person_id`;

/** How many of these persons each member is in charge of; only members of the reader's scope. */
export function memberCountQuery(scope: Scope, personIds: readonly number[]) {
  const seen = scope.kind === 'all' ? sql`true` : sql`m.id = any(${scope.memberIds}::bigint[])`;
  return sql<{ id: number; name: string; people: number }>`
    select m.id, m.name, count(distinct charge.person_id) as people from (
      select c.person_id, c.owner_member_id as member_id from customers c where c.owner_member_id is not null
      union all
      select c.person_id, f.member_id from follows f join customers c on c.id = f.customer_id where f.ended_at is null
    ) charge join unnest(${personIds}::bigint[]) as due (person_id) on due.person_id = charge.person_id
    join members m on m.id = charge.member_id
    where ${seen} group by m.id, m.name order by people desc, m.id`;
}

/** What there is to say of the persons of a page. */
export function describeQuery(personIds: readonly number[], today: string) {
  return sql<Described>`
    select c.id as person_id, coalesce(named.name, '') as name, tier.str as tier, rhythm.num as rhythm_days, expected.num::bigint as expected,
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
    left join customer_facts expected on expected.customer_id = c.id and expected.key = 'value.expected'
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
  expected: number | null;
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
