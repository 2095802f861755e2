import type pg from 'pg';
import { type ClickHouse, connectClickHouse } from './clickhouse/connect.ts';
import { migrateClickHouse } from './clickhouse/migrate.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { type Engines, openEngines } from './engines/engines.ts';
import { type Home, installationSecret, openHome } from './engines/home.ts';
import { type Jobs, openJobs } from './jobs/jobs.ts';
import type { Logger } from './logger.ts';
import { connectPostgres, type Db } from './postgres/connect.ts';
import { migratePostgres } from './postgres/migrate.ts';
import { oneAtATime } from './postgres/one-at-a-time.ts';
import { reachClickHouse, reachPostgres } from './postgres/reach.ts';
import { sameKeyAsEver } from './vault/same-key.ts';
import { makeVault, type Vault } from './vault/vault.ts';

/** What a stage may use. Stages get it when they are made and pass on what each verb needs. */
export type Platform = {
  config: Config;
  home: Home;
  db: Db;
  pool: pg.Pool;
  clickhouse: ClickHouse;
  /** How ClickHouse reaches PostgreSQL, for `postgresql()` table functions. */
  postgresForClickHouse: PostgresAddress;
  jobs: Jobs;
  vault: Vault;
  clock: Clock;
  log: Logger;
};

export type PostgresAddress = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
};

/** Opens everything a process needs, in order, and gives a function that closes it in the reverse order. */
export async function openPlatform(
  config: Config,
  log: Logger,
  clock: Clock = systemClock,
): Promise<{ platform: Platform; engines: Engines; close(): Promise<void> }> {
  const home = openHome(config.home);
  const engines = await openEngines(config, home, log);
  const { db, pool } = connectPostgres(engines.postgresUrl, log);
  const clickhouse = connectClickHouse(engines.clickhouseUrl);
  const postgresForClickHouse = addressOf(engines.postgresUrl, config.clickhousePostgres);
  try {
    if (config.databaseUrl) await reachPostgres(pool, config.databaseUrl);
    if (config.clickhouseUrl) await reachClickHouse(clickhouse, config.clickhouseUrl, postgresForClickHouse);
    await migratePostgres(pool);
    await oneAtATime(pool, 'migrations', () => migrateClickHouse(clickhouse));
    const vault = makeVault(config.secretKey ?? installationSecret(home, 'secret.key'));
    await sameKeyAsEver(db, clock, vault);
    const jobs = await openJobs(engines.postgresUrl, log);
    const platform = { config, home, db, pool, clickhouse, postgresForClickHouse, jobs, vault, clock, log };
    return {
      platform,
      engines,
      close: () => closeAll([jobs.stop, clickhouse.close, () => db.destroy(), engines.close]),
    };
  } catch (error) {
    await closeAll([clickhouse.close, () => db.destroy(), engines.close]);
    throw error;
  }
}

async function closeAll(steps: (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step().catch(() => undefined);
}

export function addressOf(postgresUrl: string, seenFromClickHouse?: string): PostgresAddress {
  const url = new URL(postgresUrl);
  const [host = url.hostname, port = url.port] = seenFromClickHouse?.split(':') ?? [];
  return {
    host,
    port: Number(port || 5432),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
