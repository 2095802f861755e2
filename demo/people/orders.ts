import { DAY, HOUR, MINUTE, SECOND, shanghaiDate } from '#platform/clock.ts';
import type { Fen } from '#platform/money.ts';
import { between, type Random } from '#platform/random.ts';
import type { Calendar } from '../shop/calendar.ts';
import { type ShopCode, shopOf } from '../shop/company.ts';
import { basketOf, goodsOf, type Line } from './baskets.ts';
import { chanceOf, happens, weighted } from './chance.ts';
import type { Person } from './person.ts';
import { type Visit, visitsOf } from './visits.ts';

/** An order as it stands now, before any shop has written it down. Amounts are fen, instants milliseconds. */
export type Order = {
  orderNo: string;
  person: Person;
  shop: ShopCode;
  at: number;
  lines: Line[];
  discount: Fen;
  freight: Fen;
  state: OrderState;
  /** What was paid back. */
  refunded: Fen;
};
export type OrderState = 'paid' | 'shipped' | 'completed' | 'closed' | 'refunded';

const NEVER_PAID = 0.02;
const TAKEN_BACK = { online: 0.022, store: 0.006 };
const PARTLY_BACK = 0.006;
const FREE_DELIVERY_FROM = 99_00;
const DELIVERY = 6_00;

/** All orders of a person up to now, oldest first; the same for the same seed, index and today. */
export function ordersOf(seed: number, person: Person, calendar: Calendar, frequency = 1): Order[] {
  const random = chanceOf(seed, 2, person.index);
  const orders: Order[] = [];
  for (const visit of visitsOf(random, person, calendar, frequency)) {
    const order = orderAt(random, person, calendar, visit, orders.length);
    if (order && order.at < calendar.now) orders.push(order);
  }
  return orders;
}

function orderAt(
  random: Random,
  person: Person,
  calendar: Calendar,
  { day: index, basket }: Visit,
  count: number,
): Order | undefined {
  const day = calendar.days[index];
  if (!day) return undefined;
  const [where] = weighted(random, person.archetype.where, ([, weight]) => weight);
  const wanted = where === 'home' ? person.home : where;
  const shop = basket === 'gift' || basket === 'taste' || wanted !== 'tmall' ? wanted : 'mall';
  const lines = basketOf(random, basket, day, shop);
  const at = day.start + minuteOf(random, person, basket) * MINUTE + between(random, 0, 59) * SECOND;
  return finish(random, { person, shop, at, lines }, calendar.now, count);
}

/** Breakfast comes before work; the rest of the day is busiest in its middle. */
function minuteOf(random: Random, { archetype }: Person, basket: Visit['basket']): number {
  const [from, to] = basket === archetype.basket ? archetype.hours : ([600, 1_230] as const);
  return Math.floor(from + ((random.next() + random.next()) / 2) * (to - from));
}

/** Puts a price, a number and an end to what somebody bought. */
export function finish(
  random: Random,
  bought: Pick<Order, 'person' | 'shop' | 'at' | 'lines'>,
  now: number,
  count: number,
): Order {
  const { person, shop, at, lines } = bought;
  const goods = goodsOf(lines);
  const discount = happens(random, person.archetype.coupons) ? couponFor(goods) : 0;
  const freight = shop === 'mall' && goods - discount < FREE_DELIVERY_FROM ? DELIVERY : 0;
  const due = goods - discount + freight;
  const state = stateOf(random, shop, now - at);
  const partly = state === 'completed' && lines.length > 1 && happens(random, PARTLY_BACK);
  const refunded = state === 'refunded' ? due : partly ? (lines[0]?.product.price ?? 0) : 0;
  const orderNo = orderNoOf(person, shop, at, count);
  return { ...bought, orderNo, discount, freight, state, refunded: Math.min(refunded, due) };
}

/** 满 30 减 5, 满 60 减 12, 满 150 减 30, and a tenth of less. */
function couponFor(goods: Fen): Fen {
  if (goods >= 150_00) return 30_00;
  if (goods >= 60_00) return 12_00;
  return goods >= 30_00 ? 5_00 : Math.floor(goods / 1_000) * 100;
}

function stateOf(random: Random, shop: ShopCode, age: number): OrderState {
  const online = shop === 'mall' || shop === 'tmall';
  if (online && happens(random, NEVER_PAID)) return 'closed';
  if (happens(random, online ? TAKEN_BACK.online : TAKEN_BACK.store) && age > 2 * DAY) return 'refunded';
  if (!online) return 'completed';
  const done = shop === 'mall' ? DAY : 9 * DAY;
  if (age > done) return 'completed';
  return age > (shop === 'mall' ? 3 * HOUR : DAY) ? 'shipped' : 'paid';
}

/** Numbers as the shops give them; the person and a count make them unique. */
function orderNoOf({ index }: Person, shop: ShopCode, at: number, count: number): string {
  const day = shanghaiDate(new Date(at)).replaceAll('-', '');
  const unique = `${String(index).padStart(7, '0')}${String(count).padStart(3, '0')}`;
  if (shop === 'tmall') return `4${day.slice(2)}${unique}${(index % 9) + 1}`;
  return shop === 'mall' ? `E${day}${unique}` : `${shopOf(shop).prefix}${day}-${unique}`;
}
