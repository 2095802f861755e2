import type { Words } from '#platform/contract.ts';
import type { Row } from '../reading/rows.ts';
import type { Field, RecordKind } from './fields.ts';
import type { Positions, RowReader } from './records/row-reader.ts';

export type FormatCode =
  | 'taobao_orders'
  | 'taobao_orders_2026'
  | 'taobao_items'
  | 'taobao_refunds'
  | 'tmall_supplier_orders'
  | 'jd_orders'
  | 'douyin_orders_a'
  | 'douyin_orders_b'
  | 'douyin_after_sales'
  | 'youzan_orders'
  | 'youzan_order_items'
  | 'youzan_customers'
  | 'template_orders'
  | 'template_customers'
  | 'mapped';

/**
 * Header names for a field; `分销员#2` is the second column of that name. Of a list the first column that the file has
 * counts, with `filled` in each row the first that is not empty.
 */
export type ColumnNames = string | readonly string[] | { filled: readonly string[] };

/**
 * A file that a shop gives out, as data: how it is known and which column means what. What is special about it stands in
 * the few functions at the end.
 */
export type Format = {
  code: FormatCode;
  kind: RecordKind;
  name: Words;
  /** The header as the shop writes it; names are compared, never positions. */
  header: readonly string[];
  columns: Partial<Record<Field, ColumnNames>>;
  /** Without these columns the file is not this format. */
  required: readonly Field[];
  /** Columns that only a sister format has. */
  without?: readonly string[];
  /** See `OrderLine.amountsPer`. */
  amountsPer?: 'order' | 'line';
  /** Columns kept under their own names in `CustomerLine.custom`. */
  custom?: readonly string[];
  /** A row that is several rows, e.g. of joined sub orders; `false` when it should be and cannot. */
  split?: (row: Row, positions: Positions) => Row[] | false;
  /** The price of one piece, where the column does not simply say it. */
  priceOf?: (row: RowReader, quantity: number) => number | undefined;
};

/** A header as written in the design notes: names with commas between. */
export function headerOf(names: string): readonly string[] {
  return names.split(',').map(name => name.trim());
}
