import { type Format, headerOf } from './format.ts';

export const DOUYIN_AFTER_SALES: Format = {
  code: 'douyin_after_sales',
  kind: 'refunds',
  name: { zh: '抖店售后单', en: 'Douyin after-sale file' },
  header: headerOf(
    '售后单号,订单号,商品单号,商品名称,商品ID,应付金额（元）,商品运费（元）,支付优惠（元）,商品税费（元）,商品发货状态,售后类型,' +
      '退商品金额（元）,退运费金额（元）,退支付优惠（元）,退税费金额（元）,售后状态,售后申请时间,退款方式,售后原因,售后完结时间',
  ),
  required: ['refundNo', 'orderNo', 'amount', 'status'],
  columns: {
    refundNo: '售后单号',
    orderNo: '订单号',
    subOrderNo: '商品单号',
    itemName: '商品名称',
    itemId: '商品ID',
    refundKind: '售后类型',
    amount: '退商品金额（元）',
    freightRefund: '退运费金额（元）',
    status: '售后状态',
    appliedAt: '售后申请时间',
    reason: ['售后原因', '申请原因'],
    finishedAt: '售后完结时间',
  },
};
