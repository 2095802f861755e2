import { fenToYuan } from '#platform/money.ts';
import { dueOf, goodsOf, paidOf, type SampleOrder } from '../sample-orders.ts';
import { type Cells, clock } from './cells.ts';

const STATUS: Record<SampleOrder['state'], string> = {
  due: '待付款',
  paid: '待发货',
  shipped: '已发货',
  completed: '交易完成',
  closed: '交易关闭',
  refunded: '交易关闭',
};

const numberOf = (order: SampleOrder) => `E2026010${order.orderNo.slice(-14)}`;
/** Every fourth buyer hides the number. */
const phoneOf = (order: SampleOrder) =>
  Number(order.phone) % 4 === 3 ? `${order.phone.slice(0, 3)}******${order.phone.slice(-2)}` : order.phone;

export function youzanOrders(order: SampleOrder): Cells[] {
  return [youzanRow(order)];
}

/** One row per item, the order's own columns only on the first. */
export function youzanOrderItems(order: SampleOrder): Cells[] {
  return order.items.map((item, kind) => ({
    ...(kind === 0 ? youzanRow(order) : { 订单号: numberOf(order) }),
    商品名称: item.name,
    商品规格: item.spec,
    商品编码: item.sku,
    商品单价: fenToYuan(item.price),
    商品数量: String(item.quantity),
    商品退款状态: order.state === 'refunded' ? '退款成功' : '',
  }));
}

function youzanRow(order: SampleOrder): Cells {
  return {
    订单号: numberOf(order),
    销售渠道: '网店',
    订单状态: STATUS[order.state],
    订单来源: '微信小程序',
    订单创建时间: clock(order.orderedAt),
    买家付款时间: clock(order.paidAt),
    交易成功时间: clock(order.completedAt),
    付款方式: order.paidAt ? '微信支付' : '',
    商品金额合计: fenToYuan(goodsOf(order)),
    运费: fenToYuan(order.freight),
    店铺优惠合计: fenToYuan(-order.discount),
    应收订单金额: fenToYuan(dueOf(order)),
    订单实付金额: fenToYuan(paidOf(order)),
    全部商品名称: order.items.map(item => item.name).join('、'),
    商品种类数: String(order.items.length),
    收货人省份: order.province,
    收货人城市: order.city,
    收货人地区: order.district,
    '详细收货地址/提货地址': order.street,
    '收货人/提货人': order.receiver,
    '收货人手机号/提货人手机号': phoneOf(order),
    买家昵称: order.buyerName,
    买家手机号: phoneOf(order),
    分销员: '店员甲',
    销售导购: order.memberName,
    订单退款状态: order.state === 'refunded' ? '全额退款' : '',
    订单已退款金额: order.state === 'refunded' ? fenToYuan(dueOf(order)) : '',
    '分销员#2': order.distributorName,
  };
}

export function youzanCustomers(order: SampleOrder): Cells[] {
  return [
    {
      客户姓名: order.receiver,
      客户昵称: order.buyerName,
      客户手机号: phoneOf(order),
      客户生日: `199${order.phone.slice(-1)}-05-01`,
      客户性别: Number(order.phone) % 2 === 0 ? '女' : '男',
      标签: '老客,爱喝茶',
      是否会员: '是',
      免费等级: 'VIP1',
      客户积分: '1,280',
      客户储值余额: '50.00',
      消费次数: '3',
      消费金额: fenToYuan(paidOf(order)),
      分销员: order.distributorName,
      导购员: order.memberName,
      来源渠道: '微信小程序',
      成为客户时间: clock(order.orderedAt),
      成为会员时间: '-',
      所属区域: order.province + order.city,
    },
  ];
}
