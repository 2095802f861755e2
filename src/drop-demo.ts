import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { ClickHouse } from '#platform/clickhouse/connect.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { writeSetting } from '#platform/settings/settings.ts';

/** What is not the demo's: who may sign in, what the law says, which migrations have run. */
const KEPT = ['members', 'sessions', 'login_failures', 'rule_facts', 'calendar_days', 'migrations'];

/**
 * Takes the demo away and keeps nothing of it: what the tables of all stages hold goes in one transaction, the log and
 * the audit trail with it, then the analytics tables and the files. Of the members only the one who asks remains.
 */
export async function dropDemo(platform: Platform, actor: Actor): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    await emptyTables(tx);
    await keepMember(tx, actor.memberId ?? 0);
    await emptyQueues(tx);
    await tx.deleteFrom('settings').execute();
    await writeSetting(tx, platform.clock, actor.name, 'demo', false);
    await audit(tx, platform.clock, actor, { action: 'demo.dropped', object: { kind: 'demo', id: 0 } });
  });
  await emptyAnalytics(platform.clickhouse);
  await emptyFolder(platform.home.files);
  await rm(platform.home.path('sample'), { recursive: true, force: true });
}

/** Every table but those that are kept, with whatever a later migration may have added. */
async function emptyTables(tx: Tx): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(relname) as name from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace
      and relname <> all(${[...KEPT, 'teams', 'settings']}::text[])`.execute(tx);
  const names = sql.raw(rows.map(row => row.name).join(', '));
  const guarded = ['audit_log', 'audit_seals'];
  for (const table of guarded) await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx);
  await sql`truncate ${names} restart identity`.execute(tx);
  for (const table of guarded) await sql`alter table ${sql.table(table)} enable trigger user`.execute(tx);
}

async function keepMember(tx: Tx, memberId: number): Promise<void> {
  await tx.deleteFrom('sessions').where('memberId', '<>', memberId).execute();
  await tx.updateTable('members').set({ teamId: null }).where('id', '=', memberId).execute();
  await tx.deleteFrom('members').where('id', '<>', memberId).execute();
  await tx.deleteFrom('teams').execute();
}

/** Jobs speak of rows by numbers which others will soon have. What comes by itself stays scheduled. */
async function emptyQueues(tx: Tx): Promise<void> {
  const { rows } = await sql<{ queue: string | null }>`select to_regclass('jobs.job')::text as queue`.execute(
    tx,
  );
  if (rows[0]?.queue) await sql`delete from jobs.job where state <> 'active'`.execute(tx);
}

/** A batch that the projection was just reading must have landed before its table is emptied. */
async function emptyAnalytics(clickhouse: ClickHouse): Promise<void> {
  const inserting = `select count() as n from system.processes
    where query_kind = 'Insert' and current_database = currentDatabase()`;
  while (Number((await clickhouse.rows<{ n: number }>(inserting))[0]?.n) > 0)
    await new Promise(resolve => setTimeout(resolve, 20));
  const tables = await clickhouse.rows<{ name: string }>(
    `select name from system.tables
     where database = currentDatabase() and name <> 'migrations' and engine like '%MergeTree'`,
  );
  for (const { name } of tables) await clickhouse.command(`truncate table ${name}`);
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
