import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { readConfig } from '../config.ts';
import { openEngines } from '../engines/engines.ts';
import { openHome } from '../engines/home.ts';
import { openJobs } from '../jobs/jobs.ts';
import { makeLogger, silentLogger } from '../logger.ts';
import { migratePostgres } from '../postgres/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    clickhouseUrl: string;
    /** The run's own; goes with it. */
    folder: string;
  }
}

/** One pair of engines for the whole run; every test file gets databases of its own in them. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'siyu-test-'));
  chmodSync(folder, 0o711);
  const config = readConfig({ SIYU_HOME: folder });
  const engines = await openEngines(config, openHome(folder), makeLogger('warn'));
  await makeTemplate(engines.postgresUrl);
  project.provide('folder', folder);
  project.provide('postgresUrl', engines.postgresUrl);
  project.provide('clickhouseUrl', engines.clickhouseUrl);
  return async () => {
    await engines.close();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The migrated database that test files copy, about 50 ms each instead of a second. */
async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('create database template_siyu');
  // Nothing here outlives the run, and waiting for the disk costs ten times as much, at each commit and at each database
  // that is made or dropped. Tests that kill PostgreSQL have engines of their own, as they are delivered.
  for (const setting of ['synchronous_commit', 'fsync', 'full_page_writes'])
    await admin.query(`alter system set ${setting} = off`);
  await admin.query('select pg_reload_conf()');
  await admin.end();
  const templateUrl = withDatabase(url, 'template_siyu');
  const pool = new pg.Pool({ connectionString: templateUrl, max: 2 });
  await migratePostgres(pool);
  await pool.end();
  const jobs = await openJobs(templateUrl, silentLogger);
  await jobs.stop();
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
