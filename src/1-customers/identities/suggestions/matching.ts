import { sql } from 'kysely';
import type { LogEvent } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { writeMatchKeys } from './match-keys.sql.ts';
import { readTooCommon, suggestFor } from './suggest.sql.ts';

/** Profiles compared in one statement: a few hundred milliseconds each. */
const CHUNK = 2_000;

/** One comparison at a time: two of the same pair would each find it new. */
const lock = (tx: Tx) => sql`select pg_advisory_xact_lock(7480013)`.execute(tx);

/** Follows the log: whoever something new is known of is compared again, within seconds. */
export function matchingReader({ clock }: Pick<Platform, 'clock'>): Reader {
  return {
    name: 'matching',
    // At a million customers comparing five hundred takes most of a second, and who reads the log waits so long.
    batch: 500,
    only: ['customer.%', 'customers.%', 'identity.%', 'follow.%'],
    async handle(tx, events) {
      const ids = [...new Set(events.flatMap(touched))];
      if (ids.length === 0) return;
      await lock(tx);
      for (let from = 0; from < ids.length; from += CHUNK) {
        const some = ids.slice(from, from + CHUNK);
        await writeMatchKeys(tx, some);
        await keepStatistics(tx, some.length);
        await suggestFor(tx, some, clock.now());
      }
    },
  };
}

/**
 * A first import fills the table within one batch: of a table it knows nothing of, the planner makes a loop within a
 * loop that takes minutes for a few hundred profiles. Where the table is many times what was written, what is known holds.
 */
async function keepStatistics(tx: Tx, profiles: number): Promise<void> {
  const { rows } = await sql<{ known: number }>`
    select reltuples::float8 as known from pg_class where oid = 'match_keys'::regclass`.execute(tx);
  if ((rows[0]?.known ?? 0) < profiles * 50) await sql`analyze match_keys`.execute(tx);
}

function touched({ customerId, data }: LogEvent): number[] {
  const profiles = [data.persons, data.profiles].flatMap(list => (Array.isArray(list) ? list : []));
  return [customerId ?? 0, ...profiles].filter((id): id is number => typeof id === 'number' && id > 0);
}

/**
 * Compares everybody, at night: what the log does not tell (a feature that was too common and no longer is, an order of
 * the same amount) is found then. Linear: each profile is looked up by its few features, never paired with all.
 */
export async function matchEverybody({
  db,
  clock,
}: Pick<Platform, 'db' | 'clock'>): Promise<{ profiles: number; found: number }> {
  const { rows } = await sql<{ id: number }>`select id from customers order by id`.execute(db);
  const ids = rows.map(row => row.id);
  const inChunks = async (work: (tx: Tx, some: number[]) => Promise<number>) => {
    let sum = 0;
    for (let from = 0; from < ids.length; from += CHUNK)
      sum += await db.transaction().execute(async tx => {
        await lock(tx);
        return await work(tx, ids.slice(from, from + CHUNK));
      });
    return sum;
  };
  await inChunks(async (tx, some) => {
    await writeMatchKeys(tx, some);
    return 0;
  });
  await sql`analyze match_keys`.execute(db);
  const found = await inChunks((tx, some) => suggestFor(tx, some, clock.now()));
  await db.transaction().execute(async tx => {
    const tooCommon = JSON.stringify(await readTooCommon(tx));
    await tx
      .insertInto('matchingRuns')
      .values({ at: clock.now(), profiles: ids.length, suggested: found, tooCommon })
      .execute();
  });
  return { profiles: ids.length, found };
}
