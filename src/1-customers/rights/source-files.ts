import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { redactAudit } from '#platform/audit/audit.ts';
import { pathOf } from '#platform/files/files.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { IMPORT_STAGING } from './forget.sql.ts';
import { FILE_ERASED } from './refusals.ts';

type FileRow = { id: number; fileName: string; fileSha256: string; erasedRows: number };

/**
 * Removes the uploaded files of all imports, and the cells they quoted: a file is one piece, and whom it tells of cannot
 * be known without reading it again. Undoing an import needs no file. One that runs is left to the next try.
 * @returns number of imports whose file is gone, and whether one had to be left.
 */
export async function removeSourceFiles(
  { db, clock, home }: Pick<Platform, 'db' | 'clock' | 'home'>,
  which: 'all' | 'told of the erased',
): Promise<{ removed: number; left: number }> {
  const { rows } = await sql<FileRow & { running: boolean }>`
    select id, file_name, file_sha256, erased_rows, status in ('checking', 'importing', 'undoing') as running from imports
    where file_removed_at is null and (${which === 'all'} or erased_rows > 0) order by id`.execute(db);
  const free = rows.filter(row => !row.running);
  const inUse = new Set(rows.filter(row => row.running).map(row => row.fileSha256));
  // The bytes first: what a crash leaves undone is done again, and a file that is gone is gone.
  for (const { fileSha256 } of free)
    if (!inUse.has(fileSha256)) await rm(pathOf(home, fileSha256), { force: true });
  const ids = free.map(row => row.id);
  const failure = JSON.stringify({ kind: FILE_ERASED, values: {} });
  await db.transaction().execute(async tx => {
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
  });
  return { removed: free.length, left: rows.length - free.length };
}

/** A file that told of erased people came after they were forgotten: nobody knows any more whether its name names them. */
async function forgetNames(tx: Tx, files: readonly FileRow[]): Promise<void> {
  if (files.length === 0) return;
  const names = files.map(file => file.fileName);
  await sql`update imports set file_name = '—' where id = any(${files.map(file => file.id)}::bigint[])`.execute(
    tx,
  );
  await sql`update files set name = '—' where name = any(${names}::text[])`.execute(tx);
  await redactAudit(tx, { naming: names });
}
