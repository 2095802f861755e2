import { sql } from 'kysely';
import type { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { groupListQuery, groupRow } from './contract.ts';

type Row = z.output<typeof groupRow>;

const LATELY = 30 * DAY;

/** The groups of the corps that are connected, the largest first. How many people are in each is nobody's secret. */
export async function listGroups(
  db: Db | Tx,
  now: Date,
  { q = '', account, dismissed }: z.output<typeof groupListQuery>,
): Promise<Row[]> {
  const since = new Date(now.getTime() - LATELY);
  const { rows } = await sql<Row>`
    select g.id, jsonb_build_object('id', a.id, 'name', a.name) as account, g.chat_id, g.name, g.state, g.created_at,
      coalesce(m.name, g.owner_id) as owner, coalesce(p.customers, 0) as customers, coalesce(p.members, 0) as members,
      coalesce(p.joined, 0) as joined, coalesce(p."left", 0) as "left"
    from customer_groups g join channel_accounts a on a.id = g.account_id
    left join member_accounts o on o.account_id = g.account_id and o.external_id = g.owner_id
    left join members m on m.id = o.member_id
    left join lateral (
      select count(*) filter (where left_at is null and not is_member)::integer as customers,
        count(*) filter (where left_at is null and is_member)::integer as members,
        count(*) filter (where joined_at >= ${since} and not is_member)::integer as joined,
        count(*) filter (where left_at >= ${since} and not is_member)::integer as "left"
      from group_members where group_id = g.id
    ) p on true
    where (g.state = 'dismissed') = ${dismissed === 'yes'} and (${account ?? null}::bigint is null or g.account_id = ${account ?? null})
      and (${q} = '' or strpos(lower(g.name || ' ' || coalesce(m.name, '')), lower(${q})) > 0)
    order by p.customers desc nulls last, g.id limit 2000`.execute(db);
  return rows.map(row => ({ ...row, createdAt: new Date(row.createdAt) }));
}
