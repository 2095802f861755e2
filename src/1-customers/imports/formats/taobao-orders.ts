import { type Format, headerOf } from './format.ts';

/**
 * Taobao/Tmall, the classic order file (ExportOrderList…, GBK): one row per order, ids wrapped as `="…"`. What was
 * bought stands in one cell, so items come from 宝贝报表; an order of a single kind can be told without it.
 */
export const TAOBAO_ORDERS: Format = {
  code: 'taobao_orders',
  kind: 'orders',
  name: { zh: '淘宝/天猫订单报表', en: 'Taobao/Tmall order file' },
  header: headerOf(
    '订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,' +
      '买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,联系电话,联系手机,订单创建时间,订单付款时间,' +
      '宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,' +
      '发票抬头,是否手机订单,分阶段订单信息,定金排名,修改后的sku,修改后的收货地址,异常信息,卡券抵扣,积分抵扣,是否是O2O交易',
  ),
  required: ['orderNo', 'buyer', 'status', 'orderedAt'],
  without: ['子订单编号'],
  columns: {
    orderNo: '订单编号',
    buyer: '买家会员名',
    buyerName: '买家会员名',
    goods: '买家应付货款',
    freight: '买家应付邮费',
    paid: '买家实际支付金额',
    refunded: '退款金额',
    status: '订单状态',
    receiverName: '收货人姓名',
    receiverPhone: { filled: ['联系手机', '联系电话'] },
    address: { filled: ['修改后的收货地址', '收货地址'] },
    orderedAt: '订单创建时间',
    paidAt: '订单付款时间',
    completedAt: '确认收货时间',
    itemName: '宝贝标题',
    itemKinds: '宝贝种类',
    orderQuantity: '宝贝总数量',
    itemAmount: '买家应付货款',
  },
};
