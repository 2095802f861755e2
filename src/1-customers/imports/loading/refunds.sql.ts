import { type RawBuilder, sql } from 'kysely';

type Target = { importId: number; accountId: number; now: Date; actor: string };

/** Puts the staged refunds into `refunds`; equal ones are not touched. Returns the orders concerned. */
export function putRefunds({ importId, accountId, now }: Target): RawBuilder<{ orderId: number | null }> {
  return sql<{ orderId: number | null }>`
    with told as (
      select distinct on (r."refundNo", r.line) r.* from import_lines l, jsonb_to_record(l.detail) as r
        ("refundNo" text, line integer, "orderNo" text, status text, "refundKind" text, amount bigint, "appliedAt" timestamptz,
         "finishedAt" timestamptz, reason text, item jsonb)
      where l.import_id = ${importId} and l.kind = 'refund'
      order by r."refundNo", r.line, l.row_no desc
    ), wanted as (
      select t."refundNo" as refund_no, t.line, t."orderNo" as order_no, o.id as order_id, t.amount, t.status, t."refundKind" as kind, t.reason,
        t.item ->> 'name' as item_name, (t.item ->> 'quantity')::integer as quantity, t."appliedAt" as applied_at, t."finishedAt" as finished_at
      from told t left join orders o on o.account_id = ${accountId} and o.order_no = t."orderNo"
    ), kept as (
      insert into import_changes (import_id, kind, row_id, before)
      select ${importId}::bigint, 'refund', r.id, to_jsonb(r) from refunds r join wanted w on w.refund_no = r.refund_no and w.line = r.line
      where r.account_id = ${accountId} and r.import_id is distinct from ${importId}
        and (r.amount, r.status, r.order_id) is distinct from (w.amount, w.status, coalesce(w.order_id, r.order_id))
      on conflict do nothing
    )
    insert into refunds (account_id, refund_no, line, order_no, order_id, amount, status, kind, reason, item_name, quantity, applied_at, finished_at, import_id, updated_at)
    select ${accountId}::bigint, refund_no, line, order_no, order_id, amount, status, kind, reason, item_name, quantity, applied_at, finished_at, ${importId}::bigint, ${now}::timestamptz
    from wanted
    on conflict (account_id, refund_no, line) do update set
      order_no = coalesce(excluded.order_no, refunds.order_no), order_id = coalesce(excluded.order_id, refunds.order_id),
      amount = excluded.amount, status = excluded.status, finished_at = excluded.finished_at, updated_at = excluded.updated_at
      where (refunds.amount, refunds.status, refunds.order_id) is distinct from (excluded.amount, excluded.status, coalesce(excluded.order_id, refunds.order_id))
    returning order_id`;
}

/** An order's refunded amount is the sum of its finished refunds, once there are refunds to tell. */
export function settleOrders(
  { now, actor }: Pick<Target, 'now' | 'actor'>,
  orderIds: readonly number[],
): RawBuilder<unknown> {
  return sql`
    with settled as (
      select o.id, coalesce(sum(r.amount) filter (where r.status = 'done'), 0) as refunded
      from orders o join refunds r on r.order_id = o.id where o.id = any(${orderIds}::bigint[]) group by o.id
    ), changed as (
      update orders o set refunded = s.refunded, updated_at = ${now},
        refund = case when s.refunded <= 0 then 'none' when s.refunded >= o.paid then 'full' else 'partial' end
      from settled s where o.id = s.id and o.refunded is distinct from s.refunded
      returning o.id, o.customer_id, o.account_id, o.order_no, o.refunded, o.refund
    )
    insert into events (type, customer_id, account_id, at, actor, data)
    select 'order.refunded', customer_id, account_id, ${now}, ${actor},
      jsonb_build_object('orderId', id, 'orderNo', order_no, 'refunded', refunded, 'refund', refund) from changed`;
}
