import { hash } from 'node:crypto';
import type { ItemLine, OrderItem, OrderLine } from '../formats/records/records.ts';
import type { ProductBook } from './product-book.ts';

/** Lines of one order that follow each other, put together as `makeOrders` would put them together. */
export type OrderRun = OrderLine & { run: number; items: RunItems };

/** Lines of a file of items that follow each other. */
export type ItemRun = Pick<ItemLine, 'kind' | 'rowNo' | 'orderNo'> & { run: number; items: RunItems };

/** The items of a run, a number of each in every list, and what they come to. */
export type RunItems = {
  products: number[];
  quantities: number[];
  prices: number[];
  amounts: number[];
  refunds: number[];
  goods: number;
  amount: number;
  refunded: number;
  quantity: number;
  told: string;
};

/**
 * Puts together what a file tells of an order in lines that follow each other: nearly every file does, and half a
 * million lines become some ten thousand rows. An order whose lines lie scattered becomes several runs, which
 * `makeOrders` joins by the same rules (`orderOf` in formats/records/order-totals.ts).
 */
export class Runs {
  readonly #products: ProductBook;
  #open: OrderRun | ItemRun | undefined;
  #count = 0;
  /** Finished runs since the last `take`. */
  #runs: (OrderRun | ItemRun)[] = [];

  constructor(products: ProductBook) {
    this.#products = products;
  }

  add(record: OrderLine | ItemLine): void {
    const open = this.#open;
    const run = open && continues(open, record) ? open : this.#begin(record);
    if (run === open && run.kind === 'order' && record.kind === 'order') join(run, record);
    if (record.item) this.#addItem(run.items, record.item);
  }

  /** The runs that are finished; at the end of the file all are. */
  take(end: 'more' | 'end'): (OrderRun | ItemRun)[] {
    if (end === 'end') this.#close();
    const taken = this.#runs;
    this.#runs = [];
    return taken;
  }

  #begin(record: OrderLine | ItemLine): OrderRun | ItemRun {
    this.#close();
    this.#open = begun(record, ++this.#count);
    return this.#open;
  }

  #close(): void {
    if (this.#open) this.#runs.push(this.#open);
    this.#open = undefined;
  }

  #addItem(items: RunItems, item: OrderItem): void {
    const { quantity, price, amount, refunded } = item;
    const product = this.#products.of(item);
    items.products.push(product.number);
    items.quantities.push(quantity);
    items.prices.push(price);
    items.amounts.push(amount);
    items.refunds.push(refunded);
    items.goods += price * quantity;
    items.amount += amount;
    items.refunded += refunded;
    items.quantity += quantity;
    // The same text as `itemsHash` in orders.sql.ts makes of the tables.
    if (items.told !== '') items.told += '\x1e';
    items.told += `${product.told}\x1f${quantity}\x1f${price}\x1f${amount}\x1f${refunded}`;
  }
}

function begun(record: OrderLine | ItemLine, run: number): OrderRun | ItemRun {
  const items: RunItems = {
    ...{ products: [], quantities: [], prices: [], amounts: [], refunds: [] },
    ...{ goods: 0, amount: 0, refunded: 0, quantity: 0, told: '' },
  };
  if (record.kind === 'order') return { ...record, run, items };
  return { kind: 'item', rowNo: record.rowNo, orderNo: record.orderNo, run, items };
}

/** No run grows beyond this: what is told of its items is held in memory. */
const MOST_ITEMS = 2_000;

/** Who ordered must be the same in all lines of a run, or not said: presents are counted by line. */
function continues(run: OrderRun | ItemRun, line: OrderLine | ItemLine): boolean {
  if (run.orderNo !== line.orderNo || run.kind !== line.kind || run.items.products.length >= MOST_ITEMS)
    return false;
  if (run.kind === 'item' || line.kind === 'item') return true;
  const { buyer, buyerPhone, receiverPhone } = line;
  if (buyer === undefined && buyerPhone === undefined && receiverPhone === undefined) return true;
  return buyer === run.buyer && buyerPhone === run.buyerPhone && receiverPhone === run.receiverPhone;
}

const STEP = { none: 0, processing: 1, shipped: 2, delivered: 3 } as const;

function join(run: OrderRun, line: OrderLine): void {
  joinState(run, line);
  joinAmounts(run, line);
  run.paidAt ??= line.paidAt;
  run.completedAt ??= line.completedAt;
  run.statusText ??= line.statusText;
  run.quantity ??= line.quantity;
  run.buyerName ??= line.buyerName;
  run.receiverName ??= line.receiverName;
  run.province ??= line.province;
  run.city ??= line.city;
  run.memberName ??= line.memberName;
  run.source ??= line.source;
}

/** Paid when any line is, closed when all are; as far as the slowest line that is not closed. */
function joinState(run: OrderRun, line: OrderLine): void {
  const [runClosed, lineClosed] = [run.payment === 'closed', line.payment === 'closed'];
  const slower = STEP[line.fulfilment] < STEP[run.fulfilment];
  if (runClosed === lineClosed ? slower : runClosed) run.fulfilment = line.fulfilment;
  if (run.payment !== line.payment)
    run.payment = run.payment === 'paid' || line.payment === 'paid' ? 'paid' : 'due';
  if (run.refund !== line.refund) run.refund = 'partial';
}

function joinAmounts(run: OrderRun, line: OrderLine): void {
  const together = run.amountsPer === 'line' ? added : first;
  run.goods = together(run.goods, line.goods);
  run.freight = together(run.freight, line.freight);
  run.discount = together(run.discount, line.discount);
  run.paid = together(run.paid, line.paid);
  run.refunded = together(run.refunded, line.refunded);
}

type Amount = number | undefined;
const first = (a: Amount, b: Amount) => a ?? b;
const added = (a: Amount, b: Amount) => (a === undefined ? b : b === undefined ? a : a + b);

/** One value for all that is told of a run's items; null when it has none. */
export function hashOf({ told }: RunItems): string | null {
  return told === '' ? null : hash('md5', told);
}
