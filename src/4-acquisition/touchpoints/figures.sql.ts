import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { entryFigures } from './contract.ts';

export type Figures = z.output<typeof entryFigures>;
export const NO_FIGURES: Figures = {
  ...{ scans: 0, visitors: 0, added: 0, fresh: 0, staying: 0, leftWithinDay: 0 },
  ...{ ripe30: 0, stayed30: 0, ripe90: 0, stayed90: 0, ordered: 0, revenue: 0 },
};

type Asked = { by: 'touchpoint' | 'code'; ids: readonly number[]; from: Date; now: Date };

/**
 * How those who came in since `from` fared, by touchpoint or by code: one statement over the entries of these days, by
 * index. A person counts once for each touchpoint or code; who was merged since counts as who they are now. Somebody
 * stays as long as any member of the corp has them. Orders are those paid after the first entry.
 */
export async function entryFiguresOf(
  db: Db | Tx,
  { by, ids, from, now }: Asked,
): Promise<Map<number, Figures>> {
  const group = by === 'touchpoint' ? sql`e.touchpoint_id` : sql`e.code_id`;
  const { rows } = await sql<Omit<Figures, 'scans' | 'visitors'> & { id: number }>`
    with came as (
      select ${group} as id, c.person_id, e.account_id, min(e.at) as at, bool_or(e.fresh) as fresh
      from entries e join customers c on c.id = e.customer_id
      where ${group} = any(${ids}::bigint[]) and e.at >= ${from} and e.at <= ${now} group by 1, 2, 3
    ), fared as (
      select came.*, gone.at as left_at, coalesce(bought.orders, 0) as orders, coalesce(bought.revenue, 0) as revenue
      from came
      left join lateral (
        select case when bool_or(f.ended_at is null) then null else max(f.ended_at) end as at
        from follows f join customers p on p.id = f.customer_id where p.person_id = came.person_id and f.account_id = came.account_id
      ) gone on true
      left join lateral (
        select count(*) as orders, sum(o.paid - o.refunded) as revenue from orders o join customers p on p.id = o.customer_id
        where p.person_id = came.person_id and o.payment = 'paid' and o.ordered_at >= came.at and o.ordered_at <= ${now}
      ) bought on true
    )
    select id, count(*)::integer as added, count(*) filter (where fresh)::integer as fresh,
      count(*) filter (where left_at is null)::integer as staying,
      count(*) filter (where left_at < at + interval '1 day')::integer as left_within_day,
      ${ripe(now, 30)} as ripe30, ${stayed(now, 30)} as stayed30, ${ripe(now, 90)} as ripe90, ${stayed(now, 90)} as stayed90,
      count(*) filter (where orders > 0)::integer as ordered, coalesce(sum(revenue), 0)::bigint as revenue
    from fared group by id`.execute(db);
  const scans = await scansOf(db, { by, ids, from, now });
  const figures = new Map<number, Figures>();
  for (const id of ids) {
    const { id: _, ...entered } = rows.find(row => row.id === id) ?? { id };
    figures.set(id, { ...NO_FIGURES, ...entered, ...scans.get(id) });
  }
  return figures;
}

const ripe = (now: Date, days: number): RawBuilder<number> =>
  sql`count(*) filter (where at <= ${new Date(now.getTime() - days * DAY)})::integer`;
const stayed = (now: Date, days: number): RawBuilder<number> =>
  sql`count(*) filter (where at <= ${new Date(now.getTime() - days * DAY)}
    and (left_at is null or left_at >= at + ${days} * interval '1 day'))::integer`;

async function scansOf(db: Db | Tx, { by, ids, from, now }: Asked) {
  const group = by === 'touchpoint' ? sql`l.touchpoint_id` : sql`l.id`;
  const { rows } = await sql<{ id: number; scans: number; visitors: number }>`
    select ${group} as id, count(*)::integer as scans, count(distinct (s.code_id, s.visitor))::integer as visitors
    from live_codes l join code_scans s on s.code_id = l.id
    where ${group} = any(${ids}::bigint[]) and s.at >= ${from} and s.at <= ${now} group by 1`.execute(db);
  return new Map(rows.map(({ id, ...counted }) => [id, counted]));
}
