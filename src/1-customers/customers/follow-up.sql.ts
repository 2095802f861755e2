import { type RawBuilder, sql } from 'kysely';

/**
 * The day on which a person is to be followed up: what their own record says; where it says nothing, the oldest other.
 * A piece of the statement and no function of the database, which takes six times as long for a hundred thousand people.
 */
export function followUpDay(person: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(
    select planned.next_follow_up from customers planned
    where planned.person_id = ${person} and planned.status = 'active' and planned.next_follow_up is not null
    order by planned.id = planned.person_id desc, planned.id limit 1)`;
}
