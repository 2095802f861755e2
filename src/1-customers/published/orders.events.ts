import { sql } from 'kysely';
import { z } from 'zod';
import { fen, id, instant } from '#platform/contract.ts';
import { rowsOf } from '#platform/webhooks/lookups.ts';
import { type PublishedEvent, publish } from '#platform/webhooks/published.ts';

/** An order as it stands when its event is read; money in fen. Buyer, address and goods stay here. */
const order = z.object({
  id: id('ord'),
  orderNo: z.string(),
  payment: z.string(),
  fulfilment: z.string(),
  refund: z.string(),
  currency: z.string(),
  goods: fen,
  freight: fen,
  discount: fen,
  paid: fen,
  refunded: fen,
  quantity: z.number().int(),
  orderedAt: instant,
  paidAt: instant.nullable(),
  completedAt: instant.nullable(),
});

const refund = z.object({
  refundNo: z.string(),
  orderNo: z.string().nullable(),
  amount: fen,
  status: z.string(),
  appliedAt: instant.nullable(),
  finishedAt: instant.nullable(),
});

function orderEvent(type: string, title: PublishedEvent['title']): PublishedEvent {
  return publish({
    type,
    title,
    data: z.object({ order }),
    tell: async (tx, events) => {
      const orderOf = await rowsOf(
        tx,
        events,
        'orderId',
        ids =>
          sql<z.output<typeof order>>`
            select id, order_no, payment, fulfilment, refund, currency, goods, freight, discount, paid, refunded, quantity,
              ordered_at, paid_at, completed_at from orders where id = ${ids}`,
      );
      return events.map(event => {
        const found = orderOf(event);
        return found && { order: found };
      });
    },
  });
}

/** Orders of every shop, matched to a person or not. */
export const orderEvents: PublishedEvent[] = [
  orderEvent('order.placed', { zh: '新订单', en: 'Order placed' }),
  orderEvent('order.changed', { zh: '订单变更', en: 'Order changed' }),
  orderEvent('order.matched', { zh: '订单匹配到客户', en: 'Order matched to a customer' }),
  publish({
    type: 'refund.placed',
    title: { zh: '退款（无订单）', en: 'Refund without an order' },
    data: z.object({ refund }),
    tell: async (tx, events) => {
      const refundOf = await rowsOf(
        tx,
        events,
        'refundId',
        ids =>
          sql<z.output<typeof refund> & { id: number }>`
            select id, refund_no, order_no, amount, status, applied_at, finished_at from refunds where id = ${ids}`,
      );
      return events.map(event => {
        const found = refundOf(event);
        return found && { refund: found };
      });
    },
  }),
];
