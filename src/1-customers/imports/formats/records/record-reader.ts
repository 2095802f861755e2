import { SHANGHAI_OFFSET } from '#platform/clock.ts';
import type { Row } from '../../reading/rows.ts';
import type { Field } from '../fields.ts';
import type { Format } from '../format.ts';
import { ExactSum } from '../values/amounts.ts';
import { type CustomColumn, type FieldColumn, readCustomer } from './customers.ts';
import type { RowIssue } from './issues.ts';
import { ItemReader } from './items.ts';
import { Occurrences } from './occurrences.ts';
import { OrderReader } from './orders.ts';
import type { ReadingStyle } from './reading-style.ts';
import type { ImportRecord } from './records.ts';
import { RefundReader } from './refunds.ts';
import { type Columns, type Positions, RowReader } from './row-reader.ts';

/** What decides how rows become records. */
export type Recipe = {
  format: Format;
  columns: Columns;
  style: ReadingStyle;
  custom: readonly CustomColumn[];
  fields: readonly FieldColumn[];
  autoOrderNo: boolean;
  cancelPrefix: string | undefined;
};

/** The records of some rows and what was wrong with them. A row may give several records (joined sub orders). */
export type RecordBatch = { records: ImportRecord[]; issues: RowIssue[] };

/** What a file came to. Amounts as decimal texts, `exact` as the file says, `imported` after rounding to fen. */
export type Summary = {
  rows: number;
  records: { order: number; item: number; refund: number; customer: number };
  rejectedRows: number;
  warnedRows: number;
  /** Line amounts of orders, and of refunds. */
  sold: { exact: string; imported: string };
  refunded: { exact: string; imported: string };
};

const ITEM_CELLS: readonly Field[] = ['itemName', 'itemId', 'sku', 'spec', 'quantity', 'price', 'subOrderNo'];

/** Reads the rows of one file, in order, into records. */
export class RecordReader {
  #recipe: Recipe;
  #row: RowReader;
  #orders: OrderReader;
  #items: ItemReader;
  #refunds: RefundReader;
  #sold = new ExactSum();
  #refunded = new ExactSum();
  #occurrences = new Occurrences();
  #counts = { rows: 0, rejectedRows: 0, warnedRows: 0, order: 0, item: 0, refund: 0, customer: 0 };

  constructor(recipe: Recipe) {
    this.#recipe = recipe;
    this.#row = new RowReader(recipe.columns, recipe.style);
    this.#items = new ItemReader(recipe.format);
    this.#orders = new OrderReader(recipe.format, recipe.columns, this.#items, this.#sold);
    this.#refunds = new RefundReader(this.#items, this.#refunded);
  }

  read(rows: readonly Row[]): RecordBatch {
    const records: ImportRecord[] = [];
    for (const row of rows) this.#readRow(row, records);
    return { records, issues: this.#row.takeIssues() };
  }

  summary(): Summary {
    const { rows, rejectedRows, warnedRows, ...records } = this.#counts;
    const { exact, imported } = this.#sold;
    const { exact: exactRefunds, imported: importedRefunds } = this.#refunded;
    return {
      rows,
      records,
      rejectedRows,
      warnedRows,
      sold: { exact, imported },
      refunded: { exact: exactRefunds, imported: importedRefunds },
    };
  }

  #readRow(row: Row, records: ImportRecord[]): void {
    const before = this.#row.issues.length;
    const accepted = this.#recipe.format.split
      ? this.#readSplit(row, records)
      : this.#readWhole(row, records);
    this.#counts.rows++;
    if (!accepted) this.#counts.rejectedRows++;
    else if (this.#row.issues.length > before) this.#counts.warnedRows++;
  }

  #readWhole(row: Row, records: ImportRecord[]): boolean {
    const record = this.#readPart(row);
    this.#keep(record, records);
    return record !== undefined;
  }

  #keep(record: ImportRecord | undefined, records: ImportRecord[]): void {
    if (!record) return;
    records.push(record);
    this.#counts[record.kind]++;
  }

  /** All or nothing: a row that may be several; when it should be and cannot, its order is kept without the items. */
  #readSplit(row: Row, records: ImportRecord[]): boolean {
    const { format } = this.#recipe;
    const { positions } = this.#recipe.columns;
    const parts = format.split?.(row, positions);
    const read = (parts || [withoutItem(row, positions)]).map(part => this.#readPart(part));
    if (!parts) this.#row.warn('subOrderNo', 'joined_cells', row.cells[positions.subOrderNo ?? -1] ?? '');
    if (read.includes(undefined)) return false;
    for (const record of read) this.#keep(record, records);
    return true;
  }

  #readPart(part: Row): ImportRecord | undefined {
    this.#row.start(part);
    return this.#readRecord();
  }

  #readRecord(): ImportRecord | undefined {
    const row = this.#row;
    const { format, custom, fields, autoOrderNo, cancelPrefix } = this.#recipe;
    if (format.kind === 'customers') return readCustomer(row, custom, fields);
    if (format.kind === 'refunds') return this.#refunds.read(row);
    if (format.kind === 'items') return this.#items.readLine(row);
    const before = autoOrderNo ? undefined : this.#orders.before(row);
    if (before) return this.#orders.readAgain(row, before);
    const orderNo = autoOrderNo ? this.#madeOrderNo() : row.id('orderNo', 'required');
    if (orderNo !== undefined && cancelPrefix !== undefined && orderNo.startsWith(cancelPrefix))
      return this.#refunds.readCancellation(row, orderNo);
    return this.#orders.read(row, orderNo);
  }

  /** `17850-20101201-1`: buyer, day (and time, unless midnight) in Beijing, and which such row of the file it is. */
  #madeOrderNo(): string | undefined {
    const buyer = this.#row.id('buyer', 'required');
    const orderedAt = this.#row.instant('orderedAt', 'required');
    if (buyer === undefined || orderedAt === undefined) return undefined;
    const clock = new Date(orderedAt.getTime() + SHANGHAI_OFFSET)
      .toISOString()
      .replace(/\D/g, '')
      .slice(0, 14);
    const key = `${buyer}-${clock.replace(/000000$/, '')}`;
    return `${key}-${this.#occurrences.next(key)}`;
  }
}

function withoutItem(row: Row, positions: Positions): Row {
  const hidden = new Set(ITEM_CELLS.map(field => positions[field]));
  return { ...row, cells: row.cells.map((cell, position) => (hidden.has(position) ? '' : cell)) };
}
