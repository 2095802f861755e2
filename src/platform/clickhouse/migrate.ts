import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClickHouse } from './connect.ts';

const FOLDER = fileURLToPath(new URL('../../../db/clickhouse/', import.meta.url));

/**
 * Brings the projection's tables up to date, forward only. ClickHouse has no transactional DDL, so every statement is
 * written to be repeatable (`create table if not exists`, `add column if not exists`) and a file counts as applied
 * after its last one. The caller sees to it that one process does this at a time.
 */
export async function migrateClickHouse(clickhouse: ClickHouse, folder = FOLDER): Promise<void> {
  await clickhouse.command(
    `create table if not exists migrations (name String, checksum String) engine = MergeTree order by name`,
  );
  const known = await clickhouse.rows<{ name: string; checksum: string }>(
    'select name, checksum from migrations',
  );
  const applied = new Map(known.map(row => [row.name, row.checksum]));
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.sql')) continue;
    const sql = readFileSync(join(folder, name), 'utf8');
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = applied.get(name);
    if (before === checksum) continue;
    if (before !== undefined)
      throw new Error(`db/clickhouse/${name} was applied and has been edited since; write a new file.`);
    for (const statement of statements(sql)) await clickhouse.command(statement);
    await clickhouse.command('insert into migrations select {name:String}, {checksum:String}', {
      name,
      checksum,
    });
  }
}

function statements(sql: string): string[] {
  return sql
    .split('\n')
    .filter(line => !line.startsWith('--'))
    .join('\n')
    .split(/;\s*(?:\n|$)/)
    .map(statement => statement.trim())
    .filter(statement => statement !== '');
}
