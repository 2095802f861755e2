import { sql } from 'kysely';
import type { Reader } from '#platform/log/readers.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/** What counts as an answer: a reply that a member or a channel told of. */
const ANSWER = 'message.replied';

/**
 * Follows the log and writes beside each person of a broadcast what they did in the days after it: answers and orders,
 * for those who got it and for those who were held out alike, counted from the same moment.
 */
export function attributionReader(): Reader {
  return {
    name: 'broadcast-attribution',
    batch: 2_000,
    only: ['order.%', 'customers.%', ANSWER],
    async handle(tx, events) {
      const buyers = events.flatMap(event =>
        event.type.startsWith('order.') && event.customerId !== null ? [event.customerId] : [],
      );
      const persons = events.flatMap(event =>
        event.type.startsWith('customers.') ? (event.data.persons as number[]) : [],
      );
      await countOrders(tx, [...new Set([...buyers, ...persons])]);
      for (const event of events)
        if (event.type === ANSWER && event.customerId !== null)
          await noteAnswer(tx, event.customerId, event.at);
    },
  };
}

/** Orders placed within the broadcast's days from its slot on, refunds deducted, the same for both groups. */
async function countOrders(tx: Tx, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  await sql`
    with person as (
      select distinct person_id from customers where id = any(${customerIds}::bigint[])
    ), counted as (
      select bp.broadcast_id, bp.customer_id, count(o.id) as orders, coalesce(sum(o.paid - o.refunded), 0) as paid, max(o.ordered_at) as ordered_at
      from person join customers own on own.person_id = person.person_id
      join broadcast_people bp on bp.customer_id = own.id
      join broadcasts b on b.id = bp.broadcast_id and b.slot is not null
      left join customers any_profile on any_profile.person_id = person.person_id
      left join orders o on o.customer_id = any_profile.id and o.payment = 'paid'
        and o.ordered_at >= b.slot and o.ordered_at < b.slot + make_interval(days => b.attribution_days)
      group by bp.broadcast_id, bp.customer_id
    )
    update broadcast_people p set orders = c.orders, paid = c.paid, ordered_at = c.ordered_at
    from counted c
    where p.broadcast_id = c.broadcast_id and p.customer_id = c.customer_id
      and (p.orders, p.paid) is distinct from (c.orders::integer, c.paid::bigint)`.execute(tx);
}

/** An answer belongs to the last broadcast that reached the person before it; of a text the receipt may come later. */
async function noteAnswer(tx: Tx, customerId: number, at: Date): Promise<void> {
  await sql`
    update broadcast_people p set answered_at = ${at}
    from (
      select bp.broadcast_id, bp.customer_id from broadcast_people bp
      join broadcasts b on b.id = bp.broadcast_id
      join customers own on own.id = bp.customer_id
      left join send_tasks t on t.id = bp.task_id and t.member_id is null
      where own.person_id = (select person_id from customers where id = ${customerId})
        and (bp.state = 'delivered' or bp.state = 'task_created' and t.id is not null)
        and coalesce(bp.delivered_at, t.called_at) <= ${at}::timestamptz
        and ${at}::timestamptz < coalesce(bp.delivered_at, t.called_at) + make_interval(days => b.attribution_days)
      order by coalesce(bp.delivered_at, t.called_at) desc limit 1
    ) last
    where p.broadcast_id = last.broadcast_id and p.customer_id = last.customer_id and p.answered_at is null`.execute(
    tx,
  );
}
