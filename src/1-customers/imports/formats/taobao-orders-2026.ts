import { type Format, headerOf } from './format.ts';

/** Taobao since 2026: no buyer, no receiver, no phone. Such an order finds its customer only by its number. */
export const TAOBAO_ORDERS_2026: Format = {
  code: 'taobao_orders_2026',
  kind: 'orders',
  name: {
    zh: '淘宝/天猫订单报表（2026 新版，无买家信息）',
    en: 'Taobao/Tmall order file (2026, without buyers)',
  },
  header: headerOf(
    '订单编号,支付单号,买家应付货款,买家应付邮费,总金额,买家实付金额,订单状态,收货地址,运送方式,订单创建时间,商品标题,' +
      '宝贝种类,物流单号,物流公司,备注标签,商家备注,宝贝总数量,开票信息,手机订单,商品属性SKU,发货时间',
  ),
  required: ['orderNo', 'status', 'orderedAt', 'paid', 'itemName'],
  without: ['买家会员名', '子订单编号'],
  columns: {
    orderNo: '订单编号',
    goods: '买家应付货款',
    freight: '买家应付邮费',
    paid: '买家实付金额',
    status: '订单状态',
    address: '收货地址',
    orderedAt: '订单创建时间',
    paidAt: '订单付款时间',
    itemName: '商品标题',
    itemKinds: '宝贝种类',
    spec: '商品属性SKU',
    orderQuantity: '宝贝总数量',
    itemAmount: '买家应付货款',
  },
};
