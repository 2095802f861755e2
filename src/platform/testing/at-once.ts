import type { Db, Tx } from '../postgres/connect.ts';

/** Long enough for what waits for a lock to have come to it. */
const COME_TO_IT = 300;

/**
 * Begins something and ends its transaction only when something else has been begun as well: both happen at the same
 * moment. @returns what the second came to.
 */
export async function during<Of>(
  db: Db,
  begin: (tx: Tx) => Promise<unknown>,
  meanwhile: () => Promise<Of>,
): Promise<Of> {
  const { promise: begun, resolve: isBegun } = Promise.withResolvers<void>();
  const { promise: wait, resolve: goOn } = Promise.withResolvers<void>();
  const first = db.transaction().execute(async tx => {
    await begin(tx);
    isBegun();
    await wait;
  });
  await Promise.race([begun, first]);
  const second = meanwhile();
  await new Promise(done => setTimeout(done, COME_TO_IT));
  goOn();
  await first;
  return await second;
}
