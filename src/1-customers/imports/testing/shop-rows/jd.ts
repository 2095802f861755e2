import { fenToYuan } from '#platform/money.ts';
import { dueOf, goodsOf, type SampleItem, type SampleOrder } from '../sample-orders.ts';
import { type Cells, clock } from './cells.ts';

const STATUS: Record<SampleOrder['state'], string> = {
  due: '等待付款',
  paid: '(锁定)等待出库',
  shipped: '等待确认收货',
  completed: '完成',
  closed: '(删除)等待付款',
  refunded: '(删除)等待出库',
};

export function jdOrders(order: SampleOrder): Cells[] {
  return order.items.map(item => jdRow(order, item));
}

function jdRow(order: SampleOrder, item: SampleItem): Cells {
  return {
    订单号: order.orderNo.slice(0, 12) + order.orderNo.slice(-6),
    商品ID: item.itemId,
    商品名称: item.name,
    订购数量: String(item.quantity),
    支付方式: '在线支付',
    下单时间: clock(order.orderedAt),
    京东价: fenToYuan(item.price),
    订单金额: fenToYuan(goodsOf(order)),
    结算金额: fenToYuan(goodsOf(order) - order.discount),
    余额支付: '0.00',
    应付金额: fenToYuan(dueOf(order)),
    订单状态: STATUS[order.state],
    订单类型: '普通订单',
    下单帐号: `jd_${order.buyer}`,
    客户姓名: order.receiver,
    客户地址: `${order.province}${order.city}${order.district}${order.street}`,
    联系电话: `1******${order.phone.slice(-4)}`,
    运费金额: fenToYuan(order.freight),
    付款确认时间: clock(order.paidAt),
    货号: item.sku,
    订单完成时间: clock(order.completedAt),
    订单来源: '移动端',
    订单渠道: '京东商城',
  };
}
