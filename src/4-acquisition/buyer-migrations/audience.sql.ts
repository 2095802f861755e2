import { type RawBuilder, sql } from 'kysely';

/**
 * Of persons: whether they are friends of the account already, whether a telephone of their own is known, and when they
 * last bought. `persons` is the SQL of a bigint array.
 */
export function standingOf(persons: RawBuilder<unknown>, accountId: number): RawBuilder<unknown> {
  return sql`
    select p.person_id,
      exists (select 1 from follows f join customers c on c.id = f.customer_id
        where c.person_id = p.person_id and f.account_id = ${accountId} and f.ended_at is null) as joined,
      exists (select 1 from identities i join customers c on c.id = i.customer_id
        where c.person_id = p.person_id and i.kind = 'phone' and not i.shared) as has_phone,
      (select max(o.ordered_at) from orders o join customers c on c.id = o.customer_id
        where c.person_id = p.person_id and o.payment = 'paid') as last_order
    from unnest(${persons}) as p (person_id)`;
}
