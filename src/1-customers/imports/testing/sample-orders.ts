import { DAY, fromShanghai, HOUR, MINUTE } from '#platform/clock.ts';
import { addFen, type Fen } from '#platform/money.ts';
import { between, pick, type Random, seededRandom } from '#platform/random.ts';

/** An invented order, before any shop has written it down. */
export type SampleOrder = {
  orderNo: string;
  refundNo: string;
  buyer: string;
  buyerName: string;
  /** Eleven digits, 199 0000 1000 and on: nobody's on purpose. */
  phone: string;
  receiver: string;
  province: string;
  city: string;
  district: string;
  street: string;
  state: 'due' | 'paid' | 'shipped' | 'completed' | 'closed' | 'refunded';
  orderedAt: Date;
  paidAt: Date | undefined;
  completedAt: Date | undefined;
  freight: Fen;
  discount: Fen;
  items: SampleItem[];
  memberName: string;
  distributorName: string;
};

export type SampleItem = {
  subOrderNo: string;
  itemId: string;
  sku: string;
  spec: string;
  name: string;
  price: Fen;
  quantity: number;
};

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'];
const GIVEN = ['子涵', '雨桐', '浩然', '思琪', '一诺', '梓轩', '欣怡', '俊杰', '若曦', '明轩'];
const PLACES = [
  ['浙江省', '杭州市', '西湖区', '文三路 12 号'],
  ['广东省', '深圳市', '南山区', '科苑路 8 号'],
  ['上海市', '上海市', '徐汇区', '漕溪路 3 号'],
  ['新疆维吾尔自治区', '乌鲁木齐市', '天山区', '解放路 5 号'],
] as const;
const GOODS = [
  ['690000000001', 'TEA-100', '100g;罐装', '龙井茶 明前', 12_900],
  ['690000000002', 'CUP-01', '青色', '青瓷杯，手工', 4_990],
  ['690000000003', 'BAG-XL', '米白 XL', '帆布袋 "周末"', 129_900],
  ['690000000004', 'SOAP-3', '3 块装', '手工皂 薰衣草', 1_234],
] as const;
const STATES = ['completed', 'completed', 'shipped', 'paid', 'due', 'closed', 'refunded'] as const;

/** The same orders for the same seed, oldest first, within 300 days; the sixth and every sixth after it is by an earlier buyer. */
export function sampleOrders(count = 14, seed = 1): SampleOrder[] {
  const random = seededRandom(seed);
  const orders: SampleOrder[] = [];
  const step = Math.min(DAY + 37 * MINUTE, Math.floor((300 * DAY) / count / MINUTE) * MINUTE);
  for (let index = 0; index < count; index++) {
    const again = index % 6 === 5 ? orders[index - 5] : undefined;
    orders.push(sampleOrder(index, index * step, random, again));
  }
  return orders;
}

function sampleOrder(
  index: number,
  since: number,
  random: Random,
  again: SampleOrder | undefined,
): SampleOrder {
  const [province, city, district, street] = pick(random, PLACES);
  const state = STATES[index % STATES.length] ?? 'completed';
  const orderNo = String(6_917_926_768_000_000_000n + BigInt(index * 7_919 + 643_751));
  const orderedAt = new Date(fromShanghai('2026-01-05', 9 * 60).getTime() + since);
  const paid = state !== 'due' && state !== 'closed';
  const phone = `199${String(1_000 + index * 7).padStart(8, '0')}`;
  const buyerName = pick(random, SURNAMES) + pick(random, GIVEN);
  return {
    orderNo,
    refundNo: `3${orderNo.slice(1, 18)}`,
    buyer: again?.buyer ?? `tb_${7_000 + index}`,
    buyerName: again?.buyerName ?? buyerName,
    phone: again?.phone ?? phone,
    receiver: again?.receiver ?? buyerName,
    ...{ province, city, district, street, state, orderedAt },
    paidAt: paid ? new Date(orderedAt.getTime() + 3 * MINUTE) : undefined,
    completedAt: state === 'completed' ? new Date(orderedAt.getTime() + 6 * DAY + HOUR) : undefined,
    freight: index % 3 === 0 ? 800 : 0,
    discount: index % 4 === 0 ? 500 : 0,
    items: sampleItems(index, orderNo, random),
    memberName: index % 2 === 0 ? '小雅' : '阿明',
    distributorName: index % 5 === 0 ? '林推广' : '',
  };
}

function sampleItems(index: number, orderNo: string, random: Random): SampleItem[] {
  const kinds = index % 3 === 1 ? 2 : 1;
  return Array.from({ length: kinds }, (_, kind) => {
    const [itemId, sku, spec, name, price] = GOODS[(index + kind) % GOODS.length] ?? GOODS[0];
    const subOrderNo = kind === 0 ? orderNo : String(BigInt(orderNo) + BigInt(kind));
    return { subOrderNo, itemId, sku, spec, name, price, quantity: between(random, 1, 3) };
  });
}

export function goodsOf(order: SampleOrder): Fen {
  return addFen(...order.items.map(item => item.price * item.quantity));
}

/** What the buyer pays, or would have paid. */
export function dueOf(order: SampleOrder): Fen {
  return addFen(goodsOf(order), order.freight, -order.discount);
}

/** What the buyer has paid, be it refunded later or not. */
export function paidOf(order: SampleOrder): Fen {
  return order.paidAt ? dueOf(order) : 0;
}

/** What falls on one item: the discount is the first one's, as is the freight. */
export function shareOf(order: SampleOrder, kind: number): { discount: Fen; freight: Fen; due: Fen } {
  const item = order.items[kind];
  if (!item) throw new RangeError('No such item');
  const [discount, freight] = kind === 0 ? [order.discount, order.freight] : [0, 0];
  return { discount, freight, due: item.price * item.quantity - discount + freight };
}
