import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Logger } from '../logger.ts';
import type { DB as Schema } from './schema.ts';

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

/** A PostgreSQL whole number as a JavaScript number; refuses what a number cannot hold exactly. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`PostgreSQL returned ${text}, too large for a number`);
  return value;
}

/** `numeric` is what sums of bigint come back as; whole ones must be exact, others are ratios. */
function numeric(text: string): number {
  return /^-?\d+$/.test(text) ? wholeNumber(text) : Number(text);
}

// The one place where types are set: int8 and numeric as numbers, dates as the text they are.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, wholeNumber);
types.setTypeParser(pg.types.builtins.NUMERIC, numeric);
types.setTypeParser(pg.types.builtins.DATE, text => text);
types.setTypeParser(1016 as never, (text: string) => pgArray(text).map(wholeNumber));

function pgArray(text: string): string[] {
  const inner = text.slice(1, -1);
  return inner === '' ? [] : inner.split(',');
}

// Columns are snake_case in SQL and camelCase in TypeScript; what is inside jsonb stays as it is.
const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true });

/** Opens a pool. Idle connections that die (engine restarted) are dropped and replaced on the next query. */
export function connectPostgres(url: string, log: Logger, size = 12): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'siyu',
    options: '-c timezone=UTC',
  });
  // A connection lost while it is checked out fails the statement it runs; between two statements only this hears it.
  pool.on('connect', client => client.on('error', () => undefined));
  pool.on('error', error => {
    if (!pool.ending) log.warn({ err: error.message }, 'lost a PostgreSQL connection');
  });
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: [camelCase] }), pool };
}

const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN', // the socket, and the name in front of it
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006', // PostgreSQL going down or coming up
  '53100',
  '53200',
  '53300', // no disk, no memory, no connection left
  '25006', // read-only for a moment: a standby taking over
  '40001',
  '40P01', // two changes stood in each other's way, and this one gave in
]);

/** True when the database is away for a moment and asking again later is the right thing to do. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && UNAVAILABLE.has(String(error.code))) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  );
}
