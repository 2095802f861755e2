import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';

/** Of `person`: that they have not refused to be profiled (PIPL art. 24). For whole computations: the view is read once. */
export function mayBeProfiled(person: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`not exists (select 1 from profiling_refused refusal where refusal.person_id = ${person})`;
}

export async function refusesProfiling(db: Db | Tx, personId: number): Promise<boolean> {
  const { rows } = await sql<{ refused: boolean }>`select refuses_profiling(${personId}) as refused`.execute(
    db,
  );
  return rows[0]?.refused ?? false;
}
