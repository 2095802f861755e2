import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { migrationFigures } from './contract.ts';

export type Figures = z.output<typeof migrationFigures>;

export const NO_FIGURES: Figures = {
  ...{ people: 0, queued: 0, noPhone: 0, joined: 0, withheld: 0, waiting: 0, asked: 0, accepted: 0 },
  ...{ refused: 0, noAnswer: 0, wrongNumber: 0, judged: 0, staying: 0, ordered: 0, revenue: 0 },
};

/** Counted per migration, or per wave of one; who was accepted is followed on: still there, bought since. */
export async function figuresOf(
  db: Db | Tx,
  ids: readonly number[],
  by: 'migration' | 'wave',
): Promise<Map<number, Figures>> {
  const key = by === 'wave' ? sql`p.wave` : sql`p.migration_id`;
  const in_ = (...states: string[]) => sql`(count(*) filter (where p.state = any(${states})))::integer`;
  const { rows } = await sql<Figures & { key: number }>`
    select ${key} as key, count(*)::integer as people, ${in_('queued')} as queued, ${in_('no_phone')} as no_phone,
      ${in_('joined')} as joined, ${in_('withheld')} as withheld, ${in_('waiting')} as waiting, ${in_('asked')} as asked,
      ${in_('accepted')} as accepted, ${in_('refused')} as refused, ${in_('no_answer')} as no_answer,
      ${in_('wrong_number')} as wrong_number, ${in_('accepted', 'refused', 'no_answer')} as judged,
      (count(*) filter (where fate.staying))::integer as staying, (count(*) filter (where fate.orders > 0))::integer as ordered,
      coalesce(sum(fate.revenue), 0)::bigint as revenue
    from migration_people p join buyer_migrations m on m.id = p.migration_id
    left join lateral (
      select exists (select 1 from follows f join customers c on c.id = f.customer_id
          where c.person_id = me.person_id and f.account_id = m.account_id and f.ended_at is null) as staying,
        bought.orders, bought.revenue
      from customers me, lateral (
        select count(*)::integer as orders, coalesce(sum(o.paid - o.refunded), 0)::bigint as revenue
        from orders o join customers c on c.id = o.customer_id
        where c.person_id = me.person_id and o.payment = 'paid' and o.ordered_at >= p.settled_at
      ) bought
      where me.id = p.customer_id and p.state = 'accepted'
    ) fate on true
    where p.migration_id = any(${ids}::bigint[]) ${by === 'wave' ? sql`and p.wave is not null` : sql``}
    group by 1`.execute(db);
  return new Map(rows.map(({ key, ...figures }) => [key, figures]));
}
