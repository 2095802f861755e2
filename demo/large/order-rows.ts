import { MINUTE } from '#platform/clock.ts';
import { goodsOf, quantityOf } from '../people/baskets.ts';
import type { Order } from '../people/orders.ts';
import type { Person } from '../people/person.ts';
import { shopOf } from '../shop/company.ts';
import { ACTOR, addIdentity, type Making } from './making.ts';
import type { Rows } from './tables.ts';
import { type Numbered, orderValues } from './value-rows.ts';

/** @returns what the orders brought, or undefined when there are none that count. */
export function addOrders(
  rows: Rows,
  making: Making,
  person: Person,
  orders: readonly Order[],
  customerId: number,
): number | undefined {
  const known = new Set<string>();
  const counting: Numbered[] = [];
  for (const order of orders) {
    const buyer = buyerOf(person, order);
    const account = making.frame.shops.get(order.shop) ?? 0;
    if (buyer && !known.has(order.shop)) {
      known.add(order.shop);
      const key = [customerId, 'buyer', account, buyer, null, buyer, 'shop'];
      addIdentity(rows, making, key, making.instants.text(order.at));
    }
    // Whom neither an account nor a phone names, the shop cannot tell.
    const match = buyer ? 'buyer' : person.showsPhone ? 'phone' : 'none';
    const numbered = addOrder(rows, making, order, { customerId, account, match });
    if (match !== 'none' && order.state !== 'closed' && order.state !== 'refunded') counting.push(numbered);
  }
  return counting.length > 0 ? orderValues(rows, making, customerId, counting) : undefined;
}

/** Youzan knows its buyers by their phones only. */
function buyerOf(person: Person, { shop }: Order): string | undefined {
  if (shop === 'mall') return undefined;
  return shop === 'tmall' ? person.tmallName : person.card;
}

const STATE: Record<Order['state'], [payment: string, fulfilment: string]> = {
  paid: ['paid', 'processing'],
  shipped: ['paid', 'shipped'],
  completed: ['paid', 'delivered'],
  closed: ['closed', 'none'],
  refunded: ['closed', 'none'],
};

type Whose = { customerId: number; account: number; match: 'buyer' | 'phone' | 'none' };

function addOrder(rows: Rows, making: Making, order: Order, { customerId, account, match }: Whose): Numbered {
  const { frame, numbers, instants, made } = making;
  const id = numbers.take('order');
  const owner = match === 'none' ? null : customerId;
  const { lines, freight, discount, refunded, state, shop, orderNo } = order;
  const goods = goodsOf(lines);
  const paid = state === 'closed' ? 0 : goods - discount + freight;
  const [payment, fulfilment] = STATE[state];
  const refund = refunded === 0 ? 'none' : refunded >= paid ? 'full' : 'partial';
  const at = instants.text(order.at);
  const paidAt = state === 'closed' ? null : instants.text(order.at + MINUTE);
  rows.orders.push([
    ...[id, account, orderNo, owner, match, payment, fulfilment, refund, goods, freight, discount, paid],
    ...[refunded, quantityOf(lines), at, paidAt, shopOf(shop).name, made],
  ]);
  lines.forEach(({ product: { sku, name, price }, quantity }, line) => {
    const product = frame.products.get(`${shop} ${sku}`);
    rows.order_items.push([id, line + 1, product, name, sku, quantity, price, price * quantity]);
  });
  const data = `{"orderId":${id},"orderNo":"${orderNo}","paid":${paid},"payment":"${payment}"}`;
  rows.events.push(['order.placed', owner, account, at, made, ACTOR, data]);
  return { id, order, paid, at: paidAt ?? at };
}
