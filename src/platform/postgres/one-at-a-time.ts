import type pg from 'pg';

/**
 * Work that two processes must not do at once: of those that name the same thing one does it, the next waits for it to
 * end, or for PostgreSQL to notice that it was killed. The work may use the connection that holds the lock.
 */
export async function oneAtATime<Result>(
  pool: pg.Pool,
  name: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  const lock = (call: string) => client.query(`select ${call}(hashtextextended($1, ${SEED}))`, [name]);
  try {
    await lock('pg_advisory_lock');
    return await work(client);
  } finally {
    // A connection that cannot give the lock back is closed, which does.
    const fault = await lock('pg_advisory_unlock').then(
      () => undefined,
      (error: Error) => error,
    );
    client.release(fault);
  }
}

/** Keeps our names apart from what others lock by number in the same database. */
const SEED = 7_480_000;
