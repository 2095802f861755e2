import { fenToYuan } from '#platform/money.ts';
import { paidOf, type SampleOrder } from '../sample-orders.ts';
import { type Cells, clock } from './cells.ts';

const STATUS: Record<SampleOrder['state'], string> = {
  due: '待付款',
  paid: '已付款',
  shipped: '已发货',
  completed: '已完成',
  closed: '已关闭',
  refunded: '已退款',
};

export function templateOrders(order: SampleOrder): Cells[] {
  return order.items.map(item => ({
    订单号: order.orderNo,
    下单时间: clock(order.orderedAt),
    订单状态: STATUS[order.state],
    付款时间: clock(order.paidAt),
    完成时间: clock(order.completedAt),
    买家账号: order.buyer,
    买家昵称: order.buyerName,
    买家手机号: order.phone,
    收货人: order.receiver,
    省份: order.province,
    城市: order.city,
    商品名称: item.name,
    商品编码: item.sku,
    商品规格: item.spec,
    数量: String(item.quantity),
    单价: fenToYuan(item.price),
    运费: fenToYuan(order.freight),
    优惠: fenToYuan(order.discount),
    实付金额: fenToYuan(paidOf(order)),
    导购: order.memberName,
    来源: '门店',
  }));
}

export function templateCustomers(order: SampleOrder): Cells[] {
  return [
    {
      姓名: order.receiver,
      手机号: order.phone,
      客户编号: order.buyer,
      性别: Number(order.phone) % 2 === 0 ? '女' : '男',
      生日: '1990-05-01',
      省份: order.province,
      城市: order.city,
      标签: '门店,老客',
      会员等级: '金卡',
      积分: '100',
      导购: order.memberName,
      来源: '门店',
      成为客户时间: clock(order.orderedAt).slice(0, 10),
    },
  ];
}
