import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { LogEvent } from '#platform/log/events.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Fen } from '#platform/money.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * Follows orders and keeps the value ledger: what each customer cost and brought, to the fen. The ledger is
 * append-only; when an order changes, is refunded, moves to another customer or goes away, or what it sold is said to cost
 * something else, the difference is entered, so that the sum of an order's entries always is what the order now says.
 */
export function valueLedgerReader(platform: Platform): Reader {
  return {
    name: 'value-ledger',
    batch: 5_000,
    only: ['order.%', 'refund.%', 'customers.%', 'product.cost_changed'],
    async handle(tx, events) {
      const orders = [...new Set([...ordersIn(events), ...(await ordersOfRecosted(tx, events))])];
      const refunds = [
        ...new Set(
          events.flatMap(event => (event.type.startsWith('refund.') ? [Number(event.data.refundId)] : [])),
        ),
      ];
      const persons = events.flatMap(event =>
        event.type.startsWith('customers.') ? (event.data.persons as number[]) : [],
      );
      const touched = orders.length > 0 ? await enterOrders(tx, platform.clock, orders) : [];
      const repaid = refunds.length > 0 ? await enterLooseRefunds(tx, platform.clock, refunds) : [];
      await refreshTotals(tx, platform.clock, [...touched, ...repaid, ...persons]);
    },
  };
}

function ordersIn(events: readonly LogEvent[]): number[] {
  const orders = events.flatMap(event =>
    event.type.startsWith('order.') ? [Number(event.data.orderId)] : [],
  );
  return [...new Set(orders)].filter(Number.isSafeInteger);
}

/** The customers' orders of products whose cost was said anew. */
async function ordersOfRecosted(tx: Tx, events: readonly LogEvent[]): Promise<number[]> {
  const products = events.flatMap(event =>
    event.type === 'product.cost_changed' ? [Number(event.data.productId)] : [],
  );
  if (products.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    select distinct o.id from order_items i join orders o on o.id = i.order_id
    where i.product_id = any(${products}::bigint[]) and o.customer_id is not null and o.payment = 'paid'`.execute(
    tx,
  );
  return rows.map(row => row.id);
}

/**
 * Enters, for each order, customer and kind, what is missing to what should stand there.
 * @returns the customers concerned.
 */
async function enterOrders(tx: Tx, clock: Clock, orderIds: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    with due as (
      select o.id, o.customer_id, v.kind, v.amount, coalesce(o.paid_at, o.ordered_at) as at
      from orders o, lateral (values
        ('order', o.paid),
        ('refund', -o.refunded),
        ('goods_cost', -coalesce((select sum(p.cost * i.quantity) from order_items i join products p on p.id = i.product_id where i.order_id = o.id), 0))
      ) as v (kind, amount)
      where o.id = any(${orderIds}::bigint[]) and o.customer_id is not null and o.payment = 'paid'
    ), entered as (
      select order_id as id, customer_id, kind, sum(amount) as amount, max(at) as at, count(*) as entries
      from value_entries where order_id = any(${orderIds}::bigint[]) group by order_id, customer_id, kind
    ), missing as (
      select id, customer_id, kind, coalesce(due.amount, 0) - coalesce(entered.amount, 0) as amount,
        coalesce(due.at, entered.at) as at, coalesce(entered.entries, 0) + 1 as entry
      from due full join entered using (id, customer_id, kind)
      where coalesce(due.amount, 0) <> coalesce(entered.amount, 0)
    )
    insert into value_entries (customer_id, kind, amount, order_id, cause, at, recorded_at, actor)
    select customer_id, kind, amount, id, 'order:' || id || ':' || kind || ':' || customer_id || ':' || entry, at, ${clock.now()}, 'system'
    from missing
    returning customer_id`.execute(tx);
  return [...new Set(rows.map(row => row.customerId))];
}

/** Refunds that belong to a customer but to no order we know: what is missing to what should stand there. */
async function enterLooseRefunds(tx: Tx, clock: Clock, refundIds: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    with due as (
      select id, customer_id, -amount as amount, coalesce(finished_at, applied_at) as at from refunds
      where id = any(${refundIds}::bigint[]) and order_id is null and customer_id is not null and status = 'done'
    ), entered as (
      select refund_id as id, customer_id, sum(amount) as amount, max(at) as at, count(*) as entries
      from value_entries where refund_id = any(${refundIds}::bigint[]) group by refund_id, customer_id
    )
    insert into value_entries (customer_id, kind, amount, refund_id, cause, at, recorded_at, actor)
    select customer_id, 'refund', coalesce(due.amount, 0) - coalesce(entered.amount, 0), id,
      'refund:' || id || ':' || customer_id || ':' || coalesce(entered.entries, 0) + 1, coalesce(due.at, entered.at, ${clock.now()}::timestamptz), ${clock.now()}, 'system'
    from due full join entered using (id, customer_id)
    where coalesce(due.amount, 0) <> coalesce(entered.amount, 0)
    returning customer_id`.execute(tx);
  return [...new Set(rows.map(row => row.customerId))];
}

/** The cause is the entry's identity: the same cause again changes nothing. */
export type AcquisitionCost = {
  customerId: number;
  amount: Fen;
  cause: string;
  note?: string | undefined;
  at: Date;
};

/** Money spent to win a customer. */
export async function enterAcquisitionCost(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  given: AcquisitionCost,
): Promise<'entered' | 'already'> {
  return (await enterAcquisitionCosts(tx, clock, actor, [given])) === 1 ? 'entered' : 'already';
}

/** The same for many customers. @returns number of entries that were new. */
export async function enterAcquisitionCosts(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  costs: readonly AcquisitionCost[],
): Promise<number> {
  const now = clock.now();
  const rows = costs.map(({ customerId, amount, cause, note, at }) => ({
    ...{ customer_id: customerId, amount: -amount, cause, note, at: at.toISOString() },
  }));
  const { rows: entered } = await sql<{ customerId: number }>`
    with entered as (
      insert into value_entries (customer_id, kind, amount, cause, note, at, recorded_at, actor)
      select customer_id, 'acquisition', amount, cause, note, at, ${now}, ${actor.name}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (customer_id bigint, amount bigint, cause text, note text, at timestamptz)
      on conflict (cause) do nothing returning id, customer_id, amount, note
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, after)
      select ${now}, ${actor.name}, 'value.acquisition_entered', 'value_entry', id::text, customer_id,
        jsonb_strip_nulls(jsonb_build_object('amount', amount, 'note', note)) from entered
    )
    select customer_id from entered`.execute(tx);
  await refreshTotals(
    tx,
    clock,
    entered.map(row => row.customerId),
  );
  return entered.length;
}

/** Writes the sums down as the fact `value.total` of each person concerned, where they have changed. */
async function refreshTotals(tx: Tx, clock: Clock, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  const { rows } = await sql<{ customerId: number }>`
    with person as (
      select distinct person_id from customers where id = any(${customerIds}::bigint[])
    ), total as (
      select person_id, coalesce(sum(v.amount), 0)::float8 as amount
      from person join customers c using (person_id) left join value_entries v on v.customer_id = c.id
      group by person_id
    )
    insert into customer_facts (customer_id, key, num, updated_at)
    select person_id, 'value.total', amount, ${clock.now()} from total
    on conflict (customer_id, key) do update set num = excluded.num, updated_at = excluded.updated_at
      where customer_facts.num is distinct from excluded.num
    returning customer_id`.execute(tx);
  await appendEvents(
    tx,
    rows.map(row => ({
      type: 'facts.changed',
      customerId: row.customerId,
      at: clock.now(),
      actor: 'system',
      data: { keys: ['value.total'] },
    })),
  );
}
