import { sql } from 'kysely';
import type { Platform } from '#platform/platform.ts';
import type { Summary } from '../formats/records/record-reader.ts';
import type { UndoReport } from './undo.ts';

export type ImportResult = {
  rows: number;
  rejectedRows: number;
  warnedRows: number;
  /** Orders the file tells of, and what became of them. */
  orders: {
    told: number;
    added: number;
    changed: number;
    unchanged: number;
    withoutCustomer: number;
    /** Of a file of items: orders that the shop does not have. Absent in results of earlier versions. */
    unknown?: number;
  };
  items: number;
  refunds: { told: number; added: number; changed?: number };
  customers: { added: number; merged: number; total: number };
  amounts: { soldExact: string; soldImported: string; refundedExact: string; refundedImported: string };
  issues: { code: string; severity: 'reject' | 'warn'; rows: number }[];
  undone?: UndoReport;
};

export type Counts = Record<
  | 'told'
  | 'added'
  | 'changed'
  | 'unknown'
  | 'withoutCustomer'
  | 'items'
  | 'refundsAdded'
  | 'refundsChanged'
  | 'customersAdded'
  | 'merged'
  | 'customers',
  number
>;

type Target = { importId: number; accountId: number };

/** What stands in the database because of this import; after a repeat the numbers are the same. */
export async function countLoaded({ db }: Platform, { importId, accountId }: Target): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with item_orders as (
      select distinct l.order_no, o.id from import_lines l
      left join orders o on o.account_id = ${accountId} and o.order_no = l.order_no
      where l.import_id = ${importId} and l.kind = 'item'
    )
    select
      (select count(*) from import_orders where import_id = ${importId}) + (select count(*) from item_orders) as told,
      (select count(*) from orders where import_id = ${importId}) as added,
      (select count(*) from import_changes where import_id = ${importId} and kind = 'order') as changed,
      (select count(*) from item_orders where id is null) as unknown,
      (select count(*) from import_orders io join orders o on o.account_id = ${accountId} and o.order_no = io.order_no
        where io.import_id = ${importId} and o.customer_id is null) as without_customer,
      (select coalesce(sum(items), 0) from import_lines where import_id = ${importId}) as items,
      (select count(*) from refunds where import_id = ${importId}) as refunds_added,
      (select count(*) from import_changes where import_id = ${importId} and kind = 'refund') as refunds_changed,
      (select count(distinct c.person_id) from customers c where c.import_id = ${importId} and not exists (
        select 1 from customers o where o.person_id = c.person_id and o.import_id is distinct from ${importId})) as customers_added,
      (select count(*) from merges m where m.import_id = ${importId} and m.undone_at is null and not exists (
        select 1 from customers c where c.id in (m.customer_a, m.customer_b) and c.import_id = ${importId})) as merged,
      (select count(distinct person_id) from customers where status = 'active') as customers`.execute(db);
  return rows[0] as Counts;
}

/** The counts with what the reading came to and what was wrong with single rows. */
export async function resultFrom(
  { db }: Platform,
  importId: number,
  c: Counts,
  summary: Summary,
): Promise<ImportResult> {
  const { rows: issues } = await sql<ImportResult['issues'][number]>`
    select code, severity, count(distinct row_no) as rows from import_issues where import_id = ${importId}
    group by code, severity order by severity, count(*) desc`.execute(db);
  const { rows, rejectedRows, warnedRows, records, sold, refunded } = summary;
  return {
    rows,
    rejectedRows,
    warnedRows,
    orders: {
      told: c.told,
      added: c.added,
      changed: c.changed,
      unchanged: c.told - c.added - c.changed - c.unknown,
      withoutCustomer: c.withoutCustomer,
      unknown: c.unknown,
    },
    items: c.items,
    refunds: { told: records.refund, added: c.refundsAdded, changed: c.refundsChanged },
    customers: { added: c.customersAdded, merged: c.merged, total: c.customers },
    amounts: {
      soldExact: sold.exact,
      soldImported: sold.imported,
      refundedExact: refunded.exact,
      refundedImported: refunded.imported,
    },
    issues,
  };
}
