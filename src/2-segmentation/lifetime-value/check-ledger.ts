import { sql } from 'kysely';
import type { Db } from '#platform/postgres/connect.ts';

export type LedgerErrors = { ordersOff: number; refundsOff: number; totalsOff: number };

/**
 * Proves the ledger: what is entered for each order and for each refund without an order is what they say, and each
 * person's total is the sum of their entries. Once the ledger has read the log to its end, all numbers are 0.
 */
export async function checkLedger(db: Db): Promise<LedgerErrors> {
  const { rows } = await sql<LedgerErrors>`
    with should as (
      select id, customer_id, paid - refunded as amount from orders where payment = 'paid' and customer_id is not null
    ), stands as (
      select order_id as id, customer_id, sum(amount) as amount from value_entries
      where order_id is not null and kind in ('order', 'refund') group by 1, 2
    ), loose as (
      select id, customer_id, -amount as amount from refunds
      where order_id is null and customer_id is not null and status = 'done'
    ), entered as (
      select refund_id as id, customer_id, sum(amount) as amount from value_entries where refund_id is not null group by 1, 2
    ), total as (
      select c.person_id, sum(v.amount) as amount from value_entries v join customers c on c.id = v.customer_id group by 1
    )
    select
      (select count(*) from should full join stands using (id, customer_id)
        where coalesce(should.amount, 0) <> coalesce(stands.amount, 0)) as orders_off,
      (select count(*) from loose full join entered using (id, customer_id)
        where coalesce(loose.amount, 0) <> coalesce(entered.amount, 0)) as refunds_off,
      (select count(*) from total left join customer_facts f on f.customer_id = person_id and f.key = 'value.total'
        where total.amount <> coalesce(f.num, 0)::numeric) as totals_off`.execute(db);
  return rows[0] ?? { ordersOff: 0, refundsOff: 0, totalsOff: 0 };
}
