import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * Writes the features by which these profiles can be compared: a hash each, so that only profiles that share one are
 * ever looked at together. A phone that is several people's is no feature; a masked name is no name.
 */
export async function writeMatchKeys(tx: Tx, customerIds: readonly number[]): Promise<void> {
  await sql`delete from match_keys where customer_id = any(${customerIds}::bigint[])`.execute(tx);
  await sql`
    with profile as (
      select id, birthday, city from customers where id = any(${customerIds}::bigint[]) and status = 'active'
    ), remark as (
      select f.customer_id, coalesce(f.remark, '') as remark, coalesce(f.description, '') as description from follows f join profile p on p.id = f.customer_id
    ), named as (
      select distinct id, ${plain('name')} as name from (
        select c.id, c.name from customers c join profile p using (id)
        union all select t.customer_id, t.value from profile_traces t join profile p on p.id = t.customer_id where t.kind = 'name'
        union all select customer_id, ${letters('remark')} from remark
      ) told where name not like '%*%' and length(${plain('name')}) between 2 and 60
    ), phone as (
      select i.customer_id as id, i.shown, 1 as side from identities i join profile p on p.id = i.customer_id where i.kind = 'phone' and not i.shared
      union select t.customer_id, t.value, 0 from profile_traces t join profile p on p.id = t.customer_id where t.kind = 'masked_phone'
      union select customer_id, left(digits[1], 3) || '****' || right(digits[1], 4), 2 from remark,
        regexp_matches(remark || ' ' || description, '(?<![0-9])(1[3-9][0-9]{9})(?![0-9])', 'g') as digits
    ), tail as (
      select id, right(shown, 4) as digits, case side when 1 then 1 else 0 end as side from phone where shown ~ '[0-9]{4}$'
      union select customer_id, digits[1], 0 from remark, regexp_matches(remark, '(?<![0-9])([0-9]{4})(?![0-9])', 'g') as digits
    ), feature as (
      select id, 'name' as kind, name as key, 0 as side, name as shown from named
      union all select n.id, 'phone_tail', n.name || ' ' || t.digits, t.side, t.digits from named n join tail t using (id)
      union all select n.id, 'birthday', n.name || ' ' || p.birthday, 0, p.birthday::text from named n join profile p using (id) where p.birthday is not null
      union all select n.id, 'city', n.name || ' ' || p.city, 0, p.city from named n join profile p using (id) where p.city is not null
      union all select p.id, 'masked_phone', p.shown || ' ' || left(c.name, 1), least(p.side, 1), p.shown
        from phone p join customers c using (id) where p.side < 2 and c.name is not null and p.shown ~ '^1[0-9]{2}[*]{4}[0-9]{4}$'
      union all select id, 'remark_phone', shown, side, shown from phone where side > 0 and shown ~ '^1[0-9]{2}[*]{4}[0-9]{4}$'
      union all select i.customer_id, 'handle', lower(i.key), 1, i.shown from identities i join profile p on p.id = i.customer_id
        where i.kind in ('buyer', 'user_id') and length(i.key) >= 4
      union all select id, 'handle', name, 2, name from named where length(name) >= 4
    )
    insert into match_keys (customer_id, kind, key, side, shown)
    select distinct on (id, kind, key) id, kind, hashtextextended(key, 0), side, shown from feature order by id, kind, key, side
    on conflict do nothing`.execute(tx);
}

/** As names are compared: without spaces and case. */
function plain(column: string) {
  return sql`lower(regexp_replace(normalize(${sql.ref(column)}, NFKC), '\\s', '', 'g'))`;
}

/** The name in a remark such as `王小明 1234 老客`: what stands before digits, spaces and signs. */
function letters(column: string) {
  return sql`substring(${sql.ref(column)} from '^[^0-9\\s\\-_,，/|（(]+')`;
}
