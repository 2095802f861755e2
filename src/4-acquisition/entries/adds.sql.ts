import { sql } from 'kysely';
import type { Position } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { freshSql } from './fresh.sql.ts';

/** Who the log says has added a member by one of our codes or links. Deleted and added again is another entry, and nobody new. */
export async function writeAdds(tx: Tx, from: Position, to: Position): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with told as (
      select distinct customer_id from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and type in ('follow.started', 'follow.changed') and data ->> 'state' <> ''
    )
    insert into entries (kind, touchpoint_id, code_id, link_id, account_id, member_id, customer_id, at, person_id, variant_id, fresh)
    select 'add', s.touchpoint_id, s.code_id, s.link_id, f.account_id, f.member_id, f.customer_id, f.followed_at, c.person_id, s.variant_id,
      f.first_at is null and ${freshSql(sql`c.person_id`, sql`f.followed_at`, sql`f.id`)}
    from told join follows f on f.customer_id = told.customer_id and f.ended_at is null
    join customers c on c.id = f.customer_id and c.status = 'active'
    join lateral (
      select l.account_id, l.touchpoint_id, l.id as code_id, null::bigint as link_id, w.variant_id
      from code_ways w join live_codes l on l.id = w.code_id where w.state = f.state
      union all select account_id, touchpoint_id, null, id, null from acquisition_links where state = f.state
    ) s on s.account_id = f.account_id
    on conflict do nothing returning id`.execute(tx);
  return rows.map(row => row.id);
}
