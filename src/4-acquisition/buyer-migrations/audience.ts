import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { standingOf } from './audience.sql.ts';

/** Writes the audience down, once: in the order in which they are to be asked, and why some need not be or cannot. */
export async function writeAudience(
  tx: Tx,
  { id, accountId }: { id: number; accountId: number },
  persons: readonly number[],
): Promise<void> {
  await sql`delete from migration_people where migration_id = ${id}`.execute(tx);
  await sql`
    insert into migration_people (migration_id, customer_id, rank, state)
    select ${id}, s.person_id, row_number() over (order by s.last_order desc nulls last, s.person_id),
      case when s.joined then 'joined' when s.has_phone then 'queued' else 'no_phone' end
    from (${standingOf(sql`${persons}::bigint[]`, accountId)}) s
    join customers c on c.id = s.person_id and c.status = 'active'`.execute(tx);
}

export type Standing = { audience: number; joined: number; noPhone: number; first: number[] };

/** The same without writing: how many there are, and who would be asked first. */
export async function standingFor(
  { db }: Platform,
  accountId: number,
  persons: readonly number[],
  waveSize: number,
): Promise<Standing> {
  const { rows } = await sql<Standing>`
    with standing as materialized (
      select s.* from (${standingOf(sql`${persons}::bigint[]`, accountId)}) s join customers c on c.id = s.person_id and c.status = 'active'
    )
    select count(*)::integer as audience, (count(*) filter (where joined))::integer as joined,
      (count(*) filter (where not joined and not has_phone))::integer as no_phone,
      array(select person_id::integer from standing where not joined and has_phone
        order by last_order desc nulls last, person_id limit ${waveSize}) as first
    from standing`.execute(db);
  return rows[0] ?? { audience: 0, joined: 0, noPhone: 0, first: [] };
}
