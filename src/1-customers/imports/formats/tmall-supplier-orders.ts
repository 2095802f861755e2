import { type Format, headerOf } from './format.ts';

/** Tmall supplier and 天猫超市: one row per sub order; amounts of the main order stand on each of its rows. */
export const TMALL_SUPPLIER_ORDERS: Format = {
  code: 'tmall_supplier_orders',
  kind: 'orders',
  name: { zh: '天猫供应商/天猫超市订单', en: 'Tmall supplier order file' },
  header: headerOf(
    '子订单编号,主订单编号,买家会员名,买家会员ID,支付单号,买家应付货款,买家应付邮费,总金额,买家实际支付金额,子单实际支付金额,' +
      '订单状态,收件人姓名,收货地址,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝数量,物流单号,物流公司,店铺ID,店铺名称,' +
      '供应商ID,供应商名称,仓发类型,退款金额,颜色/尺码,商家编码,商品编码',
  ),
  required: ['orderNo', 'subOrderNo', 'status', 'orderedAt', 'itemName', 'quantity', 'itemAmount'],
  columns: {
    orderNo: '主订单编号',
    subOrderNo: '子订单编号',
    buyer: ['买家会员ID', '买家会员名'],
    buyerName: '买家会员名',
    goods: '买家应付货款',
    freight: '买家应付邮费',
    paid: '买家实际支付金额',
    status: '订单状态',
    receiverName: '收件人姓名',
    receiverPhone: '联系手机',
    address: '收货地址',
    orderedAt: '订单创建时间',
    paidAt: '订单付款时间',
    itemName: '宝贝标题',
    quantity: '宝贝数量',
    itemAmount: '子单实际支付金额',
    itemRefunded: '退款金额',
    spec: '颜色/尺码',
    sku: '商家编码',
    itemId: '商品编码',
  },
};
