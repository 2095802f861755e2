import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The address of a home's embedded PostgreSQL while it runs: the port is the fourth line of its pid file. */
export function databaseOf(home: string): string {
  const password = readFileSync(join(home, 'postgres.password'), 'utf8').trim();
  const port = readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://siyu:${password}@127.0.0.1:${port}/siyu`;
}

/** The address of its embedded ClickHouse. */
export function analyticsOf(home: string): string {
  const password = readFileSync(join(home, 'clickhouse.password'), 'utf8').trim();
  const { port } = JSON.parse(readFileSync(join(home, 'run/clickhouse.json'), 'utf8')) as { port: number };
  return `http://default:${password}@127.0.0.1:${port}`;
}
