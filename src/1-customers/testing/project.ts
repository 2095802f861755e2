import { sql } from 'kysely';
import { type Reader, startReaders } from '#platform/log/readers.ts';
import { silentLogger } from '#platform/logger.ts';
import type { Platform } from '#platform/platform.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { projectionReader } from '../projection/projection.ts';

/** Lets the projection read the log to its end, for tests that ask ClickHouse. */
export async function project(platform: Platform): Promise<void> {
  await readToEnd(platform, projectionReader(platform));
}

/** Runs one reader until it has read everything; its first failure is the test's. */
export async function readToEnd(platform: Platform, reader: Reader): Promise<void> {
  const failures: unknown[] = [];
  const log = { ...silentLogger, error: (failure: { err: unknown }) => failures.push(failure.err) } as never;
  const readers = startReaders(platform.db, [reader], log);
  try {
    await eventually(async () => {
      if (failures.length > 0) throw failures[0];
      const at = await platform.db
        .selectFrom('logCursors')
        .select(['xid', 'seq'])
        .where('reader', '=', reader.name)
        .executeTakeFirstOrThrow();
      // Not nextPosition: it leaves out what a transaction of another test still holds back.
      const { rows } =
        await sql`select from events where (xid, seq) > (${at.xid}, ${at.seq}) limit 1`.execute(platform.db);
      if (rows.length > 0) throw new Error(`${reader.name} is behind`);
    }, 20_000);
  } finally {
    await readers.stop();
  }
}
