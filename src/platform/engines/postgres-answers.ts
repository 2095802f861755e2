import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Home, HomeError } from './home.ts';

export const DATABASE = 'siyu';

/** How long to wait for a first word, in ms, and whom to tell that it will be longer. */
export type Waiting = { home: Home; patience: number; recovering(): void };

/**
 * Waits until PostgreSQL lets us in. Patience is for silence: one that says it is recovering is waited for as long as it
 * lives, because after a crash that takes as long as there is journal to read (minutes for gigabytes).
 * @returns false when it ended, or the patience did.
 */
export async function untilAnswers(
  url: string,
  isRunning: () => boolean,
  { home, patience, recovering }: Waiting,
): Promise<boolean> {
  const began = Date.now();
  let told = false;
  for (let heard = began; isRunning() && Date.now() - heard < patience; ) {
    const answer = await ask(url, home);
    if (answer === 'ready') return true;
    if (answer === 'recovering') heard = Date.now();
    if (!told && heard - began > SLOW) {
      told = true;
      recovering();
    }
    await sleep(told ? 500 : 25);
  }
  return false;
}

/** A start that needs longer than this is worth a word, and no question every 25 ms. */
const SLOW = 3_000;

const CANNOT_CONNECT_NOW = '57P03';
const TOO_MANY_CONNECTIONS = '53300';
const INVALID_PASSWORD = '28P01';

/** Whether it lets us in; makes our database when it is not there yet. */
async function ask(url: string, home: Home): Promise<'ready' | 'recovering' | 'silent'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
    return 'ready';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === INVALID_PASSWORD)
      throw new HomeError(
        `${home.path('postgres.password')} is not the password this database was made with; put it back from a backup.`,
      );
    if (code === TOO_MANY_CONNECTIONS) return 'ready';
    return code === CANNOT_CONNECT_NOW ? 'recovering' : 'silent';
  } finally {
    await client.end().catch(() => undefined);
  }
}
