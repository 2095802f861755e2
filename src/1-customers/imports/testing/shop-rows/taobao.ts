import { fenToYuan } from '#platform/money.ts';
import { dueOf, goodsOf, paidOf, type SampleItem, type SampleOrder, shareOf } from '../sample-orders.ts';
import { type Cells, clock, yuan } from './cells.ts';

const STATUS: Record<SampleOrder['state'], string> = {
  due: '等待买家付款',
  paid: '买家已付款，等待卖家发货',
  shipped: '卖家已发货，等待买家确认',
  completed: '交易成功',
  closed: '交易关闭',
  refunded: '交易关闭',
};

const wrapped = (id: string) => `="${id}"`;
const quantityOf = (order: SampleOrder) => order.items.reduce((sum, item) => sum + item.quantity, 0);
const titlesOf = (order: SampleOrder) => order.items.map(item => item.name).join('，');
const addressOf = (order: SampleOrder) =>
  [order.province, order.city, order.district, order.street].join(' ');

export function taobaoOrders(order: SampleOrder): Cells[] {
  return [
    {
      订单编号: wrapped(order.orderNo),
      买家会员名: order.buyer,
      买家支付宝账号: `${order.phone.slice(0, 3)}****${order.phone.slice(-2)}`,
      买家应付货款: fenToYuan(goodsOf(order) - order.discount),
      买家应付邮费: fenToYuan(order.freight),
      总金额: fenToYuan(dueOf(order)),
      买家实际支付金额: fenToYuan(paidOf(order)),
      订单状态: STATUS[order.state],
      收货人姓名: order.receiver,
      收货地址: addressOf(order),
      运送方式: '快递',
      联系电话: "'",
      联系手机: `'${order.phone}`,
      订单创建时间: clock(order.orderedAt),
      订单付款时间: clock(order.paidAt),
      宝贝标题: titlesOf(order),
      宝贝种类: String(order.items.length),
      物流单号: 'No:YT0000000000001',
      宝贝总数量: String(quantityOf(order)),
      店铺名称: '样例旗舰店',
      是否手机订单: '手机订单',
    },
  ];
}

export function taobaoOrders2026(order: SampleOrder): Cells[] {
  return [
    {
      订单编号: wrapped(order.orderNo),
      支付单号: wrapped(`2026${order.orderNo}`),
      买家应付货款: fenToYuan(goodsOf(order) - order.discount),
      买家应付邮费: fenToYuan(order.freight),
      总金额: fenToYuan(dueOf(order)),
      买家实付金额: fenToYuan(paidOf(order)),
      订单状态: STATUS[order.state],
      收货地址: `${order.province} ${order.city} ${order.district} 沙洲街道****`,
      订单创建时间: clock(order.orderedAt),
      商品标题: titlesOf(order),
      宝贝种类: String(order.items.length),
      宝贝总数量: String(quantityOf(order)),
      手机订单: '手机订单',
      商品属性SKU: order.items.map(item => item.spec).join('，'),
    },
  ];
}

export function taobaoItems(order: SampleOrder): Cells[] {
  return order.items.map(item => ({
    订单编号: wrapped(order.orderNo),
    标题: item.name,
    价格: fenToYuan(item.price),
    购买数量: String(item.quantity),
    外部系统编号: item.sku,
    商品属性: item.spec,
    订单状态: STATUS[order.state],
    商家编码: item.sku,
  }));
}

export function taobaoRefunds(order: SampleOrder): Cells[] {
  const [item] = order.items;
  if (order.state !== 'refunded' || !item) return [];
  return [
    {
      订单编号: wrapped(order.orderNo),
      退款单编号: wrapped(order.refundNo),
      退款类型: '仅退款',
      订单付款时间: clock(order.paidAt),
      商品ID: wrapped(item.itemId),
      订单创建时间: clock(order.orderedAt),
      宝贝标题: item.name,
      交易金额: yuan(dueOf(order)),
      买家退款金额: yuan(dueOf(order)),
      退款申请时间: clock(order.paidAt),
      退款状态: '退款成功',
      买家退款原因: '不想要了',
      完结时间: clock(order.paidAt),
    },
  ];
}

export function tmallSupplierOrders(order: SampleOrder): Cells[] {
  return order.items.map((item, kind) => tmallRow(order, item, kind));
}

function tmallRow(order: SampleOrder, item: SampleItem, kind: number): Cells {
  const { due } = shareOf(order, kind);
  return {
    子订单编号: item.subOrderNo,
    主订单编号: order.orderNo,
    买家会员名: order.buyerName,
    买家会员ID: order.buyer,
    买家应付货款: yuan(goodsOf(order) - order.discount),
    买家应付邮费: yuan(order.freight),
    总金额: yuan(dueOf(order)),
    买家实际支付金额: yuan(paidOf(order)),
    子单实际支付金额: yuan(order.paidAt ? due : 0),
    订单状态: STATUS[order.state],
    收件人姓名: order.receiver,
    收货地址: addressOf(order),
    联系手机: order.phone,
    订单创建时间: clock(order.orderedAt),
    订单付款时间: clock(order.paidAt),
    宝贝标题: item.name,
    宝贝数量: String(item.quantity),
    退款金额: order.state === 'refunded' ? yuan(due) : '',
    '颜色/尺码': item.spec,
    商家编码: item.sku,
    商品编码: item.itemId,
  };
}
