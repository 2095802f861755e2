import type { Platform } from '#platform/platform.ts';
import { openRecords } from '../formats/import-file.ts';
import type { ImportPlan } from '../formats/mapping.ts';
import type { RowIssue } from '../formats/records/issues.ts';
import type { Summary } from '../formats/records/record-reader.ts';
import type { ImportRecord } from '../formats/records/records.ts';
import { CopyWriter } from './copy.ts';
import { LINE_COLUMNS, lineOf } from './line.ts';
import { PhoneBook } from './phone-book.ts';

/** More issues than this are counted and not kept: nobody reads them one by one. */
const KEPT_ISSUES = 100_000;

export type Staged = { summary: Summary; issues: number };

/**
 * Reads the file once, from bytes to checked lines in `import_lines`, in bounded memory. What an earlier, interrupted
 * reading left there is thrown away first.
 */
export async function stageFile(
  platform: Platform,
  importId: number,
  path: string,
  plan: ImportPlan,
  onProgress: (share: number, summary: Summary) => Promise<void> = async () => undefined,
): Promise<Staged> {
  const { db, vault } = platform;
  for (const table of ['importLines', 'importOrders', 'importPhones', 'importIssues'] as const)
    await db.deleteFrom(table).where('importId', '=', importId).execute();
  const opened = await openRecords(path, plan);
  const phones = new PhoneBook(vault);
  const issues: RowIssue[] = [];
  let found = 0;
  const client = await platform.pool.connect();
  try {
    const writer = new CopyWriter(client, 'import_lines', LINE_COLUMNS);
    for await (const batch of opened.batches) {
      await writer.write(batch.records.map((record: ImportRecord) => lineOf(importId, record, phones)));
      found += batch.issues.length;
      if (issues.length < KEPT_ISSUES) issues.push(...batch.issues.slice(0, KEPT_ISSUES - issues.length));
      await onProgress(opened.progress(), opened.summary());
    }
    await writer.end();
    await phones.save(client, importId);
    await saveIssues(client, importId, issues);
  } finally {
    client.release();
  }
  return { summary: opened.summary(), issues: found };
}

async function saveIssues(
  client: ConstructorParameters<typeof CopyWriter>[0],
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
