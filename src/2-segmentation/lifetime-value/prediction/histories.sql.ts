import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { SpendRow } from './model/gamma-gamma.ts';
import type { HistoryRow } from './model/histories.ts';

/**
 * Each buyer's history up to {until}, with what came after it up to {end}: persons after merges, days in Shanghai, several
 * orders on a day being one purchase. Orders that were refunded whole, or cost nothing, are none. `net` is fen, refunds
 * deducted.
 */
export const HISTORIES = `
  select person, toUInt32(countIf(day <= {until:Date}) - 1) as repeats,
    toUInt32(maxIf(day, day <= {until:Date}) - min(day)) as last, toUInt32({until:Date} - min(day)) as age,
    countIf(day > {until:Date}) as later, sumIf(net, day <= {until:Date}) as spent
  from (
    select if(m.person_id = 0, o.customer_id, m.person_id) as person, toDate(o.ordered_at) as day, sum(o.paid - o.refunded) as net
    from (
      select customer_id, ordered_at, paid, refunded from orders final
      where payment = 'paid' and customer_id > 0 and paid > refunded and toDate(ordered_at) <= {end:Date}
    ) o
    left join (select customer_id, person_id from person_map final where customer_id <> person_id) m on m.customer_id = o.customer_id
    group by person, day
  )
  where person in (select person_id from customers final)
  group by person having min(day) <= {until:Date}`;

export type Span = { until: string; end: string };

/** Equal histories as one row, with the sum of the purchases that came later. */
export async function readHistories(
  clickhouse: ClickHouse,
  span: Span,
): Promise<(HistoryRow & { later: number })[]> {
  const rows = await clickhouse.rows<Record<'repeats' | 'last' | 'age' | 'people' | 'later', number>>(
    `select repeats, last, age, toUInt32(count()) as people, toUInt32(sum(later)) as later
     from (${HISTORIES}) group by repeats, last, age order by repeats, last, age`,
    span,
  );
  return rows;
}

/** What purchases were worth, in yuan: sums half a percent apart are one row, at their mean. */
export async function readSpend(clickhouse: ClickHouse, span: Span): Promise<SpendRow[]> {
  const rows = await clickhouse.rows<{ orders: number; sum: number; people: number }>(
    `select repeats + 1 as orders, avg(spent) / 100 as sum, toUInt32(count()) as people
     from (${HISTORIES}) group by orders, round(log(spent) * 200) order by orders, sum`,
    span,
  );
  return rows.map(row => ({ orders: Number(row.orders), sum: row.sum, people: row.people }));
}
