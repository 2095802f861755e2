import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { type ClickHouse, connectClickHouse } from '../clickhouse/connect.ts';
import { migrateClickHouse } from '../clickhouse/migrate.ts';
import { ManualClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { openHome } from '../engines/home.ts';
import { openJobs } from '../jobs/jobs.ts';
import { makeLogger, silentLogger } from '../logger.ts';
import { addressOf, type Platform } from '../platform.ts';
import { connectPostgres } from '../postgres/connect.ts';
import { makeVault } from '../vault/vault.ts';
import { withDatabase } from './global-setup.ts';

export type TestPlatform = Platform & { clock: ManualClock };

/** Noon on a working day, so that quiet hours are off unless a test wants them. */
export const TEST_NOW = '2026-06-03T12:00:00+08:00';

/**
 * A platform with databases of its own for one test file, closed after it. Call it at the top of the file.
 * With `jobs: true` the job queue is opened too (slower).
 */
export async function testPlatform(options: { jobs?: boolean } = {}): Promise<TestPlatform> {
  const database = `test_${randomBytes(6).toString('hex')}`;
  const adminUrl = inject('postgresUrl');
  await execute(adminUrl, `create database ${database} template template_siyu`);
  const postgresUrl = withDatabase(adminUrl, database);
  const clickhouse = whenAsked(inject('clickhouseUrl'), database);
  const folder = mkdtempSync(join(tmpdir(), 'siyu-home-'));
  chmodSync(folder, 0o711);
  const { db, pool } = connectPostgres(postgresUrl, silentLogger, 8);
  const jobs = options.jobs ? await openJobs(postgresUrl, silentLogger) : noJobs;
  const platform: TestPlatform = {
    config: readConfig({ SIYU_HOME: folder }),
    home: openHome(folder),
    db,
    pool,
    clickhouse,
    postgresForClickHouse: addressOf(postgresUrl),
    jobs,
    vault: makeVault('42'.repeat(32)),
    clock: new ManualClock(TEST_NOW),
    log: makeLogger('error'),
  };
  afterAll(async () => {
    await jobs.stop();
    await db.destroy();
    await clickhouse.close();
    await execute(adminUrl, `drop database ${database} with (force)`);
    rmSync(folder, { recursive: true, force: true });
  });
  return platform;
}

/** A database in ClickHouse, made when it is first asked: every other test never asks it. */
function whenAsked(url: string, database: string): ClickHouse {
  const admin = connectClickHouse(url);
  let made: Promise<ClickHouse> | undefined;
  const make = async () => {
    await admin.command(`create database ${database}`);
    const clickhouse = connectClickHouse(url, database);
    await migrateClickHouse(clickhouse);
    return clickhouse;
  };
  const asked = () => {
    made ??= make();
    return made;
  };
  return {
    rows: async (sql, parameters) => (await asked()).rows(sql, parameters),
    page: async (sql, parameters) => (await asked()).page(sql, parameters),
    binary: async (sql, parameters) => (await asked()).binary(sql, parameters),
    command: async (sql, parameters) => (await asked()).command(sql, parameters),
    async close() {
      await (await made)?.close();
      if (made !== undefined) await admin.command(`drop database ${database}`);
      await admin.close();
    },
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

const noJobs: Platform['jobs'] = {
  enqueue: async () => undefined,
  work: async () => undefined,
  declare: async () => undefined,
  stop: async () => undefined,
};
