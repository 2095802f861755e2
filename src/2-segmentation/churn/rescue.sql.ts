import { type RawBuilder, sql } from 'kysely';
import { followUpDay, inScope, peopleOf } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { CADENCE } from '../cadence/formula.contract.ts';
import { silentFor } from '../cadence/silent.sql.ts';
import { isWilling, isWillingOfMany } from '../follow-ups/willing.sql.ts';
import { CHURN } from './formula.contract.ts';

export type Asked = {
  scope: Scope;
  now: Date;
  today: string;
  /** Who left the last messages unanswered; of a broadcast, who deleted us after it. */
  unanswered: readonly number[];
  only: readonly number[] | null;
};

/** A row per person and cause. Who was put off to a later day is left in peace until then, who refuses marketing for good. */
function causes(asked: Asked): RawBuilder<unknown> {
  const { now, unanswered } = asked;
  const since = new Date(now.getTime() - CHURN.deletedDays * DAY);
  const silent = silentFor({ now, from: CADENCE.lost, to: CHURN.silent }, startingFrom(asked));
  return sql`
    select c.person_id, 1 as rank from follows f join customers c on c.id = f.customer_id
    where f.ended_by = 'customer' and f.ended_at > ${since}::timestamptz and f.ended_at <= ${now}::timestamptz
      and not exists (select 1 from follows w join customers p on p.id = w.customer_id
        where p.person_id = c.person_id and w.ended_at is null)
    union all
    select f.person_id, 2 from (${silent}) f
    where (select count(distinct (o.ordered_at at time zone 'Asia/Shanghai')::date) > 1 and max(o.ordered_at) < f.since
        from orders o join customers p on p.id = o.customer_id
        where p.person_id = f.person_id and o.payment = 'paid' and o.paid > o.refunded)
    union all
    select u.id, 3 from unnest(${unanswered}::bigint[]) as u (id)`;
}

/** Where not everybody is asked about. Whom a reader may not see stands here only for having deleted somebody. */
function startingFrom({ scope, only }: Asked): RawBuilder<unknown> | undefined {
  if (only) return sql`select unnest(${only}::bigint[]) as person_id`;
  return scope.kind === 'all' ? undefined : peopleOf(scope.memberIds);
}

/**
 * Whoever deletes a member leaves their scope with it. Whose last deletion was of somebody in scope, while nobody else is
 * in charge, is told to them in this list all the same: that they were deleted, by whom and after what. No more than
 * they could have seen the moment before; once another member is in charge, nothing.
 */
function leftFrom({ scope, now }: Asked): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`;
  const since = new Date(now.getTime() - CHURN.deletedDays * DAY);
  return sql<boolean>`not exists (select 1 from customers o where o.person_id = caused.person_id and o.owner_member_id is not null)
    and (select f.member_id = any(${scope.memberIds}::bigint[]) and f.ended_by = 'customer' and f.ended_at > ${since}::timestamptz
      from follows f join customers o on o.id = f.customer_id
      where o.person_id = caused.person_id order by f.ended_at desc, f.id desc limit 1)`;
}

function persons(asked: Asked): RawBuilder<unknown> {
  const { scope, only, today } = asked;
  return sql`
    select caused.person_id, array_agg(distinct rank order by rank) as ranks, bool_or(seen) as seen
    from (select *, ${inScope(scope, sql`found.person_id`)} as seen from (${causes(asked)}) found) caused
    join customers c on c.id = caused.person_id and c.status = 'active'
    where coalesce(${followUpDay(sql`c.person_id`)} <= ${today}::date, true) and (seen or (rank = 1 and ${leftFrom(asked)}))
      and ${startingFrom(asked) ? isWilling(sql`caused.person_id`) : isWillingOfMany(sql`caused.person_id`)}
      and (${only === null} or caused.person_id = any(${only ?? []}::bigint[]))
    group by caused.person_id`;
}

/** A person's place in the list: of whom one may only be told of, the worth is not told. */
export type Place = { personId: number; worth: number; ranks: number[]; seen: boolean };

/** All of them, those worth most first: by the ledger's balance, then by person. */
export const lostIn = (asked: Asked) => sql<Place>`
  select lost.person_id, lost.ranks, lost.seen, case when lost.seen then coalesce(v.num, 0) else 0 end::bigint as worth
  from (${persons(asked)}) lost left join customer_facts v on v.customer_id = lost.person_id and v.key = 'value.total'
  order by worth desc, person_id`;

export type Deletion = { personId: number; at: Date; member: string; after: string[] };

/** The last deletion of each person, by whom they had been followed, and what they had been sent in the days before. */
export const deletionsQuery = (personIds: readonly number[]) => sql<Deletion>`
  select distinct on (c.person_id) c.person_id, f.ended_at as at, m.name as member,
    array(select distinct e.data ->> 'name' from events e join customers p on p.id = e.customer_id
      where p.person_id = c.person_id and e.type = 'message.delivered' and e.data ? 'name'
        and e.at < f.ended_at and e.at >= f.ended_at - ${CHURN.strawDays}::int * interval '1 day' order by 1) as after
  from follows f join customers c on c.id = f.customer_id join members m on m.id = f.member_id
  where c.person_id = any(${personIds}::bigint[]) and f.ended_by = 'customer'
  order by c.person_id, f.ended_at desc`;
