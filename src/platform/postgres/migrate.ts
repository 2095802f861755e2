import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { oneAtATime } from './one-at-a-time.ts';

const FOLDER = fileURLToPath(new URL('../../../db/postgres/', import.meta.url));

export class MigrationError extends Error {}

/**
 * Brings the schema up to date: plain SQL files, one order, forward only. Each file runs in a transaction with the row
 * that records it, so a kill between two statements leaves nothing half done. A file that was applied and has since
 * been edited is refused, and so is a database that a newer Siyu has migrated.
 * @returns names of the files applied now.
 */
export async function migratePostgres(pool: pg.Pool, folder = FOLDER): Promise<string[]> {
  return await oneAtATime(pool, 'migrations', async client => {
    await client.query(`create table if not exists migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations order by name',
    );
    const files = migrationFiles(folder);
    const applied = new Map(rows.map(row => [row.name, row.checksum]));
    refuseOther(files, applied);
    const fresh = files.filter(file => !applied.has(file.name));
    for (const file of fresh) await apply(client, file);
    return fresh.map(file => file.name);
  });
}

/** Everything that can be refused is refused before anything is applied. */
function refuseOther(files: readonly MigrationFile[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(files.map(file => [file.name, file.checksum]));
  for (const [name, checksum] of applied) {
    if (!known.has(name))
      throw new MigrationError(`The database was migrated by a newer Siyu (${name}); start that one.`);
    if (known.get(name) !== checksum)
      throw new MigrationError(
        `db/postgres/${name} was applied and has been edited since; write a new file.`,
      );
  }
}

type MigrationFile = { name: string; sql: string; checksum: string };

function migrationFiles(folder: string): MigrationFile[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()
    .map(name => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function apply(client: pg.PoolClient, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into migrations (name, checksum) values ($1, $2)', [file.name, file.checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(`db/postgres/${file.name}: ${error instanceof Error ? error.message : error}`);
  }
}
