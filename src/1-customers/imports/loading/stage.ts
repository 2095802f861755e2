import type pg from 'pg';
import type { Platform } from '#platform/platform.ts';
import { silenceOfErased } from '../../rights/silence.ts';
import { openRecords } from '../formats/import-file.ts';
import type { RowIssue } from '../formats/records/issues.ts';
import type { Summary } from '../formats/records/record-reader.ts';
import { CopyWriter } from './copy.ts';
import type { LoadRequest } from './load.ts';
import { clearStaging, withStaging } from './staging.ts';

/** More issues than this are counted and not kept: nobody reads them one by one. */
const KEPT_ISSUES = 100_000;

export type Staged = { summary: Summary; issues: number };

/**
 * Reads the file once, from bytes to checked lines in `import_lines`, in bounded memory. What an
 * earlier, interrupted reading left there is thrown away first. Who was erased is not read in.
 */
export async function stageFile(
  platform: Platform,
  { importId, accountId, path, plan }: Pick<LoadRequest, 'importId' | 'accountId' | 'path' | 'plan'>,
  onProgress: (share: number, summary: Summary) => Promise<void> = async () => undefined,
): Promise<Staged> {
  const { db, vault } = platform;
  await clearStaging(platform, importId);
  await db.deleteFrom('importIssues').where('importId', '=', importId).execute();
  const silence = await silenceOfErased(db, vault, accountId);
  const opened = await openRecords(path, plan);
  const issues: RowIssue[] = [];
  let found = 0;
  await withStaging(platform, importId, async (staging, client) => {
    for await (const batch of opened.batches) {
      await staging.write(batch.records.flatMap(record => silence.of(record) ?? []));
      found += batch.issues.length;
      if (issues.length < KEPT_ISSUES) issues.push(...batch.issues.slice(0, KEPT_ISSUES - issues.length));
      await onProgress(opened.progress(), opened.summary());
    }
    await staging.end();
    await saveIssues(client, importId, issues);
    await db.updateTable('imports').set({ erasedRows: silence.met() }).where('id', '=', importId).execute();
  });
  return { summary: opened.summary(), issues: found };
}

async function saveIssues(
  client: pg.PoolClient,
  importId: number,
  issues: readonly RowIssue[],
): Promise<void> {
  const once = new Map(issues.map(issue => [`${issue.rowNo} ${issue.field} ${issue.code}`, issue]));
  const writer = new CopyWriter(client, 'import_issues', [
    'import_id',
    'row_no',
    'field',
    'code',
    'value',
    'severity',
  ]);
  await writer.write([...once.values()].map(i => [importId, i.rowNo, i.field, i.code, i.value, i.severity]));
  await writer.end();
}
