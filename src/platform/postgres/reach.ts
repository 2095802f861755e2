import type pg from 'pg';
import type { ClickHouse } from '../clickhouse/connect.ts';
import type { PostgresAddress } from '../platform.ts';

/** A database that was given by the configuration and cannot be used, in one sentence. */
export class DatabaseError extends Error {}

/** `nulls not distinct` and MERGE came with 15. */
const OLDEST = 15;

/** Refuses a PostgreSQL that cannot be reached or is too old. */
export async function reachPostgres(pool: pg.Pool, url: string): Promise<void> {
  const version = await pool
    .query<{ server_version_num: string; server_version: string }>(
      `select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version`,
    )
    .catch(error => {
      throw new DatabaseError(
        `PostgreSQL at ${withoutPassword(url)} cannot be used: ${reason(error)}; check SIYU_DATABASE_URL.`,
      );
    });
  const found = version.rows[0];
  if (Number(found?.server_version_num) >= OLDEST * 10_000) return;
  throw new DatabaseError(
    `PostgreSQL at ${withoutPassword(url)} is version ${found?.server_version}; Siyu needs ${OLDEST} or newer.`,
  );
}

/** Refuses a ClickHouse that cannot be reached, or that cannot reach PostgreSQL: it reads the facts from there itself. */
export async function reachClickHouse(
  clickhouse: ClickHouse,
  url: string,
  postgres: PostgresAddress,
): Promise<void> {
  const refuse = (why: string): never => {
    throw new DatabaseError(
      `ClickHouse at ${withoutPassword(url)} cannot be used: ${why}; check SIYU_CLICKHOUSE_URL.`,
    );
  };
  const sum = await clickhouse
    .rows<{ sum: number }>('select 1 + 2 as sum')
    .catch(error => refuse(reason(error)));
  // Any web server says something to everything.
  if (Number(sum[0]?.sum) !== 3) refuse('what answers there is not ClickHouse');
  const place = `${postgres.host}:${postgres.port}`;
  const { database, user, password } = postgres;
  const ask = `select * from postgresql({place:String}, {database:String}, query('select 1'), {user:String}, {password:String})
    settings external_storage_connect_timeout_sec = 5`;
  await clickhouse.rows(ask, { place, database, user, password }).catch(error => {
    throw new DatabaseError(
      `ClickHouse cannot reach PostgreSQL at ${place}: ${reason(error)}; set SIYU_CLICKHOUSE_POSTGRES to the host:port by which it can.`,
    );
  });
}

/** Node gives no message of its own where it tried several addresses of one name. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return (error.message || code || error.name).split('\n')[0]?.replace(/[.;]$/, '') ?? '';
}

export function withoutPassword(url: string): string;
export function withoutPassword(url: string | undefined): string | undefined;
export function withoutPassword(url: string | undefined): string | undefined {
  const shown = url === undefined ? undefined : URL.parse(url);
  if (!shown) return url;
  if (shown.password) shown.password = '***';
  return shown.href;
}
