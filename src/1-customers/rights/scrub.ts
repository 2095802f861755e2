import { sql } from 'kysely';
import { DAY } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { scrubClickHouse } from './scrub-clickhouse.ts';
import { scrubPostgres } from './scrub-postgres.ts';
import { removeSourceFiles } from './source-files.ts';

/** What of the engines' own files could not be rewritten; the receipt says it in words. */
export type Remainder = 'postgres_not_ours' | 'clickhouse_not_ours' | 'journal';

/**
 * The night's cleaning. A row that is gone from a table still lies in the engines' files for a while: in pages not yet
 * used again, in the journal, in old parts. After an erasure these are written anew, once a night, because it holds
 * each table for as long as it takes to copy it.
 */
export async function scrub(platform: Platform): Promise<{ receipts: number; remainder: Remainder[] }> {
  const { db, clock } = platform;
  await removeSourceFiles(platform, 'told of the erased');
  await db
    .deleteFrom('idempotencyKeys')
    .where('createdAt', '<', new Date(clock.now().getTime() - DAY))
    .execute();
  const waiting = await db
    .selectFrom('erasureReceipts')
    .select('id')
    .where('finishedAt', 'is not', null)
    .where('scrubbedAt', 'is', null)
    .execute();
  if (waiting.length === 0) return { receipts: 0, remainder: [] };
  const remainder = [...(await scrubPostgres(platform)), ...(await scrubClickHouse(platform))];
  await sql`
    update erasure_receipts set scrubbed_at = ${clock.now()}, remainder = ${JSON.stringify(remainder)}::jsonb
    where id = any(${waiting.map(row => row.id)}::bigint[])`.execute(db);
  return { receipts: waiting.length, remainder };
}
