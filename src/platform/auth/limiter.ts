import { sql } from 'kysely';
import { type Clock, MINUTE } from '../clock.ts';
import type { Db, Tx } from '../postgres/connect.ts';

/** Ten failures in a quarter of an hour close an account, and a hundred an address, until the quarter is over. */
const WINDOW = 15 * MINUTE;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 100;

/** Whose tries are counted: an account's and, where guesses come from outside, those of an address. */
export type Tries = { account: string; address?: string };

/**
 * Takes one of the tries that account and address have left, or says that there is none. It is counted before the
 * password is looked at, so that a thousand guesses sent at the same moment are not all let through.
 */
export async function takeTry(db: Db, clock: Clock, { account, address }: Tries): Promise<boolean> {
  const at = clock.now();
  const keys = address === undefined ? [account] : [account, address];
  return await db.transaction().execute(async tx => {
    for (const key of keys)
      await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 7480006))`.execute(tx);
    const since = new Date(at.getTime() - WINDOW);
    await tx.deleteFrom('loginFailures').where('key', 'in', keys).where('at', '<=', since).execute();
    if ((await count(tx, account)) >= PER_ACCOUNT) return false;
    if (address !== undefined && (await count(tx, address)) >= PER_ADDRESS) return false;
    await tx
      .insertInto('loginFailures')
      .values(keys.map(key => ({ key, at })))
      .execute();
    return true;
  });
}

/** The try was none: the account starts anew, the address gets its own back. */
export async function forgetTries(db: Db, { account, address = '' }: Tries): Promise<void> {
  await db.deleteFrom('loginFailures').where('key', '=', account).execute();
  await sql`
    delete from login_failures where ctid = (
      select ctid from login_failures where key = ${address} order by at desc limit 1 for update skip locked)`.execute(
    db,
  );
}

async function count(tx: Tx, key: string): Promise<number> {
  const { n } = await tx
    .selectFrom('loginFailures')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return n;
}
