import { initialsOf, storePhone } from '#customers';
import { goodsOf } from '../people/baskets.ts';
import { chanceOf, happens } from '../people/chance.ts';
import { type Order, ordersOf } from '../people/orders.ts';
import { type Person, personOf } from '../people/person.ts';
import { relationOf } from '../people/relations.ts';
import { shopOf } from '../shop/company.ts';
import { ACTOR, addIdentity, type Making } from './making.ts';
import { addOrders } from './order-rows.ts';
import { addRelation } from './relation-rows.ts';
import type { Rows } from './tables.ts';
import { trackedEvents } from './tracked-events.ts';

/** Of those whose mobile a member has noted, how many were met as two people first. */
const MET_TWICE = 0.08;

/** Puts everything about one person into the rows. */
export function addPerson(rows: Rows, making: Making, index: number): void {
  const { seed, calendar, frame, frequency, instants, made } = making;
  const person = personOf(seed, index, calendar);
  const orders = ordersOf(seed, person, calendar, frequency);
  const relation = relationOf(seed, person, orders, calendar);
  const random = chanceOf(seed, 4, index);
  const now = frame.now.getTime();
  const since = Math.min(orders[0]?.at ?? now, relation?.followedAt ?? now);
  const id = addProfile(rows, making, person, since, orders.length > 0 ? 'shop' : 'wecom');
  const twice = relation?.mobile && happens(random, MET_TWICE);
  const metOnWecom = twice ? addSecond(rows, making, person, relation.followedAt, id) : id;
  addPhone(rows, making, person, id, since);
  const brought = addOrders(rows, making, person, orders, id);
  const cost = relation ? addRelation(rows, making, person, relation, metOnWecom) : 0;
  if (brought !== undefined || cost !== 0)
    rows.customer_facts.push([id, 'value.total', (brought ?? 0) + cost, null, made]);
  addTags(rows, making, person, orders, id);
  for (const { type, at, data } of trackedEvents(random, person, making.tracked, now))
    rows.events.push([type, id, frame.shops.get('mall'), instants.text(at), made, 'web', data]);
}

function addProfile(
  rows: Rows,
  { numbers, instants, made }: Making,
  person: Person,
  since: number,
  source: 'shop' | 'wecom',
  personId?: number,
): number {
  const id = numbers.take('customer');
  const { name, gender, birthday, minor } = person;
  const at = instants.text(since);
  rows.customers.push([
    ...[id, personId ?? id, name, initialsOf(name), gender, birthday, '浙江省', '杭州市', minor, source],
    ...[at, made],
  ]);
  rows.events.push(['customer.created', id, null, at, made, ACTOR, `{"source":"${source}"}`]);
  return id;
}

/** The member's customer, who turned out to be the shop's when the mobile was noted. */
function addSecond(rows: Rows, making: Making, person: Person, since: number, first: number): number {
  const { numbers, made } = making;
  const id = addProfile(rows, making, person, since, 'wecom', first);
  const evidence = `{"key":"${person.phone.slice(0, 3)}****${person.phone.slice(-4)}"}`;
  rows.merges.push([first, id, 'auto', 'same_phone', evidence, ACTOR, made]);
  const data = { mergeIds: [numbers.take('merge')], persons: [id, first], profiles: [id] };
  rows.events.push(['customers.merged', first, null, made, made, ACTOR, JSON.stringify(data)]);
  return id;
}

function addPhone(rows: Rows, making: Making, person: Person, id: number, since: number): void {
  if (!person.showsPhone) return;
  const { key, sealed, shown } = storePhone(making.vault, `+86${person.phone}`);
  const phone = [id, 'phone', 0, key, `\\x${sealed.toString('hex')}`, shown, 'shop'];
  addIdentity(rows, making, phone, making.instants.text(since));
}

/** What the shops' member files say of them. */
function addTags(
  rows: Rows,
  { frame, made }: Making,
  person: Person,
  orders: readonly Order[],
  id: number,
): void {
  if (orders.length === 0) return;
  const spent = orders.reduce((sum, order) => sum + goodsOf(order.lines), 0) / orders.length;
  const bought = new Set(orders.flatMap(order => order.lines.map(line => line.product.category)));
  const tags = [
    ...['会员', `${shopOf(person.home).name}会员`, person.district],
    spent >= 100_00 ? '高客单' : spent >= 40_00 ? '中客单' : '低客单',
    ...(bought.has('整只蛋糕') ? ['买过蛋糕'] : []),
    ...(bought.has('礼盒') ? ['买过礼盒'] : []),
    ...(person.archetype.coupons > 0.5 ? ['常用优惠券'] : []),
  ];
  for (const tag of tags) {
    const tagId = frame.tags.get(tag);
    if (tagId) rows.customer_tags.push([id, tagId, 'import', ACTOR, made]);
  }
}
