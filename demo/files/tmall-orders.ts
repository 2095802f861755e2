import { MINUTE } from '#platform/clock.ts';
import { goodsOf, quantityOf } from '../people/baskets.ts';
import type { Order, OrderState } from '../people/orders.ts';
import { shopOf } from '../shop/company.ts';
import { dueOf, paidOf, wallClock, yuan } from './cells.ts';
import { type Cells, fileOf, type ShopFile } from './table.ts';

const STATUS: Record<OrderState, string> = {
  paid: '买家已付款，等待卖家发货',
  shipped: '卖家已发货，等待买家确认',
  completed: '交易成功',
  closed: '交易关闭',
  refunded: '交易关闭',
};

/** Tmall's classic order report: GBK, one row per order, ids wrapped for Excel. */
export function tmallFile(name: string, orders: readonly Order[]): ShopFile {
  return fileOf('taobao_orders', name, orders.map(rowOf), 'gbk');
}

function rowOf(order: Order): Cells {
  const { person } = order;
  return {
    订单编号: `="${order.orderNo}"`,
    买家会员名: person.tmallName,
    买家应付货款: yuan(goodsOf(order.lines) - order.discount),
    买家应付邮费: yuan(order.freight),
    总金额: yuan(dueOf(order)),
    买家实际支付金额: yuan(paidOf(order)),
    订单状态: STATUS[order.state],
    收货人姓名: person.name,
    收货地址: `浙江省 杭州市 ${person.district} ${person.street}`,
    运送方式: '快递',
    联系手机: person.showsPhone ? `'${person.phone}` : '',
    订单创建时间: wallClock(order.at),
    订单付款时间: order.state === 'closed' ? '' : wallClock(order.at + 2 * MINUTE),
    宝贝标题: order.lines.map(line => line.product.name).join('，'),
    宝贝种类: String(order.lines.length),
    宝贝总数量: String(quantityOf(order.lines)),
    店铺名称: shopOf('tmall').name,
    是否手机订单: '手机订单',
  };
}
