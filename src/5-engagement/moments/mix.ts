import { sql } from 'kysely';
import type { Clock } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

const ROW = 'moments.product.row';

/** How many 产品 there may be in a row, on the day of an instant. */
export async function productsMax(db: Db | Tx, at: Date): Promise<number> {
  return boundOf(await factsOn(db, at, [ROW]), ROW, at);
}

/** The company's moments of an account that stand or stood, in the order of their times. */
const STANDS = sql`m.member_id is null and m.kind is not null and m.status in ('scheduled', 'asking', 'open')`;

/**
 * How many 产品 in a row there would be with one at that time: those right before it, it, and those right after it. What
 * members post by themselves is nobody's plan and does not count.
 */
export async function productsInRow(
  db: Db | Tx,
  { accountId, at, without }: { accountId: number; at: Date; without: number | null },
): Promise<number> {
  const around = sql`m.account_id = ${accountId} and ${STANDS} and m.id <> ${without ?? 0}`;
  const { rows } = await sql<{ n: number }>`
    with neighbours as (
      select m.kind, 'before' as side, row_number() over (order by coalesce(m.posted_at, m.scheduled_at) desc, m.id desc) as place
      from moments m where ${around} and coalesce(m.posted_at, m.scheduled_at) <= ${at}
      union all
      select m.kind, 'after', row_number() over (order by coalesce(m.posted_at, m.scheduled_at), m.id)
      from moments m where ${around} and coalesce(m.posted_at, m.scheduled_at) > ${at}
    ), ends as (
      select side, min(place) filter (where kind <> 'product') as stop, count(*) as total from neighbours group by side
    )
    select (1 + coalesce(sum(coalesce(stop - 1, total)), 0))::integer as n from ends`.execute(db);
  return rows[0]?.n ?? 1;
}

/** Of the listed moments those that are one 产品 too many in a row: the third and each after it. */
export async function tooMany(db: Db | Tx, clock: Clock, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const most = await productsMax(db, clock.now());
  const { rows } = await sql<{ id: number }>`
    with ordered as (
      select m.id, m.account_id, m.kind, coalesce(m.posted_at, m.scheduled_at) as at,
        sum(case when m.kind <> 'product' then 1 else 0 end)
          over (partition by m.account_id order by coalesce(m.posted_at, m.scheduled_at), m.id) as run
      from moments m where ${STANDS}
    ), placed as (
      select id, kind, row_number() over (partition by account_id, run, kind = 'product' order by at, id) as place from ordered
    )
    select id from placed where kind = 'product' and place > ${most} and id = any(${ids}::bigint[])`.execute(
    db,
  );
  return new Set(rows.map(row => row.id));
}
