import { addFen, type Fen } from '#platform/money.ts';
import type { ExactSum } from '../values/amounts.ts';
import { refundProgress } from '../values/statuses.ts';
import { MAX_TEXT } from './issues.ts';
import type { ItemReader } from './items.ts';
import { Occurrences } from './occurrences.ts';
import { readCurrency } from './orders.ts';
import type { OrderItem, RefundLine } from './records.ts';
import type { RowReader } from './row-reader.ts';

/** Reads rows of refund and after-sale files, and the cancellations among the rows of an order file. */
export class RefundReader {
  #items: ItemReader;
  #amounts: ExactSum;
  #lines = new Occurrences();

  constructor(items: ItemReader, amounts: ExactSum) {
    this.#items = items;
    this.#amounts = amounts;
  }

  read(row: RowReader): RefundLine | undefined {
    const refundNo = row.id('refundNo', 'required');
    const orderNo = row.id('orderNo', 'required');
    const amount = readAmount(row);
    const progress = readProgress(row);
    const about = readAbout(row);
    if (row.rejected || refundNo === undefined || amount === undefined) return undefined;
    this.#amounts.addFen(amount);
    return this.#line(row, refundNo, { orderNo, ...progress, ...about, amount });
  }

  /** A row of an order file that takes back: its own number, no order it names, quantities with a minus. */
  readCancellation(row: RowReader, refundNo: string): RefundLine | undefined {
    const finishedAt = row.instant('orderedAt', 'required');
    const item = this.#items.read(row, 'either');
    const paid = row.fen('paid', 'either');
    const amount = item?.amount ?? paid;
    if (amount === undefined && !row.rejected) row.reject('paid', 'missing', '');
    const about = { ...readAbout(row), item: itemOf(item), appliedAt: finishedAt };
    if (row.rejected || amount === undefined) return undefined;
    if (item) this.#items.count(this.#amounts, item);
    else this.#amounts.addFen(amount);
    const progress = { status: 'done', statusText: row.text('status'), finishedAt } as const;
    return this.#line(row, refundNo, { orderNo: undefined, ...progress, ...about, amount });
  }

  #line(
    row: RowReader,
    refundNo: string,
    rest: Omit<RefundLine, 'kind' | 'rowNo' | 'refundNo' | 'line'>,
  ): RefundLine {
    return { kind: 'refund', rowNo: row.rowNo, refundNo, line: this.#lines.next(refundNo), ...rest };
  }
}

function readAmount(row: RowReader): Fen | undefined {
  const goods = row.fen('amount', 'either');
  const freight = row.fen('freightRefund', 'either') ?? 0;
  if (goods !== undefined) return addFen(goods, freight);
  if (!row.rejected) row.reject('amount', 'missing', '');
  return undefined;
}

function readProgress(row: RowReader) {
  const statusText = row.text('status');
  const known = statusText === undefined ? undefined : refundProgress(statusText);
  if (known === undefined && statusText !== undefined) row.warn('status', 'unknown_status', statusText);
  const status: RefundLine['status'] = known ?? (row.has('status') ? 'open' : 'done');
  return { status, statusText, finishedAt: row.instant('finishedAt') };
}

function readAbout(row: RowReader) {
  return {
    subOrderNo: row.id('subOrderNo'),
    buyer: row.openId('buyer'),
    refundKind: row.text('refundKind'),
    appliedAt: row.instant('appliedAt'),
    reason: row.text('reason', MAX_TEXT),
    item: {
      externalId: row.id('itemId'),
      sku: row.id('sku'),
      name: row.text('itemName'),
      quantity: row.has('refundNo') ? row.quantity('quantity') : undefined,
    },
    currency: readCurrency(row),
  };
}

function itemOf(item: OrderItem | undefined): RefundLine['item'] {
  const { externalId, sku, name, quantity } = item ?? {};
  return { externalId, sku, name, quantity };
}
