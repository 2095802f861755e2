import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

type Work<Result> = (client: pg.PoolClient) => Promise<Result>;

/**
 * Work that two processes must not do at once: of those that name the same thing one does it, the next waits for it to
 * end, or for PostgreSQL to notice that it was killed. The work may use the connection that holds the lock.
 */
export async function oneAtATime<Result>(pool: pg.Pool, name: string, work: Work<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await ask(client, 'lock', name);
    return await work(client);
  } finally {
    await giveBack(client, 'unlock', name);
  }
}

/**
 * Work that many may do at once, but none while somebody does `oneAtATime` what has the same name, or waits to. Who waits
 * here holds no connection: there may be many, for as long as that takes.
 */
export async function together<Result>(pool: pg.Pool, name: string, work: Work<Result>): Promise<Result> {
  for (;;) {
    const client = await pool.connect();
    let isMine = false;
    try {
      isMine = await ask(client, 'try_lock_shared', name);
      if (isMine) return await work(client);
    } finally {
      if (isMine) await giveBack(client, 'unlock_shared', name);
      else client.release();
    }
    await sleep(WAIT);
  }
}

const WAIT = 200;

const CALLS = {
  lock: 'pg_advisory_lock',
  unlock: 'pg_advisory_unlock',
  try_lock_shared: 'pg_try_advisory_lock_shared',
  unlock_shared: 'pg_advisory_unlock_shared',
} as const;

async function ask(client: pg.PoolClient, call: keyof typeof CALLS, name: string): Promise<boolean> {
  const { rows } = await client.query(`select ${CALLS[call]}(hashtextextended($1, ${SEED})) as done`, [name]);
  return (rows[0] as { done: unknown }).done === true;
}

/** A connection that cannot give the lock back is closed, which does. */
async function giveBack(
  client: pg.PoolClient,
  call: 'unlock' | 'unlock_shared',
  name: string,
): Promise<void> {
  const fault = await ask(client, call, name).then(
    () => undefined,
    (error: Error) => error,
  );
  client.release(fault);
}

/** Keeps our names apart from what others lock by number in the same database. */
const SEED = 7_480_000;
