import { fenToYuan } from '#platform/money.ts';
import { type SampleItem, type SampleOrder, shareOf } from '../sample-orders.ts';
import { type Cells, clock, masked, yuan } from './cells.ts';

const STATUS: Record<SampleOrder['state'], string> = {
  due: '待支付',
  paid: '备货中',
  shipped: '已发货',
  completed: '已完成',
  closed: '已关闭',
  refunded: '已关闭',
};

const tab = (id: string) => `\t${id}`;

export function douyinOrdersA(order: SampleOrder): Cells[] {
  return order.items.map((item, kind) => ({
    ...douyinRow(order, item, kind),
    商家编码: tab(item.sku),
    商品单价: fenToYuan(item.price),
  }));
}

export function douyinOrdersB(order: SampleOrder): Cells[] {
  return order.items.map((item, kind) => ({
    ...douyinRow(order, item, kind),
    货号: tab(item.sku),
    商品金额: fenToYuan(item.price),
    快递信息: '',
    税费: '0.00',
  }));
}

/** Some exports put all sub orders into one row. */
export function douyinJoined(order: SampleOrder): Cells[] {
  const rows = douyinOrdersA(order);
  const [first] = rows;
  if (!first) return [];
  const joined = [
    '子订单编号',
    '选购商品',
    '商品规格',
    '商品数量',
    '商品ID',
    '商家编码',
    '商品单价',
    '订单应付金额',
  ];
  const cells = joined.map(name => [name, rows.map(row => (row[name] ?? '').replaceAll(';', ' ')).join(';')]);
  return [{ ...first, ...Object.fromEntries(cells) }];
}

function douyinRow(order: SampleOrder, item: SampleItem, kind: number): Cells {
  const { due, discount, freight } = shareOf(order, kind);
  return {
    主订单编号: tab(order.orderNo),
    子订单编号: tab(item.subOrderNo),
    选购商品: item.name,
    商品规格: item.spec,
    商品数量: String(item.quantity),
    商品ID: tab(item.itemId),
    订单应付金额: yuan(due),
    运费: fenToYuan(freight),
    优惠总金额: fenToYuan(discount),
    支付方式: order.paidAt ? '微信支付' : '-',
    收件人: '$$a1b2c3d4e5f6g7h8$',
    收件人手机号: kind === 0 ? masked(order.phone) : '##k9J2mQ0pLx7s##',
    省: order.province,
    市: order.city,
    区: order.district,
    详细地址: '##9aZ8bY7cX6dW5##',
    订单提交时间: clock(order.orderedAt),
    订单完成时间: clock(order.completedAt, '-'),
    支付完成时间: clock(order.paidAt, '-'),
    APP渠道: '抖音',
    流量来源: '直播间',
    订单状态: STATUS[order.state],
    订单类型: '普通订单',
    售后状态: order.state === 'refunded' ? '退款成功' : '-',
  };
}

export function douyinAfterSales(order: SampleOrder): Cells[] {
  if (order.state !== 'refunded') return [];
  return order.items.map((item, kind) => {
    const { due, freight } = shareOf(order, kind);
    return {
      售后单号: tab(`${order.refundNo}${kind}`),
      订单号: tab(order.orderNo),
      商品单号: tab(item.subOrderNo),
      商品名称: item.name,
      商品ID: tab(item.itemId),
      '应付金额（元）': fenToYuan(due),
      售后类型: '已发货仅退款',
      '退商品金额（元）': fenToYuan(due - freight),
      '退运费金额（元）': fenToYuan(freight),
      售后状态: '退款成功',
      售后申请时间: clock(order.paidAt),
      退款方式: '原路退回',
      售后完结时间: clock(order.paidAt),
    };
  });
}
