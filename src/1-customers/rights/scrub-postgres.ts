import type pg from 'pg';
import type { Platform } from '#platform/platform.ts';
import { STAGING, TOUCHED } from './forget.sql.ts';
import { takeSamplesAnew } from './samples.ts';
import type { Remainder } from './scrub.ts';

/**
 * Writes the tables anew, forgets the planner's samples of their columns, and throws away the journal that still tells
 * of the old rows. Of a PostgreSQL that is not ours the journal and its archive are its keeper's.
 */
export async function scrubPostgres({ db, pool, config, log }: Platform): Promise<Remainder[]> {
  const client = await pool.connect();
  try {
    for (const table of [...TOUCHED, ...STAGING]) await rewrite(client, table);
    await takeSamplesAnew(db);
    await rewrite(client, 'jobs.job').catch(error => log.warn({ err: error }, 'job queue not rewritten'));
    if (config.databaseUrl) return ['postgres_not_ours'];
    // Samples of values lie in a catalogue of their own.
    await client.query('vacuum (full) pg_catalog.pg_statistic');
    return (await dropJournal(client)) ? [] : ['journal'];
  } finally {
    client.release();
  }
}

async function rewrite(client: pg.PoolClient, table: string): Promise<void> {
  await client.query(`vacuum (full) ${table}`);
}

const MOST_SWITCHES = 400;

/**
 * After a checkpoint nothing before it is needed; PostgreSQL keeps used segments to write over, though, with what
 * stands in them. For this moment it may not, and is moved on past those that it keeps already.
 */
async function dropJournal(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ super: boolean }>(
    'select rolsuper as super from pg_roles where rolname = current_user',
  );
  if (!rows[0]?.super) return false;
  await client.query('alter system set wal_recycle = off');
  await client.query('select pg_reload_conf()');
  try {
    await client.query('select pg_sleep(0.5)');
    const old = await newestSegment(client);
    for (let i = 0; i < MOST_SWITCHES && (await isBelow(client, old)); i++) {
      await client.query("select pg_logical_emit_message(true, 'scrub', '')");
      await client.query('select pg_switch_wal()');
      if (i % 16 === 15) await client.query('checkpoint');
    }
    await client.query('checkpoint');
    const { rows: left } = await client.query(
      'select 1 from pg_ls_waldir() where name <= $1 and name ~ $2 limit 1',
      [old, SEGMENT],
    );
    return left.length === 0;
  } finally {
    await client.query('alter system reset wal_recycle');
    await client.query('select pg_reload_conf()');
  }
}

const SEGMENT = '^[0-9A-F]{24}$';

/** The last segment there is, written or kept to be written over. */
async function newestSegment(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    'select max(name) as name from pg_ls_waldir() where name ~ $1',
    [SEGMENT],
  );
  return rows[0]?.name ?? '';
}

async function isBelow(client: pg.PoolClient, segment: string): Promise<boolean> {
  const { rows } = await client.query<{ below: boolean }>(
    'select pg_walfile_name(pg_current_wal_insert_lsn()) <= $1 as below',
    [segment],
  );
  return rows[0]?.below ?? false;
}
