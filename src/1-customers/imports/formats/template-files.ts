import type { Words } from '#platform/contract.ts';
import type { Field } from './fields.ts';
import type { Format } from './format.ts';

/** Our own files, for shops and registers that are not in the list: the wizard offers them for download. */
type Column = { field: Field; name: string; required?: true; help: Words };

const column = (field: Field, name: string, zh: string, en: string): Column => ({
  field,
  name,
  help: { zh, en },
});
const must = (field: Field, name: string, zh: string, en: string): Column => ({
  ...column(field, name, zh, en),
  required: true,
});

export const ORDER_TEMPLATE: readonly Column[] = [
  must('orderNo', '订单号', '一单多件时每件一行，订单号相同', 'one row per item, the same number on each'),
  must(
    'orderedAt',
    '下单时间',
    '如 2026-01-31 18:05:00（北京时间）',
    'like 2026-01-31 18:05:00, Beijing time',
  ),
  column(
    'status',
    '订单状态',
    '待付款、已付款、已发货、已完成、已关闭、已退款',
    'due, paid, shipped, done, closed or refunded, in Chinese',
  ),
  column('paidAt', '付款时间', '没有就留空', 'empty when not paid'),
  column('completedAt', '完成时间', '没有就留空', 'empty when not completed'),
  column('buyer', '买家账号', '店铺里的买家编号或会员名', 'the shop’s id of the buyer'),
  column('buyerName', '买家昵称', '', ''),
  column('buyerPhone', '买家手机号', '用来认出同一位客户', 'tells that two buyers are one person'),
  column('receiverName', '收货人', '', ''),
  column('receiverPhone', '收货手机号', '', ''),
  column('province', '省份', '', ''),
  column('city', '城市', '', ''),
  column('itemName', '商品名称', '', ''),
  column('sku', '商品编码', '', ''),
  column('spec', '商品规格', '', ''),
  column('quantity', '数量', '大于 0 的整数', 'a whole number above 0'),
  column('price', '单价', '元', 'yuan'),
  column('freight', '运费', '整单的，每行相同或只填第一行', 'of the whole order, on every row or the first'),
  column('discount', '优惠', '整单的', 'of the whole order'),
  column('paid', '实付金额', '整单的；不填则按商品合计', 'of the whole order; empty: the sum of its items'),
  column('refunded', '已退款金额', '整单的', 'of the whole order'),
  column('memberName', '导购', '员工姓名', 'staff member'),
  column('source', '来源', '', ''),
  column('currency', '币种', '不填为 CNY', 'CNY when empty'),
];

export const CUSTOMER_TEMPLATE: readonly Column[] = [
  column('name', '姓名', '', ''),
  must(
    'phone',
    '手机号',
    '手机号、客户编号、会员卡号至少填一项',
    'phone, customer id or member card: one of them',
  ),
  column('customerId', '客户编号', '店铺或系统里的编号', 'the id in your shop or system'),
  column('memberCard', '会员卡号', '', ''),
  column('nickname', '昵称', '', ''),
  column('gender', '性别', '男、女', '男 or 女'),
  column('birthday', '生日', '如 1990-05-01', 'like 1990-05-01'),
  column('province', '省份', '', ''),
  column('city', '城市', '', ''),
  column('tags', '标签', '多个用逗号隔开', 'several with commas between'),
  column('level', '会员等级', '', ''),
  column('points', '积分', '', ''),
  column('balance', '储值余额', '元', 'yuan'),
  column('memberName', '导购', '员工姓名', 'staff member'),
  column('source', '来源', '', ''),
  column('becameCustomerAt', '成为客户时间', '如 2026-01-31', 'like 2026-01-31'),
  column('note', '备注', '', ''),
];

function templateFormat(
  code: Format['code'],
  kind: Format['kind'],
  name: Words,
  template: readonly Column[],
): Format {
  return {
    code,
    kind,
    name,
    header: template.map(({ name: title }) => title),
    required: template.filter(({ required }) => required).map(({ field }) => field),
    columns: Object.fromEntries(template.map(({ field, name: title }) => [field, title])),
  };
}

export const TEMPLATE_ORDERS: Format = templateFormat(
  'template_orders',
  'orders',
  { zh: 'Siyu 订单模板', en: 'Siyu order template' },
  ORDER_TEMPLATE,
);

export const TEMPLATE_CUSTOMERS: Format = templateFormat(
  'template_customers',
  'customers',
  { zh: 'Siyu 客户模板', en: 'Siyu customer template' },
  CUSTOMER_TEMPLATE,
);

/** The empty template to download: UTF-8 with a byte-order mark, so that Excel shows Chinese. */
export function templateFile(kind: 'orders' | 'customers'): { fileName: string; text: string } {
  const [fileName, template] =
    kind === 'orders'
      ? (['Siyu订单模板.csv', ORDER_TEMPLATE] as const)
      : (['Siyu客户模板.csv', CUSTOMER_TEMPLATE] as const);
  return { fileName, text: `﻿${template.map(({ name }) => name).join(',')}\r\n` };
}
