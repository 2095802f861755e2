import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/connect.ts';
import { CONTRADICTIONS, SUGGESTED_FROM, TOO_COMMON, WEIGHTS } from './evidence.ts';

/**
 * From so many profiles on, every join but the look-ups is one of sets. What is estimated of the sets is worth nothing
 * before the tables have statistics, and a loop within a loop over a few hundred profiles takes minutes.
 */
const MANY = 50;

export type TooCommon = { kind: string; shown: string; profiles: number };

/**
 * Compares these profiles with all others that share a feature with them and writes down who may be one person: new
 * suggestions, changed ones, and open ones for which nothing speaks any more. Who was rejected, or taken apart by hand,
 * does not come back.
 * @returns the number of suggestions that are new.
 */
export async function suggestFor(tx: Tx, customerIds: readonly number[], now: Date): Promise<number> {
  await sql`select set_config('enable_nestloop', ${customerIds.length > MANY ? 'off' : 'on'}, true)`.execute(
    tx,
  );
  const { rows } = await sql<{ found: number }>`
    with weight as (
      select key as kind, value::double precision as weight, false as against from jsonb_each_text(${JSON.stringify(WEIGHTS)}::jsonb)
      union all select key, value::double precision, true from jsonb_each_text(${JSON.stringify(CONTRADICTIONS)}::jsonb)
    ), mine as materialized (
      select * from match_keys where customer_id = any(${customerIds}::bigint[])
    ), candidate as (
      select least(m.customer_id, o.customer_id) as a, greatest(m.customer_id, o.customer_id) as b, m.kind, m.shown
      from mine m cross join lateral (
        select count(*) over () as people, near.* from (
          select k.customer_id, k.side from match_keys k where k.kind = m.kind and k.key = m.key limit ${TOO_COMMON + 1}
        ) near
      ) o
      where o.people <= ${TOO_COMMON} and o.customer_id <> m.customer_id and (m.side = 0 or o.side = 0 or m.side <> o.side)
      union all select least(i.customer_id, u.customer_id), greatest(i.customer_id, u.customer_id), 'recycled_phone', i.shown
        from identity_uses u join identities i on i.id = u.identity_id
        where u.verdict = 'recycled' and i.customer_id <> u.customer_id
          and (u.customer_id = any(${customerIds}::bigint[]) or i.customer_id = any(${customerIds}::bigint[]))
      union all select least(customer_id, claimed_by), greatest(customer_id, claimed_by), 'order_told', order_no
        from order_bindings where state = 'conflict' and customer_id <> claimed_by
          and (customer_id = any(${customerIds}::bigint[]) or claimed_by = any(${customerIds}::bigint[]))
    ), met as materialized (
      -- with its persons from here on: what is known of a pair is never joined by pair again, which without statistics
      -- has been a loop within a loop
      select m.a, m.b, m.kind, min(m.shown) as shown, ca.person_id as person_a, cb.person_id as person_b
      from candidate m join customers ca on ca.id = m.a join customers cb on cb.id = m.b
      where ca.person_id <> cb.person_id and ca.status = 'active' and cb.status = 'active'
      group by m.a, m.b, m.kind, ca.person_id, cb.person_id
    ), pair as materialized (
      select distinct a, b, person_a, person_b from met
    ), signs as (
      select a, b, person_a, person_b, kind, shown from met
      union all select m.a, m.b, m.person_a, m.person_b, 'name', n.shown
        from (select distinct a, b, person_a, person_b from met where kind in ('phone_tail', 'birthday', 'city')) m
        cross join lateral (
          select min(x.shown) as shown from match_keys x join match_keys y on y.customer_id = m.b and y.kind = 'name' and y.key = x.key
          where x.customer_id = m.a and x.kind = 'name' offset 0
        ) n where n.shown is not null
      union all select p.*, 'order', x.paid::text from pair p cross join lateral (
          select min(x.paid) as paid from orders x join orders y on y.customer_id = p.b and y.paid = x.paid and y.account_id <> x.account_id
            and abs(extract(epoch from x.ordered_at - y.ordered_at)) < 3 * 86400
          where x.customer_id = p.a and x.paid > 0 offset 0
        ) x where x.paid is not null
      union all select p.*, case what when 1 then 'other_birthday' else 'other_gender' end, ''
        from pair p join customers x on x.id = p.a join customers y on y.id = p.b cross join (values (1), (2)) w (what)
        where what = 1 and x.birthday <> y.birthday or what = 2 and x.gender <> y.gender
      union all select p.*, 'other_phone', '' from pair p where
        exists (select 1 from identities i where i.customer_id = p.a and i.kind = 'phone' and not i.shared)
        and exists (select 1 from identities i where i.customer_id = p.b and i.kind = 'phone' and not i.shared)
    ), sign as (
      select a, b, person_a, person_b, kind, min(shown) as shown from signs group by a, b, person_a, person_b, kind
    ), judged as (
      select a, b, person_a, person_b,
        jsonb_agg(jsonb_build_object('kind', s.kind, 'shown', s.shown) order by w.against, abs(w.weight) desc, s.kind) as reasons,
        round(((1 - exp(coalesce(sum(ln(1 - w.weight)) filter (where not w.against), 0)))
          * exp(coalesce(sum(ln(w.weight)) filter (where w.against), 0)) * 100)::numeric)::smallint as confidence
      from sign s join weight w using (kind) group by a, b, person_a, person_b
    ), wanted as (
      select p.* from judged p
      where p.confidence >= ${SUGGESTED_FROM}
        and not exists (select 1 from customers x join merge_suggestions r on r.customer_a = x.id join customers y on y.id = r.customer_b
          where x.person_id in (p.person_a, p.person_b) and y.person_id in (p.person_a, p.person_b) and x.person_id <> y.person_id
            and r.state = 'rejected')
        and not exists (select 1 from customers x join merges m on m.customer_a = x.id join customers y on y.id = m.customer_b
          where x.person_id in (p.person_a, p.person_b) and y.person_id in (p.person_a, p.person_b) and x.person_id <> y.person_id
            and m.undone_reason = 'decided')
    ), gone as (
      update merge_suggestions s set state = 'stale' where s.state = 'open'
        and (s.customer_a = any(${customerIds}::bigint[]) or s.customer_b = any(${customerIds}::bigint[]))
        and not exists (select 1 from wanted w where w.a = s.customer_a and w.b = s.customer_b)
      returning id
    ), put as (
      insert into merge_suggestions as s (customer_a, customer_b, confidence, reasons, found_at)
      select a, b, confidence, reasons, ${now} from wanted
      on conflict (customer_a, customer_b) do update set confidence = excluded.confidence, reasons = excluded.reasons,
        found_at = case when s.state = 'stale' then excluded.found_at else s.found_at end, state = 'open'
        where s.state in ('open', 'stale') and (s.state, s.confidence, s.reasons) is distinct from ('open', excluded.confidence, excluded.reasons)
      returning (xmax = 0) as fresh
    )
    select count(*) filter (where fresh) as found from put`.execute(tx);
  return rows[0]?.found ?? 0;
}

/** Features that too many profiles share to say anything: they are named, not silently passed over. */
export async function readTooCommon(tx: Tx): Promise<TooCommon[]> {
  const { rows } = await sql<TooCommon>`
    select kind, min(shown) as shown, count(*) as profiles from match_keys group by kind, key
    having count(*) > ${TOO_COMMON} order by count(*) desc, kind limit 50`.execute(tx);
  return rows;
}
