import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { EntryKind } from '../entries/contract.ts';
import type { entryFigures } from './contract.ts';

export type Figures = z.output<typeof entryFigures>;
export const NO_FIGURES: Figures = {
  ...{ scans: 0, visitors: 0, people: 0, added: 0, followed: 0, joined: 0, bought: 0, called: 0, reached: 0 },
  ...{ fresh: 0, staying: 0, leftWithinDay: 0 },
  ...{ ripe30: 0, stayed30: 0, ripe90: 0, stayed90: 0, ordered: 0, revenue: 0 },
};

type Asked = { by: 'touchpoint' | 'code' | 'link'; ids: readonly number[]; from: Date; now: Date };

/**
 * How those who came in since `from` fared, by touchpoint, code or link: sums over the entries of these days, by index. A
 * person counts once for each touchpoint or code, by whatever they came and however often; who was merged since counts as
 * who they are now. Somebody stays as long as one of their entries does (entries/fates.ts). Orders are those paid from the
 * first entry on.
 */
export async function entryFiguresOf(
  db: Db | Tx,
  { by, ids, from, now }: Asked,
): Promise<Map<number, Figures>> {
  const group = sql.ref(`${by}_id`);
  const { rows } = await sql<Omit<Figures, 'scans' | 'visitors'> & { id: number }>`
    with came as (
      select ${group} as id, person_id, array_agg(kind) as kinds, ${PERSON}
      from entries where ${group} = any(${ids}::bigint[]) and at >= ${from} and at <= ${now} group by 1, 2
    )
    select id, count(*)::integer as people, ${ofKind('add')} as added, ${ofKind('follow')} as followed, ${ofKind('join')} as joined,
      ${ofKind('order')} as bought, ${ofKind('call')} as called,
      count(*) filter (where reached)::integer as reached, count(*) filter (where fresh)::integer as fresh,
      count(*) filter (where left_at is null)::integer as staying,
      count(*) filter (where left_at < at + interval '1 day' and reached)::integer as left_within_day,
      ${ripe(now, 30)} as ripe30, ${stayed(now, 30)} as stayed30, ${ripe(now, 90)} as ripe90, ${stayed(now, 90)} as stayed90,
      count(*) filter (where orders > 0)::integer as ordered, coalesce(sum(revenue), 0)::bigint as revenue
    from came group by id`.execute(db);
  // Nobody opens a page of ours before a link.
  const scans = by === 'link' ? new Map<number, object>() : await scansOf(db, { by, ids, from, now });
  const figures = new Map<number, Figures>();
  for (const id of ids) {
    const { id: _, ...entered } = rows.find(row => row.id === id) ?? { id };
    figures.set(id, { ...NO_FIGURES, ...entered, ...scans.get(id) });
  }
  return figures;
}

/**
 * What is said of a person over their entries at one place. Who came by an order or a call alone is reached only once
 * they add, join or follow.
 */
export const PERSON = sql`min(at) as at, bool_or(fresh) as fresh, bool_or(kind in ('add', 'follow', 'join') or left_at is null or left_at > at) as reached,
  case when bool_or(left_at is null) then null else max(left_at) end as left_at, max(orders) as orders, max(revenue) as revenue`;

const ofKind = (kind: EntryKind): RawBuilder<number> =>
  sql`count(*) filter (where ${kind} = any(kinds))::integer`;

const ripe = (now: Date, days: number): RawBuilder<number> =>
  sql`count(*) filter (where at <= ${new Date(now.getTime() - days * DAY)})::integer`;
const stayed = (now: Date, days: number): RawBuilder<number> =>
  sql`count(*) filter (where at <= ${new Date(now.getTime() - days * DAY)}
    and (left_at is null or left_at >= at + ${days} * interval '1 day'))::integer`;

async function scansOf(db: Db | Tx, { by, ids, from, now }: Asked) {
  const group = by === 'touchpoint' ? sql`l.touchpoint_id` : sql`l.id`;
  const { rows } = await sql<{ id: number; scans: number; visitors: number }>`
    select ${group} as id, sum(opened.scans)::integer as scans, count(*)::integer as visitors
    from live_codes l join (
      select code_id, visitor, count(*) as scans from code_scans where at >= ${from} and at <= ${now} group by 1, 2
    ) opened on opened.code_id = l.id
    where ${group} = any(${ids}::bigint[]) group by 1`.execute(db);
  return new Map(rows.map(({ id, ...counted }) => [id, counted]));
}
