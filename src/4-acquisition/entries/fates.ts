import { sql } from 'kysely';
import type { Position } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * What became of those who came in, worked out anew for whoever the log says something of that bears on it: who they are
 * after a merge, when what brought them in ended, what they paid since. Who added a member stays while any member of the
 * account has them; who joined a group, while in it; who followed, while following; who came by an order or a call, while
 * they have any of these. Read from the tables, so that it comes to the same however often it is told.
 */
export async function noteFates(tx: Tx, from: Position, to: Position): Promise<void> {
  await sql`
    with told as (
      select type, customer_id, data from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and (type like 'follow.%' or type like 'group.%' or type like 'order.%' or type like 'refund.%'
          or type in ('official_account.followed', 'official_account.unfollowed', 'entry.recorded', 'customers.merged', 'customers.unmerged'))
    ), profiles as (
      select customer_id as id from told where customer_id is not null
      union select (data ->> 'from')::bigint from told where type in ('order.matched', 'order.removed') and data ? 'from'
      union select jsonb_array_elements_text(data -> 'profiles')::bigint from told where type like 'customers.%'
    ), persons as (
      select distinct e.person_id from profiles p join customers c on c.id = p.id join entries e on e.person_id = c.person_id
      union select distinct e.person_id from profiles p join entries e on e.person_id = p.id
      union select distinct e.person_id from profiles p join entries e on e.customer_id = p.id
    ), concerned as (
      select e.id, e.kind, e.account_id, e.source_id, e.at, c.person_id, e.kind in ('order', 'call') as by_any
      from entries e join persons p on p.person_id = e.person_id join customers c on c.id = e.customer_id
    )
    update entries e set person_id = c.person_id, left_at = gone.at, orders = bought.orders, revenue = bought.revenue
    from concerned c
    cross join lateral (
      select case when bool_or(t.ended_at is null) then null when c.by_any then greatest(max(t.ended_at), c.at) else max(t.ended_at) end as at
      from (${ties}) t
    ) gone
    cross join lateral (
      select count(*)::integer as orders, coalesce(sum(o.paid - o.refunded), 0)::bigint as revenue
      from orders o join customers p on p.id = o.customer_id
      where p.person_id = c.person_id and o.payment = 'paid' and o.ordered_at >= c.at
    ) bought
    where e.id = c.id and (e.person_id, e.left_at, e.orders, e.revenue) is distinct from (c.person_id, gone.at, bought.orders, bought.revenue)`.execute(
    tx,
  );
}

/** By what the person of entry `c` is reached, as far as it counts for that entry. */
const ties = sql`
  select f.ended_at from follows f join customers p on p.id = f.customer_id
  where p.person_id = c.person_id and (c.by_any or c.kind = 'add' and f.account_id = c.account_id)
  union all select f.ended_at from followers f join customers p on p.id = f.customer_id
  where p.person_id = c.person_id and (c.by_any or c.kind = 'follow' and f.account_id = c.account_id)
  union all select m.left_at from group_members m join customers p on p.id = m.customer_id
  where p.person_id = c.person_id and (c.by_any or c.kind = 'join' and m.group_id = (select s.group_id from group_members s where s.id = c.source_id))`;
