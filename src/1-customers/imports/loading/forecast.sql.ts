import { type RawBuilder, sql } from 'kysely';
import type { Counts } from './counts.ts';
import { isDifferent, itemOrders } from './orders.sql.ts';

/**
 * What an import would do, from its staged lines and orders. People are counted by their keys: who shares none with
 * anybody known is new. Whether two of the file are one person shows only when they are loaded.
 */
export function forecast(target: { importId: number; accountId: number }): RawBuilder<Counts> {
  const { importId, accountId } = target;
  return sql<Counts>`
    with told as (
      select e.id, w.buyer is null and w.phone is null as nameless, e.id is not null and ${isDifferent} as differs
      from import_orders w left join orders e on e.account_id = ${accountId} and e.order_no = w.order_no
      where w.import_id = ${importId}
    ), item_told as (${itemOrders(target)}
    ), refund_told as (
      select distinct on (t."refundNo", t.line) r.id, r.id is not null and (r.amount, r.status) is distinct from (t.amount, t.status) as differs
      from import_lines l cross join jsonb_to_record(l.detail) as t ("refundNo" text, line integer, status text, amount bigint)
      left join refunds r on r.account_id = ${accountId} and r.refund_no = t."refundNo" and r.line = t.line
      where l.import_id = ${importId} and l.kind = 'refund' order by t."refundNo", t.line, l.row_no desc
    ), person as (
      select buyer, phone, null as card from import_orders where import_id = ${importId} and (buyer is not null or phone is not null)
      union select detail ->> 'buyer', null, null from import_lines
        where import_id = ${importId} and kind = 'refund' and detail ->> 'buyer' is not null
      union select detail ->> 'externalId', detail ->> 'phoneKey', detail ->> 'memberCard' from import_lines
        where import_id = ${importId} and kind = 'customer'
    ), fresh as (
      select coalesce(buyer, phone, card) from person p where not exists (select 1 from identities i where
        i.kind = 'buyer' and i.account_id = ${accountId} and i.key = p.buyer
        or i.kind = 'phone' and i.account_id = 0 and i.key = p.phone
        or i.kind = 'member_card' and i.account_id = ${accountId} and i.key = p.card)
      group by 1
    )
    select (select count(*) from told) + (select count(*) from item_told) as told,
      (select count(*) from told where id is null) as added,
      (select count(*) from told where differs) + (select count(*) from item_told where id is not null and differs) as changed,
      (select count(*) from item_told where id is null) as unknown,
      (select count(*) from told where nameless) as without_customer,
      (select coalesce(sum(items), 0) from import_lines where import_id = ${importId}) as items,
      (select count(*) from refund_told where id is null) as refunds_added,
      (select count(*) from refund_told where differs) as refunds_changed,
      (select count(*) from fresh) as customers_added, 0 as merged,
      (select count(distinct person_id) from customers where status = 'active') + (select count(*) from fresh) as customers`;
}
