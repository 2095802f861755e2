import { sql } from 'kysely';
import { redactAudit } from '#platform/audit/audit.ts';
import type { Tx } from '#platform/postgres/connect.ts';

/**
 * Where a person may be named although no key leads there: messages of platforms, work done, names of files, cells an
 * import quoted. These are small tables; they are read whole and looked through for what the person was known by.
 */
export async function removeTraces(tx: Tx, strings: readonly string[]): Promise<number> {
  const named = (text: string) =>
    sql`exists (select 1 from unnest(${strings}::text[]) as s (text) where strpos(${sql.raw(text)}, s.text) > 0)`;
  const statements = [
    sql`delete from channel_inbox where ${named("body::text || coalesce(failure, '')")}`,
    sql`delete from hook_deliveries where state <> 'waiting' and ${named('dedupe_key || faults::text')}`,
    sql`update shop_pulls set faults = '[]', failure = null where ${named("faults::text || coalesce(failure, '')")}`,
    sql`update imports set file_name = '—' where ${named('file_name')}`,
    sql`update imports set failure = null where ${named('failure')}`,
    sql`update files set name = '—' where ${named('name')}`,
    sql`update send_tasks set failure = 'erased' where ${named('failure')}`,
    sql`delete from saved_views where ${named('query::text || name')}`,
  ];
  let found = 0;
  for (const statement of statements) found += Number((await statement.execute(tx)).numAffectedRows ?? 0);
  found += await redactAudit(tx, { naming: strings });
  // Sealed, and nobody can look through them: what did not get in must be sent again.
  await sql`update hook_deliveries set body = null where body is not null and state in ('failed', 'partial')`.execute(
    tx,
  );
  return found + (await removeFromQueue(tx, strings));
}

/** Finished work with its error message; what still waits carries ids only. */
async function removeFromQueue(tx: Tx, strings: readonly string[]): Promise<number> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('jobs.job') is not null as there`.execute(
    tx,
  );
  if (!rows[0]?.there) return 0;
  const { numAffectedRows } = await sql`
    delete from jobs.job where state in ('completed', 'failed', 'cancelled')
      and exists (select 1 from unnest(${strings}::text[]) as s (text)
        where strpos(coalesce(data::text, '') || coalesce(output::text, ''), s.text) > 0)`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
