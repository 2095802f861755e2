import type { Fen, ParsedFen } from '#platform/money.ts';
import type { Format } from '../format.ts';
import { type ExactSum, nanoToFen } from '../values/amounts.ts';
import type { ItemLine, OrderItem } from './records.ts';
import { MAX_FEN, type RowReader, type Sign } from './row-reader.ts';

/** Reads what was bought. */
export class ItemReader {
  #format: Format;
  /** The exact amount of the item read last, when it was rounded. */
  #nano: bigint | undefined;

  constructor(format: Format) {
    this.#format = format;
  }

  /** A row of a file that lists items only. */
  readLine(row: RowReader): ItemLine | undefined {
    const orderNo = row.id('orderNo', 'required');
    const item = this.read(row);
    const statusText = row.text('status');
    if (!item && !row.rejected) row.reject('itemName', 'missing', '');
    if (row.rejected || orderNo === undefined || !item) return undefined;
    return { kind: 'item', rowNo: row.rowNo, orderNo, statusText, item };
  }

  /** Undefined when the row names no item, or not enough of it. */
  read(row: RowReader, sign: Sign = 'positive'): OrderItem | undefined {
    this.#nano = undefined;
    if (severalKinds(row)) return undefined;
    const externalId = row.id('itemId');
    const sku = row.id('sku');
    const name = row.text('itemName') ?? sku ?? externalId;
    const quantity = readQuantity(row, sign);
    if (name === undefined || quantity === undefined) {
      const half = row.has('quantity') && (name === undefined) !== (quantity === undefined);
      if (half && !row.rejected) row.warn('itemName', 'item_left_out', name ?? '');
      return undefined;
    }
    const cost = this.#cost(row, quantity);
    return {
      subOrderNo: row.id('subOrderNo'),
      externalId,
      sku,
      spec: row.text('spec'),
      name,
      quantity,
      price: cost.price,
      amount: cost.amount,
      refunded: row.fen('itemRefunded', 'either') ?? 0,
    };
  }

  /** Adds the amount of the item read last, exactly. */
  count(sum: ExactSum, item: OrderItem): void {
    if (this.#nano === undefined) sum.addFen(item.amount);
    else sum.addRounded(this.#nano, item.amount);
  }

  #cost(row: RowReader, quantity: number): { price: Fen; amount: Fen } {
    const line = row.amount('itemAmount');
    const price = this.#price(row, quantity);
    if (!line) return { price: price?.fen ?? 0, amount: this.#timesPrice(row, price, quantity) };
    if (line.rounded) this.#nano = row.nano('itemAmount');
    return { price: price?.fen ?? Math.round(line.fen / quantity), amount: line.fen };
  }

  #price(row: RowReader, quantity: number): ParsedFen | undefined {
    if (!this.#format.priceOf) return row.amount('price');
    const fen = this.#format.priceOf(row, quantity);
    return fen === undefined ? undefined : { fen, rounded: false };
  }

  /** Price × quantity, from the exact price: 0.001 × 1000 is 1, though 0.001 alone is no fen. */
  #timesPrice(row: RowReader, price: ParsedFen | undefined, quantity: number): Fen {
    if (price?.rounded) this.#nano = row.nano('price') * BigInt(quantity);
    const amount = this.#nano === undefined ? (price?.fen ?? 0) * quantity : nanoToFen(this.#nano);
    if (amount > MAX_FEN) row.reject('price', 'amount_too_large', `${row.cell('price')} × ${quantity}`);
    return amount;
  }
}

/** Order files with one row per order name all items in one cell: only a single kind can be told from it. */
function severalKinds(row: RowReader): boolean {
  return row.has('itemKinds') && row.cell('itemKinds') !== '1';
}

function readQuantity(row: RowReader, sign: Sign): number | undefined {
  return row.has('quantity') ? row.quantity('quantity', sign) : row.quantity('orderQuantity', sign);
}
