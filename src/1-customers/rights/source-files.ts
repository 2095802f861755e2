import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { redactAudit } from '#platform/audit/audit.ts';
import type { Clock } from '#platform/clock.ts';
import { pathOf } from '#platform/files/files.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { IMPORT_STAGING } from './forget.sql.ts';
import { FILE_ERASED } from './refusals.ts';
import { naming } from './sought.ts';

type FileRow = { id: number; fileName: string; erasedRows: number };

/**
 * Removes the uploaded files of all imports, and the cells they quoted: a file is one piece, and whom it tells of cannot
 * be known without reading it again. Undoing an import needs no file. One that runs is left to the next try.
 * @returns number of imports whose file is gone, and whether one had to be left.
 */
export async function removeSourceFiles(
  { db, clock, home }: Pick<Platform, 'db' | 'clock' | 'home'>,
  which: 'all' | 'told of the erased',
): Promise<{ removed: number; left: number }> {
  const counts = await db.transaction().execute(async tx => {
    // One that is just being started holds its row: who comes second sees what the first has done.
    const { rows } = await sql<FileRow & { running: boolean }>`
      select id, file_name, erased_rows, status in ('checking', 'importing', 'undoing') as running from imports
      where file_removed_at is null and (${which === 'all'} or erased_rows > 0) order by id for update`.execute(
      tx,
    );
    const free = rows.filter(row => !row.running);
    await markRemoved(tx, clock, free);
    return { removed: free.length, left: rows.length - free.length };
  });
  await removeBytes(db, home);
  return counts;
}

/** The bytes of marked imports that no other import needs: after a crash the next run finds those that were left. */
async function removeBytes(db: Db, home: Platform['home']): Promise<void> {
  const { rows } = await sql<{ sha256: string }>`
    select distinct file_sha256 as sha256 from imports where file_removed_at is not null
      and file_sha256 not in (select file_sha256 from imports where file_removed_at is null)`.execute(db);
  for (const { sha256 } of rows) await rm(pathOf(home, sha256), { force: true });
}

async function markRemoved(tx: Tx, clock: Clock, free: readonly FileRow[]): Promise<void> {
  const ids = free.map(row => row.id);
  const failure = JSON.stringify({ kind: FILE_ERASED, values: {} });
  await sql`
    update imports set file_removed_at = ${clock.now()},
      failure = case when status in ('uploaded', 'checked') then ${failure} else failure end,
      status = case when status in ('uploaded', 'checked') then 'failed' else status end
    where id = any(${ids}::bigint[])`.execute(tx);
  await sql`update import_issues set value = '' where import_id = any(${ids}::bigint[]) and value <> ''`.execute(
    tx,
  );
  for (const table of IMPORT_STAGING)
    await sql`delete from ${sql.table(table)} where import_id = any(${ids}::bigint[])`.execute(tx);
  await forgetNames(
    tx,
    free.filter(row => row.erasedRows > 0),
  );
}

/** A file that told of erased people came after they were forgotten: nobody knows any more whether its name names them. */
async function forgetNames(tx: Tx, files: readonly FileRow[]): Promise<void> {
  if (files.length === 0) return;
  const names = files.map(file => file.fileName);
  await sql`update imports set file_name = '—' where id = any(${files.map(file => file.id)}::bigint[])`.execute(
    tx,
  );
  await sql`update files set name = '—' where name = any(${names}::text[])`.execute(tx);
  // Only where the whole of a value is the name: `a.csv` stands in many others.
  await redactAudit(tx, { naming: naming({ strings: [], values: names }) });
}
