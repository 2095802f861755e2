import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { variantFigures } from './contract.ts';

type Figures = z.output<typeof variantFigures>;

/** How a code's variants fared since `from`: whoever met two of them counts for the one met first. */
export async function variantFiguresOf(
  db: Db | Tx,
  { codeId, from, now }: { codeId: number; from: Date; now: Date },
): Promise<Map<number, Figures>> {
  const { rows } = await sql<Figures & { id: number }>`
    with scans as (
      select variant_id, visitor, at, id from code_scans
      where code_id = ${codeId} and variant_id is not null and at >= ${from} and at <= ${now}
    ), opened as (
      select distinct on (visitor) visitor, variant_id from scans order by visitor, at, id
    ), came as (
      select distinct on (person_id) person_id, variant_id, fresh, orders, revenue from entries
      where code_id = ${codeId} and variant_id is not null and at >= ${from} and at <= ${now} order by person_id, at, id
    )
    select v.id,
      (select count(*)::integer from scans where variant_id = v.id) as scans,
      (select count(*)::integer from opened where variant_id = v.id) as visitors,
      count(c.person_id)::integer as added, count(*) filter (where c.fresh)::integer as fresh,
      count(*) filter (where c.orders > 0)::integer as ordered, coalesce(sum(c.revenue), 0)::bigint as revenue
    from code_variants v left join came c on c.variant_id = v.id where v.code_id = ${codeId} group by v.id`.execute(
    db,
  );
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}
