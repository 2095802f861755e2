import type { Db, Tx } from './connect.ts';

/**
 * What would happen: the work is done in a transaction that is rolled back whatever comes of it, so that a preview asks
 * the very statements of the real thing and cannot differ from it.
 */
export async function tryOut<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const trial = await db.startTransaction().execute();
  try {
    return await work(trial);
  } finally {
    await trial.rollback().execute();
  }
}
