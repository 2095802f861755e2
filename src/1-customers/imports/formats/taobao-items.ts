import { type Format, headerOf } from './format.ts';

/** 宝贝报表: one row per item; it completes the orders of the order file by their numbers. */
export const TAOBAO_ITEMS: Format = {
  code: 'taobao_items',
  kind: 'items',
  name: { zh: '淘宝/天猫宝贝报表（商品明细）', en: 'Taobao/Tmall item file' },
  header: headerOf('订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码'),
  required: ['orderNo', 'itemName', 'price', 'quantity'],
  without: ['买家会员名', '订单创建时间'],
  columns: {
    orderNo: '订单编号',
    itemName: '标题',
    price: '价格',
    quantity: '购买数量',
    sku: { filled: ['商家编码', '外部系统编号'] },
    spec: '商品属性',
    status: '订单状态',
  },
};
