import { DAY, shanghaiDate } from '#platform/clock.ts';
import type { OrdersLeaf } from './contract.ts';
import { holdsForNumber } from './numbers.ts';
import type { PersonItem, PersonOrder } from './person.ts';
import { isWithin, spanOf } from './windows.ts';

/** What names some orders: in a condition on orders and in the steps of a sequence. */
export type Which = Pick<OrdersLeaf, 'shops' | 'products' | 'productName' | 'roles'>;

export function checkOrders(leaf: OrdersLeaf, orders: readonly PersonOrder[], now: Date) {
  const span = spanOf(leaf.window, now);
  const asked = leaf.refund === 'full' ? orders : stillPaid(orders);
  const counted = ordersOf(leaf, asked).filter(
    order => isWithin(order.orderedAt, span) && (leaf.refund === null || order.refund === leaf.refund),
  );
  const actual = measure(leaf, counted);
  return { holds: actual !== null && holdsForNumber(actual, leaf.test), actual };
}

export const stillPaid = (orders: readonly PersonOrder[]) => orders.filter(order => !order.closed);

/** Orders of the shops named, with an item that is named. */
export function ordersOf(which: Which, orders: readonly PersonOrder[]): PersonOrder[] {
  return orders
    .filter(order => which.shops.length === 0 || which.shops.includes(order.accountId))
    .filter(order => !namesItems(which) || order.items.some(item => isNamed(which, item)));
}

export function namesItems({ products, productName, roles }: Which): boolean {
  return products.length > 0 || productName !== undefined || roles !== undefined;
}

function isNamed({ products, productName, roles }: Which, { productId, name, role }: PersonItem): boolean {
  const isOne = products.length === 0 || (productId !== null && products.includes(productId));
  const plays = roles === undefined || roles.some(one => one === role);
  return isOne && plays && (productName === undefined || name.includes(productName));
}

/** With items named, amounts and pieces are those of these items; what is asked of orders is asked of whole orders. */
function measure(leaf: OrdersLeaf, orders: readonly PersonOrder[]): number | null {
  const items = orders.flatMap(order => order.items.filter(item => isNamed(leaf, item)));
  const ofOrders = (value: (order: PersonOrder) => number) => sum(orders.map(value));
  switch (leaf.orders) {
    case 'count':
      return orders.length;
    case 'paid':
      return namesItems(leaf)
        ? sum(items.map(item => item.amount - item.refunded))
        : ofOrders(order => order.paid - order.refunded);
    case 'quantity':
      return namesItems(leaf) ? sum(items.map(item => item.quantity)) : ofOrders(order => order.quantity);
    case 'average':
      return divide(
        ofOrders(order => order.paid - order.refunded),
        orders.length,
      );
    case 'discounted_share':
      return divide(
        ofOrders(order => (order.discount > 0 ? 1 : 0)),
        orders.length,
      );
    case 'discount_share':
      return divide(
        ofOrders(order => order.discount),
        ofOrders(order => order.paid + order.discount),
      );
    case 'refund_share':
      return divide(
        ofOrders(order => order.refunded),
        ofOrders(order => order.paid),
      );
    case 'span_days': {
      const days = orders.map(order => Date.parse(shanghaiDate(order.orderedAt)) / DAY);
      return days.length === 0 ? null : Math.max(...days) - Math.min(...days);
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((before, value) => before + value, 0);
}

function divide(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
