import { type Format, headerOf } from './format.ts';

/** JD POP: one row per item, the order's amounts on each of its rows; `(删除)` and `(锁定)` before the state. */
export const JD_ORDERS: Format = {
  code: 'jd_orders',
  kind: 'orders',
  name: { zh: '京东 POP 订单', en: 'JD POP order file' },
  header: headerOf(
    '订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,' +
      '客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,' +
      '付款确认时间,增值税发票,货号,订单完成时间,订单来源,订单渠道,仓库id,仓库名称,商家SKUID,普通发票纳税编号,邮政编码,邮箱地址',
  ),
  required: ['orderNo', 'orderedAt', 'status', 'price', 'quantity', 'payable'],
  columns: {
    orderNo: '订单号',
    itemId: '商品ID',
    itemName: '商品名称',
    quantity: '订购数量',
    payMethod: '支付方式',
    orderedAt: '下单时间',
    price: '京东价',
    goods: '订单金额',
    payable: '应付金额',
    status: '订单状态',
    buyer: ['下单帐号', '下单账号'],
    buyerName: ['下单帐号', '下单账号'],
    receiverName: '客户姓名',
    address: '客户地址',
    receiverPhone: '联系电话',
    freight: '运费金额',
    paidAt: '付款确认时间',
    sku: { filled: ['商家SKUID', '货号'] },
    completedAt: '订单完成时间',
    source: { filled: ['订单渠道', '订单来源'] },
  },
};
