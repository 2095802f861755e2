import type { youzan } from '#channels';
import { text } from '#platform/contract.ts';
import { parseFen } from '#platform/money.ts';
import type { OrderItem, OrderLine, RefundLine } from '../imports/formats/records/records.ts';
import { readPhone } from '../imports/formats/values/phones.ts';
import { provinceName } from '../imports/formats/values/places.ts';
import { readTime } from '../imports/formats/values/times.ts';
import type { Told } from '../live-orders/newest.ts';

const paid = (fulfilment: OrderLine['fulfilment']) => ({ payment: 'paid' as const, fulfilment });
const STATES: Record<string, Pick<OrderLine, 'payment' | 'fulfilment'>> = {
  WAIT_BUYER_PAY: { payment: 'due', fulfilment: 'none' },
  TRADE_PAID: paid('processing'),
  WAIT_CONFIRM: paid('processing'),
  WAIT_SELLER_SEND_GOODS: paid('processing'),
  WAIT_BUYER_CONFIRM_GOODS: paid('shipped'),
  TRADE_SUCCESS: paid('delivered'),
  TRADE_CLOSED: { payment: 'closed', fulfilment: 'none' },
};
/** What Siyu's files call these states, so that an order has one status word however it came. */
const STATUS_WORDS: Record<string, string> = {
  WAIT_BUYER_PAY: '等待买家付款',
  WAIT_SELLER_SEND_GOODS: '等待卖家发货',
  WAIT_BUYER_CONFIRM_GOODS: '卖家已发货',
  TRADE_SUCCESS: '交易成功',
  TRADE_CLOSED: '交易关闭',
};

export type TradeFault = 'unknown_status' | 'bad_amount' | 'bad_time' | 'bad_refund';
export type ReadTrade = { told: Told[]; fault?: TradeFault };

/**
 * An order of Youzan's API as lines of an order file say it, and its refunds; nothing of one that cannot be read, and why.
 * A refund that cannot be read is left out of its order.
 */
export function readTrade(trade: youzan.Trade, options: youzan.YouzanOptions, now: Date): ReadTrade {
  const { order_info: order, pay_info: pay, orders } = trade.full_order_info;
  const state = Object.hasOwn(STATES, order.status) ? STATES[order.status] : undefined;
  if (!state) return { told: [], fault: 'unknown_status' };
  const orderedAt = timeOf(order.created);
  if (!orderedAt) return { told: [], fault: 'bad_time' };
  const items = orders.map(itemOf);
  const paidFen = yuan(pay?.real_payment ?? pay?.payment);
  const refunds = (trade.refund_order ?? []).map(one => refundOf(order.tid, one, options));
  if (paidFen === undefined || items.includes(undefined)) return { told: [], fault: 'bad_amount' };
  const changed = timeOf(order.update_time) ?? now;
  const at = changed < now ? changed : now;
  const line = lineOf(trade, state, orderedAt, paidFen);
  const lines = items.length > 0 ? items.map(item => ({ ...line, item })) : [line];
  return {
    told: [
      ...lines.map(record => ({ at, record })),
      ...refunds.flatMap(record => (record ? [{ at, record }] : [])),
    ],
    ...(refunds.includes(undefined) && { fault: 'bad_refund' }),
  };
}

function lineOf(
  { full_order_info: { order_info: order, buyer_info, address_info, pay_info, source_info } }: youzan.Trade,
  state: Pick<OrderLine, 'payment' | 'fulfilment'>,
  orderedAt: Date,
  paidFen: number,
): OrderLine {
  const buyerPhone = readPhone(buyer_info?.buyer_phone ?? '');
  const receiverPhone = readPhone(address_info?.receiver_tel ?? '');
  return {
    ...{ kind: 'order', rowNo: 0, orderNo: order.tid, orderedAt, amountsPer: 'order', currency: 'CNY' },
    ...state,
    refund: 'none',
    // Before it is paid, the amount is what is due; one that was closed unpaid has no time of payment.
    paid: state.payment === 'due' || (state.payment === 'closed' && !order.pay_time) ? 0 : paidFen,
    paidAt: timeOf(order.pay_time),
    completedAt: timeOf(order.success_time),
    statusText: STATUS_WORDS[order.status] ?? order.status,
    goods: undefined,
    freight: yuan(pay_info?.post_fee),
    discount: undefined,
    refunded: undefined,
    quantity: undefined,
    buyer: filled(buyer_info?.yz_open_id),
    buyerName: filled(buyer_info?.fans_nickname),
    buyerPhone: buyerPhone.e164,
    receiverName: filled(address_info?.receiver_name),
    receiverPhone: receiverPhone.e164,
    maskedPhone: buyerPhone.shown ?? receiverPhone.shown,
    province: address_info?.delivery_province ? provinceName(address_info.delivery_province) : undefined,
    city: filled(address_info?.delivery_city),
    memberName: undefined,
    distributorName: undefined,
    source: filled(source_info?.source?.platform),
    item: undefined,
  };
}

/** Known by the merchant's code or the title, as in Youzan's files, so that a product is one however it came. */
function itemOf(item: youzan.Trade['full_order_info']['orders'][number]): OrderItem | undefined {
  const price = yuan(item.price);
  if (price === undefined || price * item.num > MOST) return undefined;
  return {
    subOrderNo: filled(item.oid),
    externalId: undefined,
    sku: filled(item.outer_item_id),
    spec: specOf(item.sku_properties_name),
    name: item.title,
    quantity: item.num,
    price,
    amount: yuan(item.payment) ?? price * item.num,
    refunded: 0,
  };
}

/** Either words, or a list of `{k, v}` written as JSON. */
function specOf(text: string | null | undefined): string | undefined {
  if (!text?.startsWith('[')) return filled(text);
  try {
    const parts = JSON.parse(text) as { v?: unknown }[];
    return filled(parts.flatMap(part => (typeof part?.v === 'string' ? [part.v] : [])).join(' '));
  } catch {
    return filled(text);
  }
}

function refundOf(
  tid: string,
  refund: Record<string, unknown>,
  options: youzan.YouzanOptions,
): RefundLine | undefined {
  const [no, amount, state] = [options.refundNo, options.refundAmount, options.refundState].map(name =>
    refund[name] === undefined || refund[name] === null
      ? undefined
      : text(100).safeParse(String(refund[name])).data,
  );
  const fen = yuan(amount);
  if (!no || fen === undefined) return undefined;
  const is = (states: readonly string[]) => state !== undefined && states.includes(state);
  return {
    ...{ kind: 'refund', rowNo: 0, refundNo: no, line: 1, orderNo: tid, amount: fen, currency: 'CNY' },
    status: is(options.refundDone) ? 'done' : is(options.refundClosed) ? 'closed' : 'open',
    statusText: state,
    ...{ subOrderNo: undefined, buyer: undefined, refundKind: undefined, reason: undefined },
    ...{ appliedAt: undefined, finishedAt: undefined },
    item: { externalId: undefined, sku: undefined, name: undefined, quantity: undefined },
  };
}

/** 1,000 million yuan: more is a mistake. */
const MOST = 100_000_000_000;

function yuan(text: string | null | undefined): number | undefined {
  const parsed = text ? parseFen(text) : undefined;
  return parsed && !parsed.rounded && parsed.fen >= 0 && parsed.fen <= MOST ? parsed.fen : undefined;
}

/** `2026-06-03 12:00:00` in Beijing, or milliseconds. */
export function timeOf(text: string | null | undefined): Date | undefined {
  if (!text) return undefined;
  return /^\d{13}$/.test(text) ? new Date(Number(text)) : readTime(text);
}

const filled = (text: string | null | undefined) => (text ? text : undefined);
