import { sql } from 'kysely';
import type { Position } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { freshSql } from './fresh.sql.ts';

/**
 * Entries by a first order, worked out anew for these persons (null: for everybody): somebody's first paid order of all
 * belongs to the touchpoint that names its shop and its source, or else its shop. An order that is taken back, or that is
 * the first no longer, takes its entry with it. Told again it comes to the same.
 * @returns the entries that are new.
 */
export async function settleOrders(tx: Tx, persons: readonly number[] | null): Promise<number[]> {
  if (persons?.length === 0 || !(await areAnyNamed(tx))) return [];
  const concerned = persons === null ? sql`true` : sql`c.person_id = any(${persons}::bigint[])`;
  const wanted = sql`
    select f.*, s.touchpoint_id from (
      select distinct on (c.person_id) c.person_id, o.id as order_id, o.customer_id, o.account_id, o.ordered_at, coalesce(o.source, '') as source
      from orders o join customers c on c.id = o.customer_id and c.status = 'active'
      where o.payment = 'paid' and ${concerned} order by c.person_id, o.ordered_at, o.id
    ) f join lateral (
      select touchpoint_id from touchpoint_order_sources n where n.account_id = f.account_id and n.source in (f.source, '')
      order by n.source = '' limit 1
    ) s on true`;
  await sql`
    with wanted as (${wanted})
    delete from entries e using customers c
    where e.kind = 'order' and c.id = e.customer_id and ${concerned} and not exists (
      select 1 from wanted w where w.order_id = e.source_id and w.ordered_at = e.at and w.touchpoint_id = e.touchpoint_id
        and w.customer_id = e.customer_id)`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    with wanted as (${wanted})
    insert into entries (kind, touchpoint_id, account_id, customer_id, at, left_at, person_id, fresh, source_id)
    select 'order', touchpoint_id, account_id, customer_id, ordered_at, ordered_at, person_id,
      ${freshSql(sql`wanted.person_id`, sql`wanted.ordered_at`)}, order_id
    from wanted on conflict do nothing returning id`.execute(tx);
  return rows.map(row => row.id);
}

async function areAnyNamed(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select 1 from touchpoint_order_sources) or exists (select 1 from entries where kind = 'order') as any`.execute(
    tx,
  );
  return rows[0]?.any ?? false;
}

/** Whose orders the log says have come, changed hands or gone, and who has been put together or taken apart. */
export async function buyersTold(tx: Tx, from: Position, to: Position): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with told as (
      select type, customer_id, data from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and (type like 'order.%' or type in ('customers.merged', 'customers.unmerged'))
    ), profiles as (
      select customer_id as id from told where customer_id is not null
      union select (data ->> 'from')::bigint from told where type in ('order.matched', 'order.removed') and data ? 'from'
      union select jsonb_array_elements_text(data -> 'profiles')::bigint from told where type like 'customers.%'
    )
    select distinct c.person_id as id from profiles p join customers c on c.id = p.id`.execute(tx);
  return rows.map(row => row.id);
}
