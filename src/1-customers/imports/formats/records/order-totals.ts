import type { Fen } from '#platform/money.ts';
import type { OrderLine } from './records.ts';

/** One order, put together from its rows. */
export type OrderTotals = Pick<
  OrderLine,
  'orderNo' | 'orderedAt' | 'paidAt' | 'completedAt' | 'payment' | 'fulfilment' | 'refund'
> & { goods: Fen; freight: Fen; discount: Fen; paid: Fen; refunded: Fen; quantity: number };

type Amount = 'goods' | 'freight' | 'discount' | 'paid' | 'refunded';

const STEPS: OrderLine['fulfilment'][] = ['none', 'processing', 'shipped', 'delivered'];

/**
 * How the rows of one order make one order; the set-wise load does the same in SQL.
 *
 * Amounts: with `amountsPer: 'line'` the sum of the lines, otherwise the first one that is given. Where no row gives
 * one, the items do: goods = Σ price × quantity, refunded = Σ item.refunded, quantity = Σ item.quantity, and
 * paid = Σ item.amount + freight for an order that was paid.
 * State: paid when any line is; closed when all are; as far on its way as its slowest line that is not closed.
 */
export function orderOf(lines: readonly OrderLine[]): OrderTotals {
  const [first] = lines;
  if (!first) throw new Error('An order has at least one line');
  const items = lines.flatMap(({ item }) => item ?? []);
  const payment = paymentOf(lines);
  const freight = amountOf(lines, 'freight') ?? 0;
  const bought = sum(items.map(item => item.amount)) + freight;
  const paid = amountOf(lines, 'paid') ?? (payment === 'paid' ? bought : 0);
  const refunded = amountOf(lines, 'refunded') ?? sum(items.map(item => item.refunded));
  return {
    orderNo: first.orderNo,
    orderedAt: first.orderedAt,
    paidAt: lines.find(line => line.paidAt)?.paidAt,
    completedAt: lines.find(line => line.completedAt)?.completedAt,
    payment,
    fulfilment: fulfilmentOf(lines),
    refund: refundOf(lines, paid, refunded),
    goods: amountOf(lines, 'goods') ?? sum(items.map(item => item.price * item.quantity)),
    freight,
    discount: amountOf(lines, 'discount') ?? 0,
    paid,
    refunded,
    quantity: lines.find(line => line.quantity)?.quantity ?? sum(items.map(item => item.quantity)),
  };
}

function amountOf(lines: readonly OrderLine[], amount: Amount): Fen | undefined {
  const given = lines.map(line => line[amount]).filter(value => value !== undefined);
  return lines[0]?.amountsPer === 'line' && given.length > 0 ? sum(given) : given[0];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function paymentOf(lines: readonly OrderLine[]): OrderLine['payment'] {
  if (lines.some(line => line.payment === 'paid')) return 'paid';
  return lines.every(line => line.payment === 'closed') ? 'closed' : 'due';
}

function fulfilmentOf(lines: readonly OrderLine[]): OrderLine['fulfilment'] {
  const open = lines.filter(line => line.payment !== 'closed');
  const steps = (open.length > 0 ? open : lines).map(line => STEPS.indexOf(line.fulfilment));
  return STEPS[Math.min(...steps)] ?? 'none';
}

function refundOf(lines: readonly OrderLine[], paid: Fen, refunded: Fen): OrderLine['refund'] {
  if (lines.every(line => line.refund === 'full')) return 'full';
  if (refunded > 0) return refunded >= paid ? 'full' : 'partial';
  return lines.some(line => line.refund !== 'none') ? 'partial' : 'none';
}
