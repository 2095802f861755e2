import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { goodsOf, quantityOf } from '../people/baskets.ts';
import type { Order, OrderState } from '../people/orders.ts';
import { dueOf, paidOf, wallClock, yuan } from './cells.ts';
import { type Cells, fileOf, type ShopFile } from './table.ts';

const STATUS: Record<OrderState, string> = {
  paid: '待发货',
  shipped: '已发货',
  completed: '交易完成',
  closed: '交易关闭',
  refunded: '交易关闭',
};

/** Youzan's order file by item: the order's own columns stand on its first row only. */
export function youzanFile(name: string, orders: readonly Order[]): ShopFile {
  return fileOf('youzan_order_items', name, orders.flatMap(rowsOf));
}

function rowsOf(order: Order): Cells[] {
  return order.lines.map(({ product, quantity }, line) => ({
    ...(line === 0 ? youzanOrder(order) : { 订单号: order.orderNo }),
    商品名称: product.name,
    商品编码: product.sku,
    商品单价: yuan(product.price),
    商品数量: String(quantity),
    商品退款状态: order.state === 'refunded' ? '退款成功' : '',
  }));
}

/** The columns of the order itself, as both of Youzan's order files have them. */
export function youzanOrder(order: Order): Cells {
  const { person, state } = order;
  const phone = person.showsPhone ? person.phone : masked(person.phone);
  const paid = state !== 'closed';
  return {
    订单号: order.orderNo,
    销售渠道: '网店',
    归属店铺: '小满面包房',
    订单状态: STATUS[state],
    订单来源: '微信小程序',
    订单创建时间: wallClock(order.at),
    买家付款时间: paid ? wallClock(order.at + 2 * MINUTE) : '',
    交易成功时间: state === 'completed' ? wallClock(order.at + DAY + 3 * HOUR) : '',
    付款方式: paid ? '微信支付' : '',
    商品金额合计: yuan(goodsOf(order.lines)),
    运费: yuan(order.freight),
    店铺优惠合计: yuan(-order.discount),
    应收订单金额: yuan(dueOf(order)),
    订单实付金额: yuan(paidOf(order)),
    全部商品名称: order.lines.map(line => line.product.name).join('、'),
    商品种类数: String(order.lines.length),
    订单配送方式: '同城配送',
    收货人省份: '浙江省',
    收货人城市: '杭州市',
    收货人地区: person.district,
    '详细收货地址/提货地址': person.street,
    '收货人/提货人': person.name,
    '收货人手机号/提货人手机号': phone,
    买家昵称: person.nickname,
    买家手机号: phone,
    订单退款状态: order.refunded === 0 ? '' : state === 'refunded' ? '全额退款' : '部分退款',
    订单已退款金额: order.refunded > 0 ? yuan(order.refunded) : '',
    商家订单备注: quantityOf(order.lines) > 8 ? '多件，请检查包装' : '',
  };
}

function masked(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
