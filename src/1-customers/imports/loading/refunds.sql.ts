import { type RawBuilder, sql } from 'kysely';

type Target = { importId: number; accountId: number; now: Date; actor: string; isLive?: boolean };

/** Buyers that only refunds name, each once. */
export function refundBuyers({ importId }: Target): RawBuilder<{ buyer: string; at: Date }> {
  return sql<{ buyer: string; at: Date }>`
    select detail ->> 'buyer' as buyer, coalesce(min((detail ->> 'appliedAt')::timestamptz), now()) as at
    from import_lines where import_id = ${importId} and kind = 'refund' and detail ->> 'buyer' is not null
    group by 1 order by 1`;
}

/** Refunds by their number: from `from` on, below `to`, or to the last. All rows of a refund are in one part. */
export type RefundPart = { from: string; to: string | null };

/** Parts of a file's refunds with about so many rows each. */
export function refundParts({ importId }: Target, size: number): RawBuilder<RefundPart> {
  return sql<RefundPart>`
    select refund_no as "from", lead(refund_no) over (order by n) as "to" from (
      select detail ->> 'refundNo' as refund_no, row_number() over (order by detail ->> 'refundNo') as n
      from import_lines where import_id = ${importId} and kind = 'refund'
    ) told where (n - 1) % ${size}::integer = 0`;
}

const isIn = ({ from, to }: RefundPart) =>
  sql`l.detail ->> 'refundNo' >= ${sql.lit(from)} and (${sql.lit(to)}::text is null or l.detail ->> 'refundNo' < ${sql.lit(to)})`;

/**
 * Lays out what the file tells of a part's refunds, the last row of each: which order, customer and product it is about. Each is
 * looked up by its index: the planner knows nothing of rows that come out of JSON, and would rather read whole tables.
 */
export function gatherRefunds({ importId, accountId }: Target, part: RefundPart): RawBuilder<unknown> {
  const [id, account] = [sql.lit(importId), sql.lit(accountId)];
  return sql`
    create temp table told_refunds on commit drop as
    with told as (
      select distinct on (r."refundNo", r.line) r.*, left(coalesce(r.item ->> 'externalId', r.item ->> 'sku', r.item ->> 'name'), 200) as item_key
      from import_lines l, jsonb_to_record(l.detail) as r
        ("refundNo" text, line integer, "orderNo" text, buyer text, status text, "refundKind" text, amount bigint, "appliedAt" timestamptz,
         "finishedAt" timestamptz, reason text, item jsonb)
      where l.import_id = ${id} and l.kind = 'refund' and ${isIn(part)}
      order by r."refundNo", r.line, l.row_no desc
    )
    select row_number() over () as n, t."refundNo" as refund_no, t.line, t."orderNo" as order_no, o.id as order_id,
      coalesce(o.customer_id, (select i.customer_id from identities i where i.kind = 'buyer' and i.account_id = ${account} and i.key = t.buyer)) as customer_id,
      (select p.id from products p where p.account_id = ${account} and p.external_id = t.item_key) as product_id,
      t.item_key, t.amount, t.status, t."refundKind" as kind, t.reason, t.item ->> 'name' as item_name,
      (t.item ->> 'quantity')::integer as quantity, t."appliedAt" as applied_at, t."finishedAt" as finished_at,
      t."orderNo" is null and known.id is null as loose, known.id is not null and known.order_id is null as was_loose
    from told t
    left join lateral (
      select id, order_id from refunds where account_id = ${account} and refund_no = t."refundNo" and line = t.line offset 0) known on true
    left join lateral (select id, customer_id from orders where account_id = ${account} and order_no = t."orderNo" offset 0) o on true`;
}

/**
 * Finds the order of new refunds that name none: the buyer's latest order before it with as many of the item, at least as
 * dear. One that finds none stays with its customer alone. Orders and items are looked up by their indexes: joined freely,
 * the planner has read the items of all shops.
 */
export const matchRefunds = sql`
  with loose as (
    select n, customer_id, product_id, amount, quantity, applied_at from told_refunds where loose
  ), buyer as (
    select customer_id, array_agg(distinct product_id) as products from loose group by customer_id
  ), bought as materialized (
    select b.id, b.customer_id, b.ordered_at, i.product_id, i.amount, i.quantity
    from buyer
    cross join lateral (select o.id, o.customer_id, o.ordered_at from orders o where o.customer_id = buyer.customer_id offset 0) b
    cross join lateral (
      select product_id, amount, quantity from order_items where order_id = b.id and product_id = any(buyer.products) offset 0) i
  ), found as (
    select distinct on (l.n) l.n, b.id as order_id
    from bought b join loose l on l.customer_id = b.customer_id and l.product_id = b.product_id
    where b.ordered_at <= l.applied_at and b.amount >= l.amount and (l.quantity is null or b.quantity >= l.quantity)
    order by l.n, b.ordered_at desc, b.id
  )
  update told_refunds t set order_id = found.order_id from found where t.n = found.n`;

/** Puts what is told into `refunds`; equal ones are not touched. */
export function putRefunds({ importId, accountId, now, isLive = false }: Target): RawBuilder<{ id: number }> {
  return sql<{ id: number }>`
    with kept as (
      insert into import_changes (import_id, kind, row_id, before)
      select ${importId}::bigint, 'refund', r.id, to_jsonb(r) from refunds r join told_refunds w on w.refund_no = r.refund_no and w.line = r.line
      where not ${isLive} and r.account_id = ${accountId} and r.import_id is distinct from ${importId}
        and (r.amount, r.status, r.order_id) is distinct from (w.amount, w.status, coalesce(w.order_id, r.order_id))
      on conflict do nothing
    )
    insert into refunds (account_id, refund_no, line, order_no, order_id, customer_id, item_key, amount, status, kind, reason, item_name,
      quantity, applied_at, finished_at, import_id, updated_at)
    select ${accountId}::bigint, refund_no, line, order_no, order_id, customer_id, item_key, amount, status, kind, reason, item_name,
      quantity, applied_at, finished_at, ${isLive ? null : importId}::bigint, ${now}::timestamptz
    from told_refunds
    on conflict (account_id, refund_no, line) do update set
      order_no = coalesce(excluded.order_no, refunds.order_no), order_id = coalesce(excluded.order_id, refunds.order_id),
      customer_id = coalesce(excluded.customer_id, refunds.customer_id),
      amount = excluded.amount, status = excluded.status, finished_at = coalesce(excluded.finished_at, refunds.finished_at), updated_at = excluded.updated_at
      where (refunds.amount, refunds.status, refunds.order_id) is distinct from (excluded.amount, excluded.status, coalesce(excluded.order_id, refunds.order_id))
    returning id`;
}

/**
 * Tells the log of refunds, of those just put, that belong to a customer but to no order, or did until now; the others are
 * told with their orders.
 */
export function tellLooseRefunds(
  { accountId, now, actor }: Target,
  refundIds: readonly number[],
): RawBuilder<unknown> {
  return sql`
    insert into events (type, customer_id, account_id, at, actor, data)
    select case when r.order_id is null then 'refund.placed' else 'refund.matched' end, r.customer_id, ${accountId}::bigint,
      coalesce(r.finished_at, r.applied_at, ${now}::timestamptz), ${actor},
      jsonb_build_object('refundId', r.id, 'refundNo', r.refund_no, 'amount', r.amount, 'status', r.status)
    from refunds r join told_refunds t on t.refund_no = r.refund_no and t.line = r.line
    where r.id = any(${refundIds}::bigint[]) and r.customer_id is not null and (r.order_id is null or t.was_loose)`;
}

/** The orders that the refunds told of belong to, also where the refund itself was known and has changed. */
export function refundedOrders({ accountId }: Target): RawBuilder<{ orderId: number }> {
  return sql<{
    orderId: number;
  }>`select distinct r.order_id from told_refunds w join refunds r on r.refund_no = w.refund_no and r.line = w.line
    where r.account_id = ${accountId} and r.order_id is not null`;
}

/**
 * An order's refunded amount is the sum of its finished refunds, once there are refunds to tell. The log has it on the
 * day of the latest one, not on that of the import; where refunds went away, now.
 */
export function settleOrders(
  { now, actor }: Pick<Target, 'now' | 'actor'>,
  orderIds: readonly number[],
  day: 'of refund' | 'now' = 'of refund',
): RawBuilder<unknown> {
  const at =
    day === 'now'
      ? sql`null::timestamptz`
      : sql`max(coalesce(r.finished_at, r.applied_at)) filter (where r.status = 'done')`;
  return sql`
    with settled as (
      select r.order_id as id, coalesce(sum(r.amount) filter (where r.status = 'done'), 0) as refunded, ${at} as at
      from unnest(${orderIds}::bigint[]) as o (id)
      -- each by the index: joined freely, the planner has read the refunds of all shops
      cross join lateral (select * from refunds where order_id = o.id offset 0) r group by r.order_id
    ), changed as (
      update orders o set refunded = s.refunded, updated_at = ${now},
        refund = case when s.refunded <= 0 then 'none' when s.refunded >= o.paid then 'full' else 'partial' end
      from settled s where o.id = s.id and o.refunded is distinct from s.refunded
      returning o.id, o.customer_id, o.account_id, o.order_no, o.refunded, o.refund, s.at
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'order.refunded', customer_id, account_id, least(at, ${now}::timestamptz), ${actor},
      jsonb_build_object('orderId', id, 'orderNo', order_no, 'refunded', refunded, 'refund', refund) from changed`;
}
