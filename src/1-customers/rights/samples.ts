import { sql } from 'kysely';
import type { Db } from '#platform/postgres/connect.ts';
import { STAGING, TOUCHED } from './forget.sql.ts';

/** From here on there is a function for it; before, samples of an emptied table stay until it is filled again. */
const CLEARABLE = 180_000;

/**
 * The planner keeps samples of every column's values. They are thrown away and taken anew; of an empty table PostgreSQL
 * would keep the old ones.
 */
export async function takeSamplesAnew(db: Db): Promise<void> {
  const tables = [...TOUCHED, ...STAGING];
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::integer as version`.execute(db);
  if ((rows[0]?.version ?? 0) >= CLEARABLE)
    await sql`
      select pg_clear_attribute_stats(schemaname::text, tablename::text, attname::text, inherited) from pg_stats
      where schemaname = 'public' and tablename = any(${tables}::text[])`.execute(db);
  for (const table of TOUCHED) await sql`analyze ${sql.table(table)}`.execute(db);
}
