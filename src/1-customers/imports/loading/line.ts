import type { CustomerLine, RefundLine } from '../formats/records/records.ts';
import type { CopyValue } from './copy.ts';
import type { PhoneBook } from './phone-book.ts';
import { hashOf, type ItemRun, type OrderRun, type RunItems } from './runs.ts';

/** Columns of `import_lines` in the order in which `lineOf` gives their values. */
export const LINE_COLUMNS = [
  ...['import_id', 'row_no', 'run', 'kind', 'order_no', 'ordered_at', 'paid_at', 'completed_at', 'payment'],
  ...['fulfilment', 'refund', 'status_text', 'per_line', 'goods', 'freight', 'discount', 'paid', 'refunded'],
  ...[
    'quantity',
    'buyer',
    'buyer_name',
    'buyer_phone',
    'receiver_name',
    'receiver_phone',
    'province',
    'city',
  ],
  ...['member_name', 'source', 'currency', 'items', 'item_goods', 'item_amount', 'item_refunded'],
  ...['item_quantity', 'items_hash', 'products', 'quantities', 'prices', 'amounts', 'refunds', 'detail'],
] as const;

const FULFILMENT = { none: 0, processing: 1, shipped: 2, delivered: 3 } as const;

/** A refund or a customer, which are few, as a row of `import_lines`: it travels whole in `detail`. */
export function lineOf(importId: number, record: RefundLine | CustomerLine, phones: PhoneBook): CopyValue[] {
  const detail =
    record.kind === 'customer'
      ? { ...record, phone: undefined, phoneKey: phones.keyOf(record.phone) }
      : record;
  const line: CopyValue[] = new Array(LINE_COLUMNS.length).fill(null);
  line[0] = importId;
  line[1] = record.rowNo;
  line[2] = 0;
  line[3] = record.kind;
  line[4] = record.kind === 'refund' ? record.orderNo : null;
  line[LINE_COLUMNS.indexOf('items')] = 0;
  line[LINE_COLUMNS.length - 1] = JSON.stringify(detail);
  return line;
}

/** A run of order or item lines as a row of `import_lines`. */
export function runLine(importId: number, run: OrderRun | ItemRun, phones: PhoneBook): CopyValue[] {
  const head = [importId, run.rowNo, run.run, run.kind, run.orderNo];
  const tail = [...itemColumns(run.items), null];
  if (run.kind === 'order') return [...head, ...orderColumns(run, phones), ...tail];
  return [...head, ...new Array(LINE_COLUMNS.length - head.length - tail.length).fill(null), ...tail];
}

function orderColumns(o: OrderRun, phones: PhoneBook): CopyValue[] {
  return [
    o.orderedAt,
    o.paidAt,
    o.completedAt,
    o.payment,
    FULFILMENT[o.fulfilment],
    o.refund,
    o.statusText,
    o.amountsPer === 'line',
    o.goods,
    o.freight,
    o.discount,
    o.paid,
    o.refunded,
    o.quantity,
    o.buyer,
    o.buyerName,
    phones.keyOf(o.buyerPhone),
    o.receiverName,
    phones.keyOf(o.receiverPhone),
    o.province,
    o.city,
    o.memberName,
    o.source,
    o.currency,
  ];
}

function itemColumns(items: RunItems): CopyValue[] {
  const { products, quantities, prices, amounts, refunds } = items;
  if (products.length === 0) return [0, ...new Array(10).fill(null)];
  return [
    ...[products.length, items.goods, items.amount, items.refunded, items.quantity, hashOf(items)],
    ...[arrayText(products), arrayText(quantities), arrayText(prices), arrayText(amounts)],
    items.refunded === 0 ? null : arrayText(refunds),
  ];
}

/** Numbers as PostgreSQL writes an array of them. */
const arrayText = (numbers: readonly number[]) => `{${numbers.join()}}`;
