import { sql } from 'kysely';
import type { Position } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { freshSql } from './fresh.sql.ts';

/** Who the log says has joined a customer group by a code of ours. Each stay in a group is one entry. */
export async function writeJoins(tx: Tx, from: Position, to: Position): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with told as (
      select distinct customer_id, (data ->> 'groupId')::bigint as group_id, at from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and type = 'group.joined' and data ->> 'state' <> ''
    )
    insert into entries (kind, touchpoint_id, code_id, account_id, customer_id, at, person_id, fresh, source_id)
    select 'join', l.touchpoint_id, l.id, g.account_id, m.customer_id, m.joined_at, c.person_id,
      ${freshSql(sql`c.person_id`, sql`m.joined_at`)}, m.id
    from told join group_members m on m.group_id = told.group_id and m.customer_id = told.customer_id and m.joined_at = told.at
    join customer_groups g on g.id = m.group_id
    join customers c on c.id = m.customer_id and c.status = 'active'
    join code_ways w on w.state = m.state and w.kind = 'group'
    join live_codes l on l.id = w.code_id and l.account_id = g.account_id
    on conflict do nothing returning id`.execute(tx);
  return rows.map(row => row.id);
}

/** Who follows an official account by the code that a live code had it make. */
export async function writeFollows(tx: Tx, from: Position, to: Position): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with told as (
      select distinct customer_id, account_id from events
      where (xid, seq) > (${from.xid}, ${from.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})
        and type = 'official_account.followed' and data ->> 'scene' <> ''
    )
    insert into entries (kind, touchpoint_id, code_id, account_id, customer_id, at, person_id, fresh, source_id)
    select 'follow', l.touchpoint_id, l.id, f.account_id, f.customer_id, f.subscribed_at, c.person_id,
      ${freshSql(sql`c.person_id`, sql`f.subscribed_at`)}, f.id
    from told join followers f on f.customer_id = told.customer_id and f.account_id = told.account_id
    join customers c on c.id = f.customer_id and c.status = 'active'
    join code_ways w on w.state = f.scene and w.kind = 'official'
    join live_codes l on l.id = w.code_id
    on conflict do nothing returning id`.execute(tx);
  return rows.map(row => row.id);
}
