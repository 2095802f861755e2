import { sql } from 'kysely';
import { redactAudit } from '#platform/audit/audit.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * What others told of the person's orders goes: the number beside the order would open its pseudonym, and the order can
 * never become theirs any more. A number that an order of somebody else has as well, in another shop, stays theirs to tell.
 * To be done while the orders still have their numbers.
 */
export async function forgetToldOrders(tx: Tx, profiles: readonly number[]): Promise<void> {
  const ids = sql`any(${profiles}::bigint[])`;
  const { rows } = await sql<{ id: number; customerId: number; orderNo: string }>`
    delete from order_bindings b using orders o
    where o.customer_id = ${ids} and (b.order_id = o.id or b.order_id is null and b.order_no = o.order_no
      and (b.account_id = o.account_id or b.account_id is null and not exists (
        select 1 from orders x where x.order_no = o.order_no and x.id <> o.id and x.account_id in (select id from channel_accounts)
          and (x.customer_id is null or not x.customer_id = ${ids}))))
    returning b.id, b.customer_id, b.order_no`.execute(tx);
  if (rows.length === 0) return;
  await sql`
    update events e set data = e.data - 'shown' from unnest(${rows.map(row => row.customerId)}::bigint[], ${rows.map(row => row.orderNo)}::text[]) as t (id, no)
    where e.customer_id = t.id and e.type = 'identity.order_told' and e.data ->> 'shown' = t.no`.execute(tx);
  await redactAudit(tx, { bindingIds: rows.map(row => row.id) });
}
