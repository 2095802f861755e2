import type { Platform } from '#platform/platform.ts';
import type { ImportPlan } from '../formats/mapping.ts';
import { type Counts, countLoaded, type ImportResult, resultFrom } from './counts.ts';
import { forecast } from './forecast.sql.ts';
import { type LoadTarget, loadOrders, makeImportOrders, prepareOrders } from './load-orders.ts';
import { loadCustomers, loadItems } from './load-others.ts';
import { loadRefunds } from './load-refunds.ts';
import { stageFile } from './stage.ts';
import { clearStaging } from './staging.ts';

/** Where a long import is: `share` of the phase, from 0 to 1. */
export type Progress = { phase: 'reading' | 'loading'; share: number; rows: number };

export type LoadRequest = LoadTarget & { path: string; plan: ImportPlan };

/** Reads the file and loads it. Safe to repeat from the beginning after a crash: what is in is found equal. */
export async function loadFile(
  platform: Platform,
  request: LoadRequest,
  onProgress: (progress: Progress) => Promise<void>,
): Promise<ImportResult> {
  const { summary } = await readFile(platform, request, onProgress);
  const orders = await prepareOrders(platform, request);
  const whole = Math.max(1, orders + summary.records.customer);
  const report = (done: number) =>
    onProgress({ phase: 'loading', share: Math.min(1, done / whole), rows: summary.rows });
  await loadOrders(platform, request, orders, report);
  if (summary.records.customer > 0) await loadCustomers(platform, request, done => report(orders + done));
  if (summary.records.item > 0) await loadItems(platform, request);
  if (summary.records.refund > 0) await loadRefunds(platform, request);
  const counts = await countLoaded(platform, request);
  const result = await resultFrom(platform, request.importId, counts, summary);
  await clearStaging(platform, request.importId);
  return result;
}

/** The dry run: everything is read and checked, nothing is written. */
export async function checkFile(
  platform: Platform,
  request: LoadRequest,
  onProgress: (progress: Progress) => Promise<void>,
): Promise<ImportResult> {
  const { summary } = await readFile(platform, request, onProgress);
  await makeImportOrders(platform, request);
  const { rows } = await forecast(request).execute(platform.db);
  const result = await resultFrom(platform, request.importId, rows[0] as Counts, summary);
  await clearStaging(platform, request.importId);
  return result;
}

function readFile(
  platform: Platform,
  request: LoadRequest,
  onProgress: (progress: Progress) => Promise<void>,
) {
  return stageFile(platform, request, (share, { rows }) => onProgress({ phase: 'reading', share, rows }));
}
