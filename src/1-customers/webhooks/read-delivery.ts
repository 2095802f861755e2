import { z } from 'zod';
import { type Language, say, type Words } from '#platform/contract.ts';
import { jsonIn } from '#platform/http/body.ts';
import { INVALID_REQUEST, Problem } from '#platform/http/problem.ts';
import type { OrderItem, OrderLine, RefundLine } from '../imports/formats/records/records.ts';
import { readPhone } from '../imports/formats/values/phones.ts';
import { provinceName } from '../imports/formats/values/places.ts';
import { orderState } from '../imports/formats/values/statuses.ts';
import type { Told } from '../live-orders/newest.ts';
import { deliveryEnvelope, type deliveryFault } from './contract.ts';
import { type OrderBody, orderBody, type RefundBody, refundBody } from './delivery-body.ts';

export type DeliveryFault = z.output<typeof deliveryFault>;
export type Delivery = { key: string; told: Told[]; accepted: number; faults: DeliveryFault[] };

const WORDS = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/**
 * What a delivery says. Orders and refunds that are not as they should be are told one by one and stop no other.
 * @throws Problem when it is no delivery at all.
 */
export function readDelivery(bytes: Uint8Array, receivedAt: Date, language: Language): Delivery {
  const envelope = deliveryEnvelope.safeParse(jsonIn(bytes), { error: WORDS[language] });
  if (!envelope.success) {
    const errors = faultsOf(envelope.error, 'body', language);
    throw new Problem(INVALID_REQUEST, { count: errors.length }, errors);
  }
  const { id, amounts, orders, refunds } = envelope.data;
  const delivery: Delivery = { key: id, told: [], accepted: 0, faults: [] };
  const each = <Body>(list: unknown[], path: string, schema: z.ZodType<Body>, tell: (body: Body) => Told[]) =>
    list.forEach((one, i) => {
      const read = schema.safeParse(one, { error: WORDS[language] });
      if (!read.success) {
        delivery.faults.push(...faultsOf(read.error, `${path}[${i}]`, language));
        return;
      }
      delivery.told.push(...tell(read.data));
      delivery.accepted += 1;
    });
  each<OrderBody>(orders, 'orders', orderBody(amounts), body => toldOrder(body, receivedAt));
  const lines = new RefundLines();
  each<RefundBody>(refunds, 'refunds', refundBody(amounts), body => [
    toldRefund(body, lines.of(body, notAfter(body.updatedAt, receivedAt))),
  ]);
  return delivery;
}

function faultsOf(error: z.ZodError, at: string, language: Language): DeliveryFault[] {
  return error.issues.map(issue => {
    const words = issue.code === 'custom' ? (issue.params?.words as Words | undefined) : undefined;
    const said = words
      ? { code: issue.message, message: say(words, language) }
      : { code: issue.code, message: issue.message };
    return { path: [at, ...issue.path].join('.'), ...said };
  });
}

/** A clock of theirs that is ahead must not make everything that comes later look old. */
const notAfter = (told: Date | null | undefined, received: Date) =>
  new Date(Math.min((told ?? received).getTime(), received.getTime()));

function toldOrder(body: OrderBody, receivedAt: Date): Told[] {
  const at = notAfter(body.updatedAt, receivedAt);
  const line = lineOf(body);
  if (body.items.length === 0) return [{ at, record: line }];
  return body.items.map(item => ({ at, record: { ...line, item: itemOf(item) } }));
}

function lineOf(body: OrderBody): OrderLine {
  const { buyer, receiver } = body;
  const state = orderState(body.status) ?? { payment: 'due', fulfilment: 'none', refund: 'none' };
  const [buyerPhone, receiverPhone] = [readPhone(buyer?.phone ?? ''), readPhone(receiver?.phone ?? '')];
  return {
    kind: 'order',
    rowNo: 0,
    ...state,
    orderNo: body.orderNo,
    orderedAt: body.orderedAt,
    paidAt: body.paidAt ?? undefined,
    completedAt: body.completedAt ?? undefined,
    statusText: body.status,
    amountsPer: 'order',
    goods: body.goods ?? undefined,
    freight: body.freight ?? undefined,
    discount: body.discount ?? undefined,
    paid: body.paid,
    refunded: body.refunded ?? undefined,
    quantity: undefined,
    buyer: buyer?.id ?? undefined,
    buyerName: filled(buyer?.name),
    buyerPhone: buyerPhone.e164,
    receiverName: filled(receiver?.name),
    receiverPhone: receiverPhone.e164,
    maskedPhone: buyerPhone.shown ?? receiverPhone.shown,
    province: receiver?.province ? provinceName(receiver.province) : undefined,
    city: filled(receiver?.city),
    memberName: filled(body.staff),
    distributorName: undefined,
    source: filled(body.source),
    item: undefined,
    currency: body.currency,
  };
}

function itemOf(item: OrderBody['items'][number]): OrderItem {
  const { id, sku, name, spec, quantity, price, amount, refunded } = item;
  return {
    subOrderNo: undefined,
    externalId: id ?? undefined,
    sku: sku ?? undefined,
    spec: filled(spec),
    name,
    quantity,
    price,
    amount: amount ?? price * quantity,
    refunded: refunded ?? 0,
  };
}

/** Which line of its refund an entry is: entries of one number and time are its items; the same item again replaces. */
class RefundLines {
  readonly #known = new Map<string, { at: Date; items: string[] }>();

  of({ refundNo, item }: RefundBody, time: Date): { at: Date; line: number } {
    const key = `${time.getTime()} ${refundNo}`;
    const { at, items } = this.#known.get(key) ?? { at: time, items: [] };
    this.#known.set(key, { at, items });
    const name = item?.id ?? item?.sku ?? item?.name ?? '';
    if (!items.includes(name)) items.push(name);
    return { at, line: items.indexOf(name) + 1 };
  }
}

function toldRefund(body: RefundBody, { at, line }: { at: Date; line: number }): Told {
  const record: RefundLine = {
    kind: 'refund',
    rowNo: 0,
    refundNo: body.refundNo,
    line,
    orderNo: body.orderNo,
    subOrderNo: undefined,
    buyer: undefined,
    status: body.status,
    statusText: body.status,
    refundKind: filled(body.kind),
    amount: body.amount,
    appliedAt: body.appliedAt ?? undefined,
    finishedAt: body.finishedAt ?? undefined,
    reason: filled(body.reason),
    item: {
      externalId: body.item?.id ?? undefined,
      sku: body.item?.sku ?? undefined,
      name: filled(body.item?.name),
      quantity: body.item?.quantity ?? undefined,
    },
    currency: 'CNY',
  };
  return { at, record };
}

const filled = (text: string | null | undefined) => (text ? text : undefined);
