import { DAY, MINUTE } from '#platform/clock.ts';
import type { Order, OrderState } from '../people/orders.ts';
import { shopOf } from '../shop/company.ts';
import { paidOf, wallClock, yuan } from './cells.ts';
import { type Cells, fileOf, type ShopFile } from './table.ts';

const STATUS: Record<OrderState, string> = {
  paid: '已付款',
  shipped: '已发货',
  completed: '已完成',
  closed: '已关闭',
  refunded: '已退款',
};

/** What a shop's till exports, in our own order template: one row per item. */
export function storeFile(
  name: string,
  orders: readonly Order[],
  staffName: (order: Order) => string,
): ShopFile {
  return fileOf(
    'template_orders',
    name,
    orders.flatMap(order => rowsOf(order, staffName(order))),
    'utf8 with BOM',
  );
}

function rowsOf(order: Order, staffName: string): Cells[] {
  const { person, at } = order;
  return order.lines.map(({ product, quantity }) => ({
    订单号: order.orderNo,
    下单时间: wallClock(at),
    订单状态: STATUS[order.state],
    付款时间: wallClock(at + MINUTE),
    完成时间: order.state === 'completed' ? wallClock(at + 3 * MINUTE) : '',
    买家账号: person.card,
    买家昵称: person.name,
    买家手机号: person.showsPhone ? person.phone : '',
    省份: '浙江省',
    城市: '杭州市',
    商品名称: product.name,
    商品编码: product.sku,
    数量: String(quantity),
    单价: yuan(product.price),
    优惠: yuan(order.discount),
    实付金额: yuan(paidOf(order)),
    已退款金额: order.refunded > 0 ? yuan(order.refunded) : '',
    导购: staffName,
    来源: shopOf(order.shop).name,
  }));
}

/** How long after an order its shop may still change it: exports begin that much earlier than the last one ended. */
export const OVERLAP = 3 * DAY;
