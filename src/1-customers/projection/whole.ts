import type { Platform } from '#platform/platform.ts';
import { oneAtATime, together } from '#platform/postgres/one-at-a-time.ts';

const ANALYTICS = 'analytics';

/**
 * What is worked out from ClickHouse and written down for good waits while the tables are emptied and filled again:
 * asked in between, everybody would have left every segment.
 */
export async function whileWhole<Result>(
  { pool }: Pick<Platform, 'pool'>,
  work: () => Promise<Result>,
): Promise<Result> {
  return await together(pool, ANALYTICS, work);
}

/** Takes the tables apart: waits for what is being worked out from them, and lets nobody begin. */
export async function takingApart<Result>(
  { pool }: Pick<Platform, 'pool'>,
  work: () => Promise<Result>,
): Promise<Result> {
  return await oneAtATime(pool, ANALYTICS, work);
}
