import { sql } from 'kysely';
import type pg from 'pg';
import type { Tx } from '#platform/postgres/connect.ts';

const LOCK = 7480012;

/**
 * Who asks what was erased and then puts in what was told does it in here: an erasure begins before or after. Otherwise
 * somebody erased in between would come in again, with the lines that were looked through before. On the connection that
 * the work has already; many may be at it together.
 */
export async function whileNobodyIsErased<Result>(
  client: pg.PoolClient,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(`select pg_advisory_lock_shared(${LOCK})`);
  try {
    return await work();
  } finally {
    await client.query(`select pg_advisory_unlock_shared(${LOCK})`);
  }
}

/** Waits for those, and keeps them out until the erasing transaction has ended. */
export async function keepTellersOut(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx);
}
