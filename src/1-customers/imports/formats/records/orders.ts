import type { Fen } from '#platform/money.ts';
import { FIELD_NAMES, type Field, isOfOrder } from '../fields.ts';
import type { Format } from '../format.ts';
import type { ExactSum } from '../values/amounts.ts';
import { placeOf, provinceName } from '../values/places.ts';
import { type OrderState, orderState, refundState } from '../values/statuses.ts';
import { MAX_TEXT } from './issues.ts';
import type { ItemReader } from './items.ts';
import type { OrderItem, OrderLine } from './records.ts';
import type { Columns, RowReader } from './row-reader.ts';

/**
 * Reads order rows. Rows of one order that follow each other may leave out what the first has said (merged cells,
 * exports that name the order once): time and state are then the previous row's.
 */
export class OrderReader {
  #format: Format;
  #items: ItemReader;
  #amounts: ExactSum;
  #knowsPeople: boolean;
  #previous: OrderLine | undefined;
  #ofOrder: readonly number[];
  /** The row before, when it can be taken for what its like will say. */
  #before: { cells: readonly string[]; line: OrderLine } | undefined;

  constructor(format: Format, { positions, further }: Columns, items: ItemReader, amounts: ExactSum) {
    this.#knowsPeople = PEOPLE.some(field => positions[field] !== undefined);
    this.#ofOrder = FIELD_NAMES.filter(isOfOrder).flatMap(field => [
      ...(positions[field] === undefined ? [] : [positions[field]]),
      ...(further[field] ?? []),
    ]);
    this.#format = format;
    this.#items = items;
    this.#amounts = amounts;
  }

  read(row: RowReader, orderNo: string | undefined): OrderLine | undefined {
    const line = this.#whole(row, orderNo);
    if (row.rejected || orderNo === undefined || line === undefined) return undefined;
    line.orderNo = orderNo;
    return this.#taken(line);
  }

  /** The line before, where a row says of its order all that was said there, as the lines of an order do. */
  before(row: RowReader): OrderLine | undefined {
    const before = this.#before;
    if (!before) return undefined;
    for (const column of this.#ofOrder) if (row.cells[column] !== before.cells[column]) return undefined;
    return before.line;
  }

  /** Such a row: only what was bought is read anew. */
  readAgain(row: RowReader, before: OrderLine): OrderLine | undefined {
    const line = { ...before, rowNo: row.rowNo, item: this.#items.read(row) };
    return row.rejected ? undefined : this.#taken(line);
  }

  #taken(line: OrderLine): OrderLine {
    if (line.item) this.#items.count(this.#amounts, line.item);
    this.#previous = line;
    return line;
  }

  #whole(row: RowReader, orderNo: string | undefined): OrderLine | undefined {
    const again = this.#previous?.orderNo === orderNo ? this.#previous : undefined;
    const silent = again !== undefined && row.cell('orderedAt') === '';
    const orderedAt = silent ? again.orderedAt : row.instant('orderedAt', 'required');
    const item = this.#items.read(row);
    const line = this.#draft(row, again, item);
    if (orderedAt === undefined) return undefined;
    line.orderedAt = orderedAt;
    // What a row has left to others, warns of, or reckons from what was bought is not what its like would say.
    const isPlain = row.isFlawless && !silent && line.amountsPer === 'order';
    this.#before = isPlain ? { cells: row.cells, line } : undefined;
    return line;
  }

  /** All but the number and the time. One literal, no spreading: it is made for every row (a fifth less time in all). */
  #draft(row: RowReader, again: OrderLine | undefined, item: OrderItem | undefined): OrderLine {
    const paidAt = row.instant('paidAt');
    const money = readMoney(row, this.#format, item);
    const state = again && row.cell('status') === '' ? again : readState(row, paidAt, money);
    const settled = settle(row, state, paidAt, money);
    const people = this.#knowsPeople ? readPeople(row) : NOBODY;
    return {
      kind: 'order',
      rowNo: row.rowNo,
      orderNo: '',
      orderedAt: NEVER,
      paidAt,
      completedAt: row.instant('completedAt'),
      payment: state.payment,
      fulfilment: state.fulfilment,
      refund: settled.refund,
      statusText: state.statusText,
      amountsPer: this.#format.amountsPer ?? 'order',
      goods: money.goods,
      freight: money.freight,
      discount: money.discount,
      paid: settled.paid,
      refunded: settled.refunded,
      quantity: row.quantity('orderQuantity'),
      buyer: row.openId('buyer'),
      buyerName: people.buyerName,
      buyerPhone: people.buyerPhone,
      receiverName: people.receiverName,
      receiverPhone: people.receiverPhone,
      maskedPhone: people.maskedPhone,
      province: people.province,
      city: people.city,
      memberName: row.name('memberName'),
      distributorName: row.name('distributorName'),
      source: row.text('source', MAX_TEXT),
      item,
      currency: readCurrency(row),
    };
  }
}

const NEVER = new Date(0);

type Money = Pick<OrderLine, 'goods' | 'freight' | 'discount' | 'paid' | 'refunded'> & {
  payable: Fen | undefined;
};
type State = Pick<OrderLine, 'payment' | 'fulfilment' | 'refund' | 'statusText'>;

function readMoney(row: RowReader, format: Format, item: OrderItem | undefined): Money {
  const perLine = format.amountsPer === 'line';
  return {
    goods: row.fen('goods') ?? (perLine && item ? item.price * item.quantity : undefined),
    freight: row.fen('freight'),
    discount: row.fen('discount', 'either'),
    paid: row.fen('paid'),
    payable: row.fen('payable'),
    refunded: row.fen('refunded', 'either'),
  };
}

function readState(row: RowReader, paidAt: Date | undefined, money: Money): State {
  const statusText = row.text('status');
  const known = statusText === undefined ? undefined : orderState(statusText);
  if (known) return { ...onDelivery(row, known), statusText };
  if (statusText !== undefined) row.warn('status', 'unknown_status', statusText);
  // A file without any word on state is a list of what was sold.
  const sold = !row.has('status') && !row.has('paidAt');
  if (sold || row.cell('completedAt') !== '')
    return { payment: 'paid', fulfilment: 'delivered', refund: 'none', statusText };
  const paid = paidAt !== undefined || (money.paid ?? 0) > 0;
  return {
    payment: paid ? 'paid' : 'due',
    fulfilment: paid ? 'processing' : 'none',
    refund: 'none',
    statusText,
  };
}

/** 货到付款: the money comes with the parcel. */
function onDelivery(row: RowReader, state: OrderState): OrderState {
  const waiting = state.payment === 'paid' && state.fulfilment !== 'delivered';
  return waiting && row.cell('payMethod').includes('货到付款') ? { ...state, payment: 'due' } : state;
}

/** Amounts and words put together: what was really paid, and how much of it has gone back. */
function settle(row: RowReader, state: State, paidAt: Date | undefined, money: Money) {
  const { payment } = state;
  const paid = money.paid ?? paidOfDue(money.payable, payment, paidAt);
  // An order that was closed after it had been paid has been paid back.
  const undone = payment === 'closed' && (paidAt !== undefined || (paid ?? 0) > 0);
  const said = saidRefund(row, undone ? 'full' : state.refund);
  const refunded = money.refunded ?? (said === 'full' ? paid : undefined);
  const known = paid !== undefined && refunded !== undefined && refunded > 0;
  const refund: OrderLine['refund'] = !known ? said : refunded >= paid ? 'full' : 'partial';
  return { refund, paid, refunded };
}

/** Files that name only the amount due: it was paid when the order was. */
function paidOfDue(payable: Fen | undefined, payment: State['payment'], paidAt: Date | undefined) {
  if (payable === undefined) return undefined;
  return payment === 'paid' || (payment === 'closed' && paidAt !== undefined) ? payable : 0;
}

function saidRefund(row: RowReader, otherwise: State['refund']): State['refund'] {
  const text = row.cell('afterSale');
  if (text === '') return otherwise;
  const said = refundState(text);
  if (said === undefined) row.warn('afterSale', 'unknown_status', text);
  return said === undefined || said === 'none' ? otherwise : said;
}

type People = Pick<
  OrderLine,
  'buyerName' | 'buyerPhone' | 'receiverName' | 'receiverPhone' | 'maskedPhone' | 'province' | 'city'
>;

const NOBODY: People = {
  buyerName: undefined,
  buyerPhone: undefined,
  receiverName: undefined,
  receiverPhone: undefined,
  maskedPhone: undefined,
  province: undefined,
  city: undefined,
};

const PEOPLE: readonly Field[] = [
  ...(['buyerName', 'buyerPhone', 'receiverName', 'receiverPhone', 'province', 'city', 'address'] as const),
];

function readPeople(row: RowReader): People {
  const buyerPhone = row.phone('buyerPhone');
  const receiverPhone = row.phone('receiverPhone');
  const place = placeOf(row.cell('address'));
  const province = row.text('province');
  return {
    buyerName: row.name('buyerName'),
    buyerPhone: buyerPhone.e164,
    receiverName: row.name('receiverName'),
    receiverPhone: receiverPhone.e164,
    maskedPhone: buyerPhone.shown ?? receiverPhone.shown,
    province: province === undefined ? place.province : provinceName(province),
    city: row.text('city') ?? place.city,
  };
}

export function readCurrency(row: RowReader): string {
  const text = row.cell('currency').toUpperCase();
  if (text === '' || text === '人民币') return row.style.currency;
  if (/^[A-Z]{3}$/.test(text)) return text;
  row.reject('currency', 'bad_currency', text);
  return row.style.currency;
}
