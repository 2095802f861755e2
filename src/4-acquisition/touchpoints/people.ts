import { sql } from 'kysely';
import type { z } from 'zod';
import { inScope } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { touchpointPeopleQuery, touchpointPerson } from './contract.ts';
import { PERSON } from './figures.sql.ts';
import { sinceDay } from './touchpoints.ts';

type Row = z.output<typeof touchpointPerson>;
type Query = z.output<typeof touchpointPeopleQuery>;

/** Who came in at a touchpoint, each once, who came last first: the people behind its figures. */
export async function listPeople(
  db: Db | Tx,
  now: Date,
  scope: Scope,
  id: number,
  { days, kind, here, fresh, cursor, limit }: Query,
): Promise<{ data: Row[]; hasMore: boolean; nextCursor: string | null }> {
  const found = await db.selectFrom('touchpoints').select('id').where('id', '=', id).executeTakeFirst();
  if (!found) throw new Problem(NOT_FOUND);
  const before = cursor ? Number(cursor) : null;
  const { rows } = await sql<Row & { last: number }>`
    with came as (
      select person_id, max(id) as last, array_agg(distinct kind order by kind) as kinds, (array_agg(id order by at, id))[1] as first, ${PERSON}
      from entries where touchpoint_id = ${id} and at >= ${sinceDay(now, days)} and at <= ${now} group by 1
    )
    select w.person_id as id, w.last, w.kinds, w.at, w.fresh, w.left_at is null as here, w.orders, w.revenue,
      coalesce((select p.name from customers p where p.person_id = w.person_id and p.name is not null
        order by p.id = w.person_id desc, p.id limit 1), '') as name,
      coalesce(l.name, k.name, a.name) as by, m.name as member,
      coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'at', x.at, 'note', x.note) order by x.at desc)
        from entries x where x.touchpoint_id = ${id} and x.person_id = w.person_id and x.kind = 'call'), '[]') as calls
    from came w join entries e on e.id = w.first join customers c on c.id = w.person_id and c.status = 'active'
    left join live_codes l on l.id = e.code_id left join acquisition_links k on k.id = e.link_id
    left join channel_accounts a on a.id = e.account_id and e.kind = 'order' left join members m on m.id = e.member_id
    where ${inScope(scope, sql`w.person_id`)} and (${before}::bigint is null or w.last < ${before})
      and (${kind ?? null}::text is null or ${kind ?? null} = any(w.kinds))
      and (${here ?? null}::text is null or (w.left_at is null) = ${here === 'yes'})
      and (${fresh === undefined} or w.fresh)
    order by w.last desc limit ${limit + 1}`.execute(db);
  const data = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return {
    data: data.map(({ last: _, calls, ...row }) => ({
      ...row,
      calls: calls.map(call => ({ ...call, at: new Date(call.at) })),
    })),
    hasMore,
    nextCursor: hasMore ? String(data.at(-1)?.last) : null,
  };
}
