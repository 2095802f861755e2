import { nextPosition } from '#platform/log/events.ts';
import { startReaders } from '#platform/log/readers.ts';
import { silentLogger } from '#platform/logger.ts';
import type { Platform } from '#platform/platform.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { PROJECTION, projectionReader } from '../projection/projection.ts';

/** Lets the projection read the log to its end, for tests that ask ClickHouse. */
export async function project(platform: Platform): Promise<void> {
  const failures: unknown[] = [];
  const log = { ...silentLogger, error: (failure: unknown) => failures.push(failure) } as never;
  const readers = startReaders(platform.db, [projectionReader(platform)], log);
  try {
    await eventually(async () => {
      if (failures.length > 0) throw failures[0];
      const at = await platform.db
        .selectFrom('logCursors')
        .select(['xid', 'seq'])
        .where('reader', '=', PROJECTION)
        .executeTakeFirstOrThrow();
      if (await nextPosition(platform.db, at, 1)) throw new Error('The projection is behind');
    }, 20_000);
  } finally {
    await readers.stop();
  }
}
