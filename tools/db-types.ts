/**
 * Writes src/platform/postgres/schema.ts from a freshly migrated database, or with --check says whether it is up to
 * date. Run by `npm run db:types` and `npm run check`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '#platform/config.ts';
import { openEngines } from '#platform/engines/engines.ts';
import { openHome } from '#platform/engines/home.ts';
import { silentLogger } from '#platform/logger.ts';
import { migratePostgres } from '#platform/postgres/migrate.ts';

const TARGET = 'src/platform/postgres/schema.ts';
const MAPPING = { int8: 'number', numeric: 'number', date: 'string', timestamptz: 'Date', bytea: 'Buffer' };

const folder = mkdtempSync(join(tmpdir(), 'siyu-types-'));
const config = readConfig({ SIYU_HOME: folder, SIYU_CLICKHOUSE_URL: 'http://unused.invalid' });
const engines = await openEngines(config, openHome(folder), silentLogger);
try {
  const pool = new pg.Pool({ connectionString: engines.postgresUrl, max: 2 });
  await migratePostgres(pool);
  await pool.end();
  const made = join(folder, 'schema.ts');
  const options = ['--dialect', 'postgres', '--url', engines.postgresUrl, '--out-file', made, '--camel-case'];
  const more = [
    '--type-mapping',
    JSON.stringify(MAPPING),
    '--exclude-pattern',
    'jobs.*',
    '--log-level',
    'error',
  ];
  const run = spawnSync('kysely-codegen', [...options, ...more], { stdio: 'inherit' });
  if (run.status !== 0) process.exit(1);
  const text = readFileSync(made, 'utf8');
  const isCheck = process.argv.includes('--check');
  if (!isCheck) writeFileSync(TARGET, text);
  else if (readFileSync(TARGET, 'utf8') !== text) {
    console.error(`${TARGET} is not what the migrations make; run: npm run db:types`);
    process.exitCode = 1;
  }
} finally {
  await engines.close();
  rmSync(folder, { recursive: true, force: true });
}
