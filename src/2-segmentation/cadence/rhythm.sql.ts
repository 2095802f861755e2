import { sql } from 'kysely';
import type { Db } from '#platform/postgres/connect.ts';
import type { Past } from './rhythm.ts';

/**
 * Each buyer's gaps between days with an order: persons after merges, days in Shanghai, several orders on a day being one
 * visit. Orders that were refunded whole, or cost nothing, are none. A median of an even number of gaps lies between the
 * two in the middle, as percentile_cont has it in PostgreSQL.
 */
const PASTS = `
  select person, length(days) - 1 as gaps, toDate(days[-1]) as last_day,
    if(gaps = 0, 0, arrayReduce('quantileExactInclusive(0.5)', arrayPopFront(arrayDifference(days)))) as median
  from (
    select if(m.person_id = 0, o.customer_id, m.person_id) as person, arraySort(groupUniqArray(toInt32(toDate(o.ordered_at)))) as days
    from (
      select customer_id, ordered_at from orders final
      where payment = 'paid' and customer_id > 0 and paid > refunded and toDate(ordered_at) <= {today:Date}
    ) o
    left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = o.customer_id
    group by person
  )
  where person in (select person_id from customers final)`;

/** The median of the medians of those who came back, and how many they are. */
export const SHOP = `
  select quantileExactInclusive(0.5)(median) as days, toUInt32(count()) as people from (${PASTS}) where gaps > 0`;

/** The rhythm of everybody who ever bought, as rhythm.ts has it for one: halves up, where ClickHouse's round() has them to even. */
export const RHYTHMS = `
  select person, floor((gaps * median + {shopGaps:Float64} * {shop:Float64}) / (gaps + {shopGaps:Float64}) * 10 + 0.5) / 10, last_day
  from (${PASTS})`;

/** What one person's orders say, from the truth store; undefined without an order. */
export async function readPast(db: Db, personId: number, today: string): Promise<Past | undefined> {
  const { rows } = await sql<{ orderDays: number; lastOrder: string | null; median: number | null }>`
    select count(*) as order_days, max(day)::text as last_order, percentile_cont(0.5) within group (order by gap) as median
    from (
      select day, day - lag(day) over (order by day) as gap from (
        select distinct (o.ordered_at at time zone 'Asia/Shanghai')::date as day
        from orders o join customers c on c.id = o.customer_id
        where c.person_id = ${personId} and o.payment = 'paid' and o.paid > o.refunded
          and (o.ordered_at at time zone 'Asia/Shanghai')::date <= ${today}::date
      ) visits
    ) gaps`.execute(db);
  const [row] = rows;
  if (!row?.lastOrder) return undefined;
  return { orderDays: Number(row.orderDays), lastOrder: row.lastOrder, median: row.median };
}
