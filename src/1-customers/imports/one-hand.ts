import type { Platform } from '#platform/platform.ts';

/**
 * Work on an import, by one process at a time: the command line and a worker, or two workers, may come to the same one.
 * A second waits for the first to end, or for PostgreSQL to notice that it was killed.
 */
export async function withImport<Result>(
  { pool }: Pick<Platform, 'pool'>,
  id: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  const lock = (call: string) =>
    client.query(`select ${call}(hashtextextended($1, 7480008))`, [`import ${id}`]);
  try {
    await lock('pg_advisory_lock');
    return await work();
  } finally {
    // A connection that cannot give the lock back is closed, which does.
    const fault = await lock('pg_advisory_unlock').then(
      () => undefined,
      (error: Error) => error,
    );
    client.release(fault);
  }
}
