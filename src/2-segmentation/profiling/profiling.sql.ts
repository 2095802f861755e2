import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';

const LOCK = 7_480_032;

/** A computation takes it before it asks who may be profiled, and holds it until its scores are there to be taken away. */
export async function whileScoring(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${sql.lit(LOCK)})`.execute(tx);
}

/** Waits for the computations that did not know of a refusal yet: what they still write would stay. */
export async function afterScoring(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx);
}

export async function refusesProfiling(db: Db | Tx, personId: number): Promise<boolean> {
  const { rows } = await sql<{ refused: boolean }>`select refuses_profiling(${personId}) as refused`.execute(
    db,
  );
  return rows[0]?.refused ?? false;
}
