import { sql } from 'kysely';
import type { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { officialFigures } from './contract.ts';

type Figures = z.output<typeof officialFigures>;
type Asked = { by: 'touchpoint' | 'code'; id: number; from: Date; now: Date };

/**
 * How those fared who followed an official account by a code since `from`, at a place or by a code; null where nobody did.
 * A person counts once and as who they are now. Read from what is known of them, because they are few beside all others.
 */
export async function officialFiguresOf(db: Db | Tx, { by, id, from, now }: Asked): Promise<Figures | null> {
  const ripe = new Date(now.getTime() - 30 * DAY);
  const { rows } = await sql<Figures & { all: number }>`
    with came as (
      select c.person_id, e.account_id, min(e.at) as at, bool_or(e.fresh) as fresh, bool_or(e.followed) as followed
      from official_entries e join customers c on c.id = e.customer_id and c.status = 'active'
      where ${sql.ref(`e.${by}_id`)} = ${id} and e.at >= ${from} and e.at <= ${now} group by 1, 2
    ), fate as (
      select came.*,
        exists (select 1 from followers f join customers p on p.id = f.customer_id
          where p.person_id = came.person_id and f.account_id = came.account_id and f.wrote_at >= came.at) as chatted,
        exists (select 1 from follows f join customers p on p.id = f.customer_id
          where p.person_id = came.person_id and coalesce(f.first_at, f.followed_at) >= came.at) as added,
        exists (select 1 from followers f join customers p on p.id = f.customer_id
          where p.person_id = came.person_id and f.account_id = came.account_id
            and (f.ended_at is null or f.ended_at >= came.at + interval '30 days')) as stayed,
        bought.orders, bought.revenue
      from came cross join lateral (
        select count(*) as orders, coalesce(sum(o.paid - o.refunded), 0)::bigint as revenue
        from orders o join customers p on p.id = o.customer_id
        where p.person_id = came.person_id and o.payment = 'paid' and o.ordered_at >= came.at
      ) bought
    )
    select count(*)::integer as all, count(*) filter (where followed)::integer as followed,
      count(*) filter (where not followed)::integer as scanned, count(*) filter (where fresh)::integer as fresh,
      count(*) filter (where chatted)::integer as chatted, count(*) filter (where added)::integer as added,
      count(*) filter (where orders > 0)::integer as ordered, coalesce(sum(revenue), 0)::bigint as revenue,
      count(*) filter (where at <= ${ripe})::integer as ripe30, count(*) filter (where at <= ${ripe} and stayed)::integer as stayed30
    from fate`.execute(db);
  const [figures] = rows;
  if (!figures || figures.all === 0) return null;
  const { all: _, ...known } = figures;
  return known;
}
