import { type Format, headerOf } from './format.ts';

export const TAOBAO_REFUNDS: Format = {
  code: 'taobao_refunds',
  kind: 'refunds',
  name: { zh: '淘宝/天猫退款报表', en: 'Taobao/Tmall refund file' },
  header: headerOf(
    '订单编号,退款单编号,退款类型,订单付款时间,商品ID,订单创建时间,宝贝标题,交易金额,买家退款金额,发货状态,发货物流信息,' +
      '是否需要退货,退款申请时间,退款状态,客服介入状态,卖家退货地址,退货物流单号,退货物流公司,买家退款原因,完结时间,' +
      '退款操作人,卖家备注',
  ),
  required: ['refundNo', 'orderNo', 'amount', 'status'],
  columns: {
    orderNo: '订单编号',
    refundNo: '退款单编号',
    refundKind: '退款类型',
    itemId: '商品ID',
    itemName: '宝贝标题',
    amount: '买家退款金额',
    appliedAt: '退款申请时间',
    status: '退款状态',
    reason: '买家退款原因',
    finishedAt: '完结时间',
  },
};
