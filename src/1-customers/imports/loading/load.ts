import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { ImportPlan } from '../formats/mapping.ts';
import type { Summary } from '../formats/records/record-reader.ts';
import { type LoadTarget, loadOrders, makeImportOrders } from './load-orders.ts';
import { loadCustomers, loadItems, loadRefunds } from './load-others.ts';
import { stageFile } from './stage.ts';
import type { UndoReport } from './undo.ts';

/** Where a long import is: `share` of the phase, from 0 to 1. */
export type Progress = { phase: 'reading' | 'loading'; share: number; rows: number };

export type ImportResult = {
  rows: number;
  rejectedRows: number;
  warnedRows: number;
  /** Orders the file tells of, and what became of them. */
  orders: { told: number; added: number; changed: number; unchanged: number; withoutCustomer: number };
  items: number;
  refunds: { told: number; added: number };
  customers: { added: number; merged: number; total: number };
  amounts: { soldExact: string; soldImported: string; refundedExact: string; refundedImported: string };
  issues: { code: string; severity: 'reject' | 'warn'; rows: number }[];
  undone?: UndoReport;
};

export type LoadRequest = LoadTarget & { path: string; plan: ImportPlan };

/** Reads the file and loads it. Safe to repeat from the beginning after a crash: what is in is found equal. */
export async function loadFile(
  platform: Platform,
  request: LoadRequest,
  onProgress: (progress: Progress) => Promise<void>,
): Promise<ImportResult> {
  const { summary } = await readFile(platform, request, onProgress);
  const orders = await makeImportOrders(platform, request.importId);
  const whole = Math.max(1, orders + summary.records.customer);
  const report = (done: number) =>
    onProgress({ phase: 'loading', share: Math.min(1, done / whole), rows: summary.rows });
  await loadOrders(platform, request, orders, report);
  if (summary.records.customer > 0) await loadCustomers(platform, request, done => report(orders + done));
  if (summary.records.item > 0) await loadItems(platform, request);
  if (summary.records.refund > 0) await loadRefunds(platform, request);
  const result = await resultOf(platform, request, summary);
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
  await makeImportOrders(platform, request.importId);
  const result = await forecast(platform, request, summary);
  await clearStaging(platform, request.importId);
  return result;
}

function readFile(
  platform: Platform,
  { importId, path, plan }: LoadRequest,
  onProgress: (progress: Progress) => Promise<void>,
) {
  return stageFile(platform, importId, path, plan, (share, { rows }) =>
    onProgress({ phase: 'reading', share, rows }),
  );
}

async function clearStaging({ db }: Platform, importId: number): Promise<void> {
  for (const table of ['importLines', 'importOrders', 'importPhones'] as const)
    await db.deleteFrom(table).where('importId', '=', importId).execute();
}

async function issuesOf({ db }: Platform, importId: number): Promise<ImportResult['issues']> {
  const { rows } = await sql<ImportResult['issues'][number]>`
    select code, severity, count(distinct row_no) as rows from import_issues where import_id = ${importId}
    group by code, severity order by severity, count(*) desc`.execute(db);
  return rows;
}

function common(summary: Summary) {
  const { rows, rejectedRows, warnedRows, sold, refunded } = summary;
  const amounts = {
    soldExact: sold.exact,
    soldImported: sold.imported,
    refundedExact: refunded.exact,
    refundedImported: refunded.imported,
  };
  return { rows, rejectedRows, warnedRows, amounts };
}

type Counts = Record<
  | 'told'
  | 'added'
  | 'changed'
  | 'withoutCustomer'
  | 'items'
  | 'refunds'
  | 'customersAdded'
  | 'merged'
  | 'customers',
  number
>;

/** What stands in the database because of this import; after a repeat the numbers are the same. */
async function resultOf(
  platform: Platform,
  { importId, accountId }: LoadRequest,
  summary: Summary,
): Promise<ImportResult> {
  const { rows } = await sql<Counts>`
    select
      (select count(*) from import_orders where import_id = ${importId}) as told,
      (select count(*) from orders where import_id = ${importId}) as added,
      (select count(*) from import_changes where import_id = ${importId} and kind = 'order') as changed,
      (select count(*) from import_orders io join orders o on o.account_id = ${accountId} and o.order_no = io.order_no
        where io.import_id = ${importId} and o.customer_id is null) as without_customer,
      (select count(*) from import_lines where import_id = ${importId} and item_key is not null) as items,
      (select count(*) from refunds where import_id = ${importId}) as refunds,
      (select count(*) from customers where import_id = ${importId}) as customers_added,
      (select count(*) from merges where import_id = ${importId}) as merged,
      (select count(distinct person_id) from customers where status = 'active') as customers`.execute(
    platform.db,
  );
  const c = rows[0] as Counts;
  return {
    ...common(summary),
    orders: {
      told: c.told,
      added: c.added,
      changed: c.changed,
      unchanged: c.told - c.added - c.changed,
      withoutCustomer: c.withoutCustomer,
    },
    items: c.items,
    refunds: { told: summary.records.refund, added: c.refunds },
    customers: { added: c.customersAdded, merged: c.merged, total: c.customers },
    issues: await issuesOf(platform, importId),
  };
}

/** What an import would do, from the staged lines. People are counted by their keys. */
async function forecast(
  platform: Platform,
  { importId, accountId }: LoadRequest,
  summary: Summary,
): Promise<ImportResult> {
  const { rows } = await sql<Counts & { unchanged: number }>`
    with keys as (
      select distinct coalesce(o.buyer, o.phone) as person,
        exists (select 1 from identities i where i.kind = 'buyer' and i.account_id = ${accountId} and i.key = o.buyer
          or i.kind = 'phone' and i.account_id = 0 and i.key = o.phone) as known
      from import_orders o where o.import_id = ${importId} and (o.buyer is not null or o.phone is not null)
    ), told as (
      select io.*, e.id, (e.payment, e.fulfilment, e.paid, e.refunded, e.quantity) is distinct from (io.payment, io.fulfilment, io.paid, io.refunded, io.quantity)
        or io.items_hash is distinct from e.items_hash as differs
      from import_orders io left join orders e on e.account_id = ${accountId} and e.order_no = io.order_no where io.import_id = ${importId}
    )
    select count(*) as told, count(*) filter (where id is null) as added, count(*) filter (where id is not null and differs) as changed,
      count(*) filter (where buyer is null and phone is null) as without_customer,
      (select count(*) from import_lines where import_id = ${importId} and item_key is not null) as items,
      (select count(*) from keys where not known) + (select count(*) from import_lines where import_id = ${importId} and kind = 'customer') as customers_added,
      0 as refunds, 0 as merged, (select count(distinct person_id) from customers where status = 'active') as customers
    from told`.execute(platform.db);
  const c = rows[0] as Counts;
  return {
    ...common(summary),
    orders: {
      told: c.told,
      added: c.added,
      changed: c.changed,
      unchanged: c.told - c.added - c.changed,
      withoutCustomer: c.withoutCustomer,
    },
    items: c.items,
    refunds: { told: summary.records.refund, added: summary.records.refund },
    customers: { added: c.customersAdded, merged: 0, total: c.customers },
    issues: await issuesOf(platform, importId),
  };
}
