import { catchUp, type Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import { projectionReader } from '../projection/projection.ts';

/** Lets the projection read the log to its end, for tests that ask ClickHouse. */
export async function project(platform: Platform): Promise<void> {
  await catchUp(platform.db, projectionReader(platform));
}

/** Runs one reader until it has read everything; its first failure is the test's. */
export async function readToEnd(platform: Platform, reader: Reader): Promise<void> {
  await catchUp(platform.db, reader);
}
