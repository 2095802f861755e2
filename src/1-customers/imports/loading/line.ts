import type { ImportRecord, ItemLine, OrderItem, OrderLine } from '../formats/records/records.ts';
import type { CopyValue } from './copy.ts';
import type { PhoneBook } from './phone-book.ts';

/** Columns of `import_lines` in the order in which `lineOf` gives their values. */
export const LINE_COLUMNS = [
  'import_id',
  'row_no',
  'kind',
  'order_no',
  'ordered_at',
  'paid_at',
  'completed_at',
  'payment',
  'fulfilment',
  'refund',
  'status_text',
  'per_line',
  'goods',
  'freight',
  'discount',
  'paid',
  'refunded',
  'quantity',
  'buyer',
  'buyer_name',
  'buyer_phone',
  'receiver_name',
  'receiver_phone',
  'province',
  'city',
  'member_name',
  'source',
  'currency',
  'item_key',
  'item_name',
  'item_sku',
  'item_quantity',
  'item_price',
  'item_amount',
  'item_refunded',
  'detail',
] as const;

const FULFILMENT = { none: 0, processing: 1, shipped: 2, delivered: 3 } as const;

/** A record as a row of `import_lines`. Refunds and customers, which are few, travel whole in `detail`. */
export function lineOf(importId: number, record: ImportRecord, phones: PhoneBook): CopyValue[] {
  if (record.kind === 'order') return orderLine(importId, record, phones);
  if (record.kind === 'item') return itemLine(importId, record);
  const detail =
    record.kind === 'customer'
      ? { ...record, phone: undefined, phoneKey: phones.keyOf(record.phone) }
      : record;
  const line: CopyValue[] = new Array(LINE_COLUMNS.length).fill(null);
  line[0] = importId;
  line[1] = record.rowNo;
  line[2] = record.kind;
  line[3] = record.kind === 'refund' ? record.orderNo : null;
  line[LINE_COLUMNS.length - 1] = JSON.stringify(detail);
  return line;
}

function orderLine(importId: number, o: OrderLine, phones: PhoneBook): CopyValue[] {
  return [
    importId,
    o.rowNo,
    'order',
    o.orderNo,
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
    ...itemColumns(o.item),
    null,
  ];
}

function itemLine(importId: number, line: ItemLine): CopyValue[] {
  const empty = new Array(LINE_COLUMNS.length - 12).fill(null);
  return [importId, line.rowNo, 'item', line.orderNo, ...empty, ...itemColumns(line.item), null];
}

/** What a product is known by in its shop: its id, else the merchant's code, else its name. */
function itemColumns(item: OrderItem | undefined): CopyValue[] {
  if (!item) return [null, null, null, null, null, null, null];
  const key = (item.externalId ?? item.sku ?? item.name).slice(0, 200);
  const name = item.spec ? `${item.name} ${item.spec}` : item.name;
  return [key, name, item.sku ?? null, item.quantity, item.price, item.amount, item.refunded];
}
