import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { settleFields, untellFile } from '../../fields/tell.sql.ts';
import { settleChoices } from '../../identities/choices.sql.ts';
import { rebindOrders } from '../../identities/order-bindings.ts';
import { redrawPersons } from '../../identities/persons.ts';
import type { LoadTarget } from './load-orders.ts';
import { settleOrders } from './refunds.sql.ts';

export type UndoReport = {
  ordersRemoved: number;
  ordersRestored: number;
  customersRemoved: number;
  customersKept: number;
};

/**
 * Takes an import back: orders it added go, orders it changed are as they were, customers it made go unless somebody
 * else has told something of them since. The log keeps that all of it happened; the ledger enters the difference.
 */
export async function undoImport(platform: Platform, target: LoadTarget): Promise<UndoReport> {
  return await platform.db.transaction().execute(async tx => {
    const now = platform.clock.now();
    const ordersRemoved = await removeOrders(tx, target, now);
    const ordersRestored = await restoreOrders(tx, target, now);
    await rebindOrders(tx, platform.clock, target);
    await restoreRefunds(tx, target, now);
    await removeTags(tx, target, now);
    const { customersRemoved, customersKept } = await removeCustomers(tx, target, now);
    return { ordersRemoved, ordersRestored, customersRemoved, customersKept };
  });
}

async function removeOrders(tx: Tx, { importId, actor }: LoadTarget, now: Date): Promise<number> {
  await sql`
    with parted as (
      update refunds set order_id = null where order_id in (select id from orders where import_id = ${importId})
      returning id, refund_no, customer_id, account_id
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'refund.matched', customer_id, account_id, ${now}, ${actor}, jsonb_build_object('refundId', id, 'refundNo', refund_no)
    from parted`.execute(tx);
  const { numAffectedRows } = await sql`
    with gone as (
      delete from orders where import_id = ${importId} returning id, customer_id, account_id, order_no
    ), items as (
      delete from order_items where order_id in (select id from gone)
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'order.removed', customer_id, account_id, ${now}, ${actor}, jsonb_build_object('orderId', id, 'orderNo', order_no, 'from', coalesce(customer_id, 0))
    from gone`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

async function restoreOrders(tx: Tx, { importId, actor }: LoadTarget, now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with before as (
      select row_id, before from import_changes where import_id = ${importId} and kind = 'order'
    ), was as (
      select o.id, o.customer_id from orders o join before on before.row_id = o.id
    ), restored as (
      update orders o set customer_id = b.customer_id, match = b.match, payment = b.payment, fulfilment = b.fulfilment, refund = b.refund,
        currency = b.currency, goods = b.goods, freight = b.freight, discount = b.discount, paid = b.paid, refunded = b.refunded,
        quantity = b.quantity, ordered_at = b.ordered_at, paid_at = b.paid_at, completed_at = b.completed_at, source = b.source,
        member_id = b.member_id, status_text = b.status_text, items_hash = b.items_hash, updated_at = ${now}
      from before, jsonb_populate_record(null::orders, before.before) b where o.id = before.row_id
      returning o.id, o.customer_id, o.account_id, o.order_no
    ), moved as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'order.matched', r.customer_id, r.account_id, ${now}, ${actor}, jsonb_build_object('orderId', r.id, 'from', coalesce(was.customer_id, 0))
      from restored r join was using (id) where was.customer_id is distinct from r.customer_id
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'order.changed', customer_id, account_id, ${now}, ${actor}, jsonb_build_object('orderId', id, 'orderNo', order_no) from restored
    returning (data ->> 'orderId')::bigint as id`.execute(tx);
  const ids = rows.map(row => row.id);
  await sql`delete from order_items where order_id = any(${ids}::bigint[])`.execute(tx);
  await sql`
    insert into order_items select i.* from import_changes c, jsonb_populate_recordset(null::order_items, c.before -> 'items') i
    where c.import_id = ${importId} and c.kind = 'order' and jsonb_typeof(c.before -> 'items') = 'array'`.execute(
    tx,
  );
  return ids.length;
}

async function restoreRefunds(tx: Tx, { importId, actor }: LoadTarget, now: Date): Promise<void> {
  const { rows } = await sql<{ orderId: number }>`
    with changed as (
      select r.id, r.order_id, c.before from import_changes c join refunds r on r.id = c.row_id where c.import_id = ${importId} and c.kind = 'refund'
    ), gone as (
      delete from refunds where import_id = ${importId} returning id, order_id, customer_id, account_id, refund_no
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'refund.removed', customer_id, account_id, ${now}, ${actor}, jsonb_build_object('refundId', id, 'refundNo', refund_no)
      from gone where order_id is null and customer_id is not null
    ), restored as (
      update refunds r set amount = b.amount, status = b.status, order_id = b.order_id, finished_at = b.finished_at
      from changed c, jsonb_populate_record(null::refunds, c.before) b where r.id = c.id
      returning r.id, r.order_id, r.customer_id, r.account_id, r.refund_no, r.amount, r.status
    ), told_again as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'refund.placed', customer_id, account_id, ${now}, ${actor},
        jsonb_build_object('refundId', id, 'refundNo', refund_no, 'amount', amount, 'status', status)
      from restored where order_id is null and customer_id is not null
    )
    select order_id from gone where order_id is not null union select order_id from changed where order_id is not null
    union select order_id from restored where order_id is not null`.execute(tx);
  const orderIds = rows.map(row => row.orderId);
  if (orderIds.length === 0) return;
  await settleOrders({ now, actor }, orderIds, 'now').execute(tx);
  await sql`
    with unrefunded as (
      update orders o set refunded = 0, refund = 'none', updated_at = ${now}
      where o.id = any(${orderIds}::bigint[]) and o.refunded <> 0 and not exists (select 1 from refunds r where r.order_id = o.id)
      returning id, customer_id, account_id, order_no
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'order.changed', customer_id, account_id, ${now}, ${actor}, jsonb_build_object('orderId', id, 'orderNo', order_no) from unrefunded`.execute(
    tx,
  );
}

async function removeTags(tx: Tx, { importId, actor }: LoadTarget, now: Date): Promise<void> {
  await sql`
    with gone as (delete from customer_tags where import_id = ${importId} returning customer_id, tag_id)
    insert into events (type, customer_id, at, actor, data)
    select 'tag.removed', customer_id, ${now}, ${actor}, jsonb_build_object('tagId', tag_id, 'source', 'import') from gone`.execute(
    tx,
  );
}

/** A profile stays if anything came to it from elsewhere: an order, a relation, a tag, a message, a cost, an identity. */
async function removeCustomers(tx: Tx, { importId, actor }: LoadTarget, now: Date) {
  const { rows: made } = await sql<{ id: number; used: boolean }>`
    select c.id, (
      exists (select 1 from orders o where o.customer_id = c.id)
      or exists (select 1 from follows f where f.customer_id = c.id)
      or exists (select 1 from contacts k where k.customer_id = c.id)
      or exists (select 1 from customer_tags t where t.customer_id = c.id)
      or exists (select 1 from consents k where k.customer_id = c.id)
      or exists (select 1 from custom_values v where v.customer_id = c.id and v.import_id <> ${importId})
      or exists (select 1 from value_entries v where v.customer_id = c.id and v.kind = 'acquisition')
      or exists (select 1 from identities i where i.customer_id = c.id and i.import_id is distinct from ${importId})
    ) as used
    from customers c where c.import_id = ${importId} and c.status = 'active'`.execute(tx);
  const unused = made.filter(row => !row.used).map(row => row.id);
  const { rows: unmerged } = await sql<{ customerA: number; customerB: number }>`
    update merges set undone_at = ${now}, undone_by = ${actor}, undone_reason = 'import_undone' where undone_at is null and (import_id = ${importId}
      or customer_a = any(${unused}::bigint[]) or customer_b = any(${unused}::bigint[]))
    returning customer_a, customer_b`.execute(tx);
  const moves = await redrawPersons(
    tx,
    unmerged.flatMap(row => [row.customerA, row.customerB]),
  );
  if (moves.length > 0) {
    const data = {
      persons: [...new Set(moves.flatMap(m => [m.from, m.to]))],
      profiles: moves.map(m => m.customerId),
    };
    await sql`insert into events (type, customer_id, at, actor, data) values ('customers.unmerged', ${moves[0]?.to}, ${now}, ${actor}, ${JSON.stringify(data)}::jsonb)`.execute(
      tx,
    );
  }
  const persons = moves.flatMap(move => [move.from, move.to]);
  const clock = { now: () => now };
  await settleChoices(tx, clock, { name: actor }, persons);
  const untold = await untellFile(tx, importId);
  await sql`delete from identity_uses where import_id = ${importId}`.execute(tx);
  await sql`delete from profile_traces where import_id = ${importId}`.execute(tx);
  await sql`delete from identities where import_id = ${importId} and customer_id = any(${unused}::bigint[])`.execute(
    tx,
  );
  await sql`
    with gone as (update customers set status = 'removed', updated_at = ${now} where id = any(${unused}::bigint[]) returning id)
    insert into events (type, customer_id, at, actor, data) select 'customer.removed', id, ${now}, ${actor}, '{"by": "import.undone"}'::jsonb from gone`.execute(
    tx,
  );
  await settleFields(tx, clock, { name: actor }, [...persons, ...untold, ...unused]);
  return { customersRemoved: unused.length, customersKept: made.length - unused.length };
}
