import { sql } from 'kysely';
import type { Db } from '#platform/postgres/connect.ts';
import { PRICE } from './formula.ts';

const { weights, full, fewest } = PRICE;
const capped = (share: string) => `least(1, greatest(0, ${share} / ${full}))`;

/**
 * The parts and the score of everybody with three orders or more, persons after merges. Orders that were refunded whole,
 * or cost nothing, are none. The price per piece of the first half of the orders (the middle one left out) is held against
 * that of the second. The statement for one person below says the same.
 */
export const SCORES = `
  select person, toInt16(floor(${weights.discounted} * discounted + ${weights.depth} * ${capped('depth')} + ${weights.drift} * ${capped('drift')} + 0.5)),
    round(discounted, 4), round(depth, 4), round(drift, 4)
  from (
    select person, arrayMap(o -> o.3, arraySort(o -> (o.1, o.2), groupArray((at, id, piece)))) as pieces, intDiv(length(pieces), 2) as half,
      countIf(discount > 0) / count() as discounted,
      if(sumIf(paid + discount, discount > 0) = 0, 0, sumIf(discount, discount > 0) / sumIf(paid + discount, discount > 0)) as depth,
      arrayReduce('quantileExactInclusive(0.5)', arraySlice(pieces, 1, half)) as before,
      arrayReduce('quantileExactInclusive(0.5)', arraySlice(pieces, length(pieces) - half + 1, half)) as now,
      if(before > 0, 1 - now / before, 0) as drift
    from (
      select if(m.person_id = 0, o.customer_id, m.person_id) as person, o.ordered_at as at, o.id as id, o.paid as paid,
        o.discount as discount, o.paid / greatest(1, o.quantity) as piece
      from (
        select customer_id, id, ordered_at, paid, discount, quantity from orders final
        where payment = 'paid' and customer_id > 0 and paid > refunded and ordered_at <= fromUnixTimestamp64Milli({now:Int64})
      ) o
      left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = o.customer_id
    )
    group by person having count() >= ${fewest}
  )
  where person in (select person_id from customers final)`;

export type Parts = {
  orders: number;
  withDiscount: number;
  depth: number;
  before: number | null;
  now: number | null;
};

/** One person's parts, from the truth store. */
export async function readParts(db: Db, personId: number, now: Date): Promise<Parts> {
  const { rows } = await sql<Parts>`
    with bought as (
      select o.paid, o.discount, o.paid::float8 / greatest(1, o.quantity) as piece,
        row_number() over (order by o.ordered_at, o.id) as place, count(*) over () as orders
      from orders o join customers c on c.id = o.customer_id
      where c.person_id = ${personId} and o.payment = 'paid' and o.paid > o.refunded and o.ordered_at <= ${now}::timestamptz
    )
    select count(*)::int as orders, (count(*) filter (where discount > 0))::int as with_discount,
      coalesce(sum(discount) filter (where discount > 0)::float8 / nullif(sum(paid + discount) filter (where discount > 0), 0), 0) as depth,
      percentile_cont(0.5) within group (order by piece) filter (where place <= orders / 2) as before,
      percentile_cont(0.5) within group (order by piece) filter (where place > orders - orders / 2) as now
    from bought`.execute(db);
  const [row] = rows;
  return row ?? { orders: 0, withDiscount: 0, depth: 0, before: null, now: null };
}
