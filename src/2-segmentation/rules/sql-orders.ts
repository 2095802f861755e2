import { namesItems, type Which } from './check-orders.ts';
import { byCount, byFigure, byNumber, type Compiler, instantWithin, whose } from './compiler.ts';
import type { OrdersLeaf } from './contract.ts';
import { ordersInRow } from './sql-order-row.ts';

/** Figures that need an order: a part and a whole, each added up over a person's profiles. */
const FIGURES = {
  average: ['sum(paid - refunded)', 'count()'],
  discounted_share: ['countIf(discount > 0)', 'count()'],
  discount_share: ['sum(discount)', 'sum(paid + discount)'],
  refund_share: ['sum(refunded)', 'sum(paid)'],
} as const;

const PAID = `payment = 'paid'`;

/** An order that is refunded in full is closed by most shops: it was paid. */
const paidOf = ({ refund }: OrdersLeaf) => (refund === 'full' ? `payment in ('paid', 'closed')` : PAID);

export function ordersSql(leaf: OrdersLeaf, c: Compiler): string {
  if (!namesItems(leaf)) return ordersInRow(leaf, c);
  const { orders: measure, test } = leaf;
  const orders = [whichOrders(leaf, c, paidOf(leaf)), instantWithin('ordered_at', leaf.window, c)];
  if (leaf.refund !== null) orders.push(`refund = ${c.values.string(leaf.refund)}`);
  const from = `from orders final where ${orders.join(' and ')}`;
  const select = (what: string) => `select customer_id, ${what} ${from} group by customer_id`;
  switch (measure) {
    case 'count':
      return byCount(from, test, c);
    case 'paid':
    case 'quantity': {
      const items = `select customer_id, ${OF_ITEMS[measure]} as v from order_items final
        where ${whichItems(leaf, c, paidOf(leaf))} and order_id in (select id from orders final where ${orders.join(' and ')}) group by customer_id`;
      return byNumber(items, 'sum(v)', test, c);
    }
    case 'span_days': {
      const perProfile = select(`min(${DAY_NUMBER}) as first, max(${DAY_NUMBER}) as last`);
      return byFigure(perProfile, { total: 'max(last) - min(first)', isThere: 'count() > 0' }, test, c);
    }
    default: {
      const [part, whole] = FIGURES[measure];
      const perProfile = select(`${part} as part, ${whole} as whole`);
      return byFigure(perProfile, { total: 'sum(part) / sum(whole)', isThere: 'sum(whole) > 0' }, test, c);
    }
  }
}

/** With items named, amounts and pieces are those of these items. */
const OF_ITEMS = { paid: 'sum(amount - refunded)', quantity: 'sum(quantity)' } as const;

/** Days since 1970 in Shanghai. */
const DAY_NUMBER = 'toInt64(toDate32(ordered_at))';

/** Paid orders of the shops named, with an item that is named. */
export function whichOrders(which: Which, c: Compiler, paid = PAID): string {
  const parts = [paid, whose(c)];
  if (which.shops.length > 0) parts.push(`account_id in ${c.values.ids(which.shops)}`);
  if (namesItems(which))
    parts.push(`id in (select order_id from order_items final where ${whichItems(which, c, paid)})`);
  return parts.join(' and ');
}

function whichItems({ products, productName, roles }: Which, c: Compiler, paid: string): string {
  const parts = [paid, whose(c)];
  if (products.length > 0) parts.push(`product_id in ${c.values.ids(products)}`);
  if (roles) parts.push(`product_id in ${c.values.ids(roles.flatMap(role => c.roles.get(role) ?? []))}`);
  if (productName !== undefined) parts.push(`position(name, ${c.values.string(productName)}) > 0`);
  return parts.join(' and ');
}
