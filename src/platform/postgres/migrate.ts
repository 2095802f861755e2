import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';

const FOLDER = fileURLToPath(new URL('../../../db/postgres/', import.meta.url));
const LOCK = 7_480_001;

export class MigrationError extends Error {}

/**
 * Brings the schema up to date: plain SQL files, one order, forward only. One process at a time (advisory lock); each
 * file in a transaction with the row that records it, so a kill between two statements leaves nothing half done.
 * A file that was applied and has since been edited is refused.
 * @returns names of the files applied now.
 */
export async function migratePostgres(pool: pg.Pool): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`create table if not exists migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations',
    );
    const applied = new Map(rows.map(row => [row.name, row.checksum]));
    const fresh: string[] = [];
    for (const file of migrationFiles()) {
      const known = applied.get(file.name);
      if (known === undefined) {
        await apply(client, file);
        fresh.push(file.name);
      } else if (known !== file.checksum) {
        throw new MigrationError(
          `db/postgres/${file.name} was applied and has been edited since; write a new file.`,
        );
      }
    }
    return fresh;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
    client.release();
  }
}

type MigrationFile = { name: string; sql: string; checksum: string };

export function migrationFiles(): MigrationFile[] {
  return readdirSync(FOLDER)
    .filter(name => name.endsWith('.sql'))
    .sort()
    .map(name => {
      const sql = readFileSync(FOLDER + name, 'utf8');
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
