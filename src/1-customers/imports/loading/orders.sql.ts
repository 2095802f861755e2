import { type RawBuilder, sql } from 'kysely';

/** The items of a run `r` of `import_lines`, a row each. */
const itemsOfRun = sql`generate_series(1, r.items) as line, unnest(r.products) as product, unnest(r.quantities) as quantity,
  unnest(r.prices) as price, unnest(r.amounts) as amount, unnest(r.refunds) as refunded`;

/**
 * One value for all that a file says of an order's items, to notice whether it says anything new. A run brings its own
 * (`Runs` in runs.ts makes the same text); of several it is made again. `l` is `import_lines`, grouped by order.
 */
const itemsHash = sql`case when count(*) filter (where l.items > 0) <= 1 then max(l.items_hash) else (
  select md5(string_agg(concat_ws(chr(31), p.key, p.name, p.sku, i.quantity, i.price, i.amount, coalesce(i.refunded, 0)), chr(30) order by i.run, i.line))
  from (
    select r.import_id, r.run, ${itemsOfRun} from import_lines r
    where r.import_id = l.import_id and r.kind = l.kind and r.order_no = l.order_no and r.items > 0
  ) i join import_products p on p.import_id = i.import_id and p.product = i.product
) end`;

/**
 * Makes orders of an import's lines; the same as `orderOf` in formats/records/order-totals.ts, which says why, and a
 * test holds the two together.
 *
 * Whose phone it is: the buyer's own when the file tells it. A receiver's phone is the buyer's only when there is no
 * buyer id at all, or when most of this buyer's orders in the file go to it; others are presents. A live batch has one
 * order of a buyer, which is no most: live, the phone of a receiver says nothing of a buyer with an id.
 *
 * Live, what is not told is null and leaves what is known (`putOrders`); a file that does not tell it says 0.
 */
export function makeOrders(importId: number, isLive: boolean): RawBuilder<unknown> {
  const absent = isLive ? sql`null` : sql`0`;
  // A live item always carries a refund, and one of 0 says nothing.
  const itemsRefunded = isLive ? sql`nullif(item_refunded, 0)` : sql`item_refunded`;
  const first = (column: string) =>
    sql`(array_agg(${sql.ref(column)} order by row_no) filter (where ${sql.ref(column)} is not null))[1]`;
  const amount = (column: string) =>
    sql`case when bool_or(per_line) then sum(${sql.ref(column)}) else ${first(column)} end`;
  return sql`
    insert into import_orders
    with line as not materialized (
      select * from import_lines where import_id = ${importId} and kind = 'order'
    ), home_phone as (
      select buyer, receiver_phone as phone from (
        select buyer, receiver_phone, count(distinct order_no) as orders, sum(count(distinct order_no)) over (partition by buyer) as of_all
        from line where not ${isLive} and buyer is not null and buyer_phone is null and receiver_phone is not null group by buyer, receiver_phone
      ) counted where orders * 2 > of_all
    ), made as (
      select order_no, min(row_no) as row_no,
        ${first('ordered_at')} as ordered_at, ${first('paid_at')} as paid_at, ${first('completed_at')} as completed_at,
        case when bool_or(payment = 'paid') then 'paid' when bool_and(payment = 'closed') then 'closed' else 'due' end as payment,
        coalesce(min(fulfilment) filter (where payment <> 'closed'), min(fulfilment)) as step,
        bool_and(refund = 'full') as all_refunded, bool_or(refund <> 'none') as some_refunded,
        ${first('status_text')} as status_text, ${first('currency')} as currency,
        ${amount('goods')} as goods, ${amount('freight')} as freight, ${amount('discount')} as discount,
        ${amount('paid')} as paid, ${amount('refunded')} as refunded, ${first('quantity')} as quantity,
        sum(item_goods) as item_goods, sum(item_amount) as item_amount, sum(item_refunded) as item_refunded,
        sum(item_quantity) as item_quantity,
        ${first('buyer')} as buyer, ${first('buyer_phone')} as buyer_phone, ${first('receiver_phone')} as receiver_phone,
        ${first('buyer_name')} as buyer_name, ${first('receiver_name')} as receiver_name,
        ${first('province')} as province, ${first('city')} as city, ${first('member_name')} as member_name, ${first('source')} as source,
        ${itemsHash} as items_hash
      from line l group by import_id, kind, order_no
    )
    select ${importId}::bigint, row_number() over (order by m.row_no)::integer, m.order_no, m.row_no, ordered_at, paid_at, completed_at, payment,
      (array['none', 'processing', 'shipped', 'delivered'])[step + 1],
      case
        when all_refunded then 'full'
        when coalesce(refunded, ${itemsRefunded}, 0) > 0 then
          case when coalesce(refunded, ${itemsRefunded}) >= coalesce(m.paid, case when payment = 'paid' then coalesce(item_amount, 0) + coalesce(freight, 0) else 0 end)
            then 'full' else 'partial' end
        when some_refunded then 'partial' when ${isLive} and refunded is null then null else 'none'
      end,
      status_text, currency, coalesce(goods, item_goods, ${absent}), coalesce(freight, ${absent}), coalesce(discount, ${absent}),
      coalesce(m.paid, case when payment = 'paid' then coalesce(item_amount, 0) + coalesce(freight, 0) else 0 end),
      coalesce(refunded, ${itemsRefunded}, ${absent}), coalesce(quantity, item_quantity, ${absent}),
      m.buyer,
      coalesce(m.buyer_phone, case when m.buyer is null then m.receiver_phone else h.phone end),
      case when m.buyer is null or h.phone = m.receiver_phone then coalesce(m.buyer_name, m.receiver_name) else m.buyer_name end,
      m.province, m.city, m.member_name, m.source, m.items_hash, null, null
    from made m left join home_phone h on h.buyer = m.buyer`;
}

export type Chunk = {
  importId: number;
  accountId: number;
  from: number;
  to: number;
  now: Date;
  actor: string;
  isLive?: boolean;
};

const within = ({ importId, from, to }: Chunk) =>
  sql`o.import_id = ${importId} and o.position between ${from} and ${to}`;

export type ChunkPerson = {
  buyer: string | null;
  phone: string | null;
  sealed: Buffer | null;
  shown: string | null;
  name: string | null;
  province: string | null;
  city: string | null;
  at: Date;
  until: Date;
};

/** Who ordered in a chunk: each combination of keys once, told of as of its first order. */
export function chunkPeople(chunk: Chunk): RawBuilder<ChunkPerson> {
  return sql<ChunkPerson>`
    select distinct on (o.buyer, o.phone) o.buyer, o.phone, p.sealed, p.shown, o.name, o.province, o.city, o.ordered_at as at,
      max(o.ordered_at) over (partition by o.buyer, o.phone) as until
    from import_orders o left join import_phones p on p.import_id = o.import_id and p.key = o.phone
    where ${within(chunk)} and (o.buyer is not null or o.phone is not null)
    order by o.buyer, o.phone, o.ordered_at`;
}

/** Writes the people found beside the orders. */
export function assignPeople(
  chunk: Chunk,
  people: readonly { buyer: string | null; phone: string | null; customerId: number }[],
): RawBuilder<unknown> {
  return sql`
    update import_orders o set customer_id = w.customer_id, match = case when o.buyer is not null then 'buyer' else 'phone' end
    from unnest(${people.map(p => p.buyer)}::text[], ${people.map(p => p.phone)}::text[], ${people.map(p => p.customerId)}::bigint[])
      as w (buyer, phone, customer_id)
    where ${within(chunk)} and coalesce(o.buyer, '') = coalesce(w.buyer, '') and coalesce(o.phone, '') = coalesce(w.phone, '')`;
}

/** Products that a file's lines name for the first time, once for the whole file. */
export function addProducts({
  importId,
  accountId,
  now,
  isLive,
}: Pick<Chunk, 'importId' | 'accountId' | 'now' | 'isLive'>): RawBuilder<unknown> {
  return sql`
    insert into products (account_id, external_id, name, price, created_at, updated_at, import_id)
    select ${accountId}::bigint, key, max(name), max(price), ${now}::timestamptz, ${now}::timestamptz, ${isLive ? null : importId}::bigint
    from import_products
    where import_id = ${importId}
      and not exists (select 1 from products p where p.account_id = ${accountId} and p.external_id = import_products.key)
    group by key order by key
    on conflict (account_id, external_id) do nothing`;
}

/** Which products of the shop the file's are, once all are there. */
export const nameProducts = ({
  importId,
  accountId,
}: Pick<Chunk, 'importId' | 'accountId'>): RawBuilder<unknown> => sql`
  update import_products t set product_id = p.id from products p
  where t.import_id = ${importId} and p.account_id = ${accountId} and p.external_id = t.key`;

export type PutOrder = { id: number; added: boolean; itemsChanged: boolean };

/**
 * Puts a chunk's orders into `orders`: new ones are added, changed ones updated (what they said before is kept for the
 * undo), equal ones not touched at all. Every order added or changed is told to the log.
 */
export function putOrders(chunk: Chunk): RawBuilder<PutOrder> {
  return sql<PutOrder>`
    with wanted as (
      select o.*, case when o.member_name is not null then
        (select m.id from members m where m.name = o.member_name and m.status = 'active' group by m.id having count(*) = 1 limit 1) end as member_id
      from import_orders o where ${within(chunk)}
    ), existing as (
      -- each by the index: joined freely, the planner has read all orders of the shop for every chunk
      select e.* from wanted w cross join lateral (
        select * from orders where account_id = ${chunk.accountId} and order_no = w.order_no offset 0 for update
      ) e
    ), kept as (
      insert into import_changes (import_id, kind, row_id, before)
      select ${chunk.importId}::bigint, 'order', e.id, to_jsonb(e) || jsonb_build_object('items',
        (select jsonb_agg(to_jsonb(i)) from order_items i where i.order_id = e.id))
      from existing e join wanted w on w.order_no = e.order_no
      where not ${chunk.isLive ?? false} and e.import_id is distinct from ${chunk.importId} and ${isDifferent}
      on conflict do nothing
    ), put as (
      insert into orders (account_id, order_no, customer_id, match, payment, fulfilment, refund, currency, goods, freight, discount, paid, refunded,
        quantity, ordered_at, paid_at, completed_at, source, member_id, status_text, items_hash, import_id, updated_at)
      select ${chunk.accountId}::bigint, w.order_no, w.customer_id, coalesce(w.match, 'none'), w.payment, w.fulfilment,
        coalesce(w.refund, e.refund, 'none'), w.currency, coalesce(w.goods, e.goods, 0), coalesce(w.freight, e.freight, 0),
        coalesce(w.discount, e.discount, 0), w.paid, coalesce(w.refunded, e.refunded, 0), coalesce(w.quantity, e.quantity, 0), w.ordered_at, w.paid_at, w.completed_at, w.source, w.member_id, w.status_text, w.items_hash,
        ${chunk.isLive ? null : chunk.importId}::bigint, ${chunk.now}::timestamptz
      from wanted w left join existing e on e.order_no = w.order_no
      where e.id is null or ${isDifferent}
      on conflict (account_id, order_no) do update set
        -- an order that a customer has named stays theirs; whose the shop says it is stands beside it as a conflict
        customer_id = case when orders.match = 'order_no' then orders.customer_id else coalesce(excluded.customer_id, orders.customer_id) end,
        match = case when excluded.customer_id is null or orders.match = 'order_no' then orders.match else excluded.match end,
        payment = excluded.payment, fulfilment = excluded.fulfilment, currency = excluded.currency, goods = excluded.goods,
        freight = excluded.freight, discount = excluded.discount, paid = excluded.paid, quantity = excluded.quantity,
        -- refunds of their own, once known, outweigh what an order file says in passing
        refund = case when exists (select 1 from refunds r where r.order_id = orders.id) then orders.refund else excluded.refund end,
        refunded = case when exists (select 1 from refunds r where r.order_id = orders.id) then orders.refunded else excluded.refunded end,
        ordered_at = excluded.ordered_at, paid_at = coalesce(excluded.paid_at, orders.paid_at),
        completed_at = coalesce(excluded.completed_at, orders.completed_at), source = coalesce(excluded.source, orders.source),
        member_id = coalesce(excluded.member_id, orders.member_id), status_text = excluded.status_text,
        items_hash = coalesce(excluded.items_hash, orders.items_hash), updated_at = excluded.updated_at
      returning id, customer_id, order_no, ordered_at, payment, paid, items_hash, (xmax = 0) as added
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select case when added then 'order.placed' else 'order.changed' end, customer_id, ${chunk.accountId}::bigint,
        case when added then ordered_at else ${chunk.now}::timestamptz end, ${chunk.actor},
        jsonb_build_object('orderId', id, 'orderNo', order_no, 'paid', paid, 'payment', payment)
      from put
    ), moved as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'order.matched', put.customer_id, ${chunk.accountId}::bigint, ${chunk.now}::timestamptz, ${chunk.actor},
        jsonb_build_object('orderId', put.id, 'from', coalesce(e.customer_id, 0))
      from put join existing e on e.id = put.id where e.customer_id is distinct from put.customer_id
    )
    select put.id, put.added, (e.items_hash is distinct from put.items_hash) as items_changed from put left join existing e on e.id = put.id`;
}

/** Whether anything is told of an order that is not already so; what is not told is null. */
export const isDifferent = sql`(
  (e.payment, e.fulfilment, e.currency, e.paid, e.ordered_at) is distinct from (w.payment, w.fulfilment, w.currency, w.paid, w.ordered_at)
  or (e.goods, e.freight, e.discount, e.quantity) is distinct from
    (coalesce(w.goods, e.goods), coalesce(w.freight, e.freight), coalesce(w.discount, e.discount), coalesce(w.quantity, e.quantity))
  or w.items_hash is not null and e.items_hash is distinct from w.items_hash
  or w.customer_id is not null and e.customer_id is distinct from w.customer_id and e.match <> 'order_no'
  or (e.refund, e.refunded) is distinct from (coalesce(w.refund, e.refund), coalesce(w.refunded, e.refunded)) and not exists (select 1 from refunds r where r.order_id = e.id)
  or w.paid_at is not null and e.paid_at is distinct from w.paid_at
  or w.completed_at is not null and e.completed_at is distinct from w.completed_at)`;

/** The orders a file of items tells of: which they are, where the shop has them, and whether their items differ. */
export function itemOrders({
  importId,
  accountId,
}: Pick<Chunk, 'importId' | 'accountId'>): RawBuilder<{ id: number | null; hash: string; differs: boolean }> {
  return sql<{ id: number | null; hash: string; differs: boolean }>`
    with told as (
      select order_no, ${itemsHash} as hash from import_lines l
      where import_id = ${importId} and kind = 'item' group by import_id, kind, order_no
    )
    select o.id, told.hash, o.items_hash is distinct from told.hash as differs
    from told left join orders o on o.account_id = ${accountId} and o.order_no = told.order_no`;
}

/** The items of orders that are new or whose items have changed, in the order in which the file has them. */
export function putItems(
  { importId }: Pick<Chunk, 'importId'>,
  kind: 'order' | 'item',
  orderIds: readonly number[],
): RawBuilder<unknown> {
  return sql`
    insert into order_items (order_id, line, product_id, name, sku, quantity, price, amount, refunded)
    select i.order_id, i.before + i.line, n.product_id, n.name, n.sku, i.quantity, i.price, i.amount, coalesce(i.refunded, 0)
    from (
      select o.id as order_id, sum(r.items) over (partition by o.id order by r.run) - r.items as before, ${itemsOfRun}
      from orders o
      -- each by the index: for every chunk the planner would rather read all lines of the file
      cross join lateral (
        select run, items, products, quantities, prices, amounts, refunds from import_lines
        where import_id = ${importId} and order_no = o.order_no and kind = ${kind} and items > 0 offset 0
      ) r
      where o.id = any(${orderIds}::bigint[])
    ) i
    join import_products n on n.import_id = ${importId} and n.product = i.product`;
}

export function dropItems(orderIds: readonly number[]): RawBuilder<unknown> {
  return sql`delete from order_items where order_id = any(${orderIds}::bigint[])`;
}

/** Refunds that came before their orders find them now; the ledger hears of those it had entered on their own. */
export function adoptRefunds(chunk: Chunk, orderIds: readonly number[]): RawBuilder<{ id: number }> {
  return sql<{ id: number }>`
    with adopted as (
      update refunds r set order_id = o.id from orders o
      where o.id = any(${orderIds}::bigint[]) and r.account_id = ${chunk.accountId} and r.order_no = o.order_no and r.order_id is null
      returning r.id, r.refund_no, coalesce(r.customer_id, o.customer_id) as customer_id
    ), told as (
      insert into events (type, customer_id, account_id, at, actor, data)
      select 'refund.matched', customer_id, ${chunk.accountId}::bigint, ${chunk.now}::timestamptz, ${chunk.actor},
        jsonb_build_object('refundId', id, 'refundNo', refund_no)
      from adopted
    )
    select id from adopted`;
}
