import { type RawBuilder, sql } from 'kysely';

/**
 * Whether who comes in at `at` was unknown until then: had added nobody, paid for nothing and come in nowhere. `person`
 * and `at` are SQL; `except` the follow by which they come, which is no other.
 */
export function freshSql(
  person: RawBuilder<unknown>,
  at: RawBuilder<unknown>,
  except: RawBuilder<unknown> = sql`0`,
): RawBuilder<boolean> {
  return sql<boolean>`(
    not exists (select 1 from follows o join customers p on p.id = o.customer_id
      where p.person_id = ${person} and o.id <> ${except} and coalesce(o.first_at, o.followed_at) < ${at})
    and not exists (select 1 from orders o join customers p on p.id = o.customer_id
      where p.person_id = ${person} and o.payment = 'paid' and o.ordered_at < ${at})
    and not exists (select 1 from entries x where x.person_id = ${person} and x.at < ${at}))`;
}
