import { SECOND } from '#platform/clock.ts';
import { type Compiler, instantWithin, numberSql } from './compiler.ts';
import type { OrdersLeaf, Window } from './contract.ts';
import { spanOf } from './windows.ts';

/**
 * What a person's row carries of each paid order, by what it is called in a condition on one. One that was refunded in full
 * and is closed is there too; its refund is called `closed`, and its second is 0.
 */
const CARRIED = {
  second: 'order_second',
  at: 'order_at',
  account: 'order_account',
  paid: 'order_paid',
  refunded: 'order_refunded',
  discount: 'order_discount',
  quantity: 'order_quantity',
  refund: 'order_refund',
} as const;

/** A part and a whole, each added up over the orders; who has nothing of the whole does not have the figure. */
const SHARES = {
  average: ['paid - refunded', '1'],
  discounted_share: ['discount > 0', '1'],
  discount_share: ['discount', 'paid + discount'],
  refund_share: ['refunded', 'paid'],
} as const;

/** Days since 1970 in Shanghai. */
const DAY_NUMBER = 'toInt64(toDate32(at))';

/**
 * People by a figure over their paid orders, whatever was in them. A person's row carries the orders of all profiles, so
 * no other table is read, nothing is grouped and no profile is looked up (measured in docs/decisions/0006).
 */
export function ordersInRow(leaf: OrdersLeaf, c: Compiler): string {
  const { orders: measure, test } = leaf;
  const condition = conditionOf(leaf, c);
  // A product costs half of what choosing between the value and 0 does.
  const total = (value: string) => each('arraySum', `(${value}) * (${condition})`);
  switch (measure) {
    case 'count':
      return numberSql(each('arrayCount', condition), test, c.values);
    case 'paid':
      return numberSql(total('paid - refunded'), test, c.values);
    case 'quantity':
      return numberSql(total('quantity'), test, c.values);
    case 'span_days': {
      const days = `arrayFilter(day -> isNotNull(day), ${each('arrayMap', `if(${condition}, ${DAY_NUMBER}, NULL)`)})`;
      return `(notEmpty(${days}) and ${numberSql(`arrayMax(${days}) - arrayMin(${days})`, test, c.values)})`;
    }
    default: {
      const [part, whole] = SHARES[measure];
      return `(${total(whole)} > 0 and ${numberSql(`${total(part)} / ${total(whole)}`, test, c.values)})`;
    }
  }
}

/** On one order: a paid one, or, where full refunds are asked for, one that is closed by it. */
function conditionOf({ window, shops, refund }: OrdersLeaf, c: Compiler): string {
  const parts = whenAndRefund(window, refund, c);
  if (shops.length > 0) parts.push(`has(${c.values.ids(shops)}, account)`);
  return parts.join(' and ');
}

/** The second tells of both in half the time, where the window begins and ends with whole ones: all but those of hours. */
function whenAndRefund(window: Window | null, refund: OrdersLeaf['refund'], c: Compiler): string[] {
  const { from, to } = spanOf(window, c.now);
  const isWhole = [from, to].every(end => end === undefined || end.getTime() % SECOND === 0);
  if (refund !== null || !isWhole)
    return [refundIs(refund, c), ...(window ? [instantWithin('at', window, c)] : [])];
  const bound = (at: Date) => c.values.number(Math.max(1, at.getTime() / SECOND));
  return [from ? `second >= ${bound(from)}` : 'second > 0', ...(to ? [`second < ${bound(to)}`] : [])];
}

function refundIs(refund: OrdersLeaf['refund'], c: Compiler): string {
  if (refund === null) return `refund != 'closed'`;
  return refund === 'full' ? `refund in ('full', 'closed')` : `refund = ${c.values.string(refund)}`;
}

/** A function of arrays over the orders, given what its body names of one. */
function each(name: string, body: string): string {
  const parts = (Object.keys(CARRIED) as (keyof typeof CARRIED)[]).filter(part =>
    new RegExp(`\\b${part}\\b`).test(body),
  );
  return `${name}((${parts.join(', ')}) -> ${body}, ${parts.map(part => CARRIED[part]).join(', ')})`;
}
