import { openRecords } from '../formats/import-file.ts';
import { type Inspection, inspectFile } from '../formats/inspect-file.ts';
import { type ImportPlan, importPlan } from '../formats/mapping.ts';
import type { RowIssue } from '../formats/records/issues.ts';
import type { Summary } from '../formats/records/record-reader.ts';
import type { ImportRecord, OrderLine } from '../formats/records/records.ts';

export type WholeFile = { records: ImportRecord[]; issues: RowIssue[]; summary: Summary };

/** All of a small file at once. */
export async function readWhole(path: string, plan: ImportPlan): Promise<WholeFile> {
  const opened = await openRecords(path, plan);
  const records: ImportRecord[] = [];
  const issues: RowIssue[] = [];
  for await (const batch of opened.batches) {
    records.push(...batch.records);
    issues.push(...batch.issues);
  }
  return { records, issues, summary: opened.summary() };
}

/** What the wizard would do when the file is recognised at once. */
export async function recogniseAndRead(path: string): Promise<WholeFile & { inspection: Inspection }> {
  const inspection = await inspectFile(path);
  const [best] = inspection.recognised;
  if (!best) throw new Error(`Nothing recognised in ${inspection.header.join(',')}`);
  const plan = importPlan.parse({ format: best.format, headerRow: inspection.headerRow });
  return { ...(await readWhole(path, plan)), inspection };
}

/** The lines of each order, by its number, in the file's order. */
export function linesByOrder(records: readonly ImportRecord[]): Map<string, OrderLine[]> {
  const orders = new Map<string, OrderLine[]>();
  for (const record of records) {
    if (record.kind !== 'order') continue;
    const lines = orders.get(record.orderNo) ?? [];
    lines.push(record);
    orders.set(record.orderNo, lines);
  }
  return orders;
}
