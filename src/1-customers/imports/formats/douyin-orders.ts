import type { Row } from '../reading/rows.ts';
import { type Format, headerOf } from './format.ts';
import type { Positions, RowReader } from './records/row-reader.ts';

/**
 * Douyin 抖店: one row per sub order, amounts are the sub order's own. UTF-8 with a byte-order mark, a TAB before every
 * id, names and phones masked or encrypted. The two lists differ in columns and their order.
 */
const COLUMNS: Format['columns'] = {
  orderNo: '主订单编号',
  subOrderNo: '子订单编号',
  itemName: '选购商品',
  spec: '商品规格',
  quantity: '商品数量',
  itemId: '商品ID',
  sku: ['商家编码', '货号'],
  price: ['商品单价', '商品金额'],
  payable: '订单应付金额',
  freight: '运费',
  discount: '优惠总金额',
  payMethod: '支付方式',
  receiverName: '收件人',
  receiverPhone: '收件人手机号',
  province: '省',
  city: '市',
  orderedAt: '订单提交时间',
  completedAt: '订单完成时间',
  paidAt: '支付完成时间',
  source: { filled: ['流量来源', 'APP渠道'] },
  status: '订单状态',
  afterSale: '售后状态',
};

const REQUIRED = ['orderNo', 'subOrderNo', 'itemName', 'quantity', 'payable', 'orderedAt', 'status'] as const;

export const DOUYIN_ORDERS_A: Format = {
  code: 'douyin_orders_a',
  kind: 'orders',
  name: { zh: '抖店订单', en: 'Douyin order file' },
  header: headerOf(
    '主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,优惠总金额,平台优惠,商家优惠,' +
      '达人优惠,商家改价,支付优惠,红包抵扣,支付方式,手续费,收件人,收件人手机号,省,市,区,街道,详细地址,是否修改过地址,地址修改时段,' +
      '买家留言,订单提交时间,旗帜颜色,商家备注,订单完成时间,支付完成时间,APP渠道,流量来源,订单状态,承诺发货时间,订单类型,' +
      '鲁班落地页ID,达人ID,达人昵称,所属门店ID,售后状态,取消原因,预约发货时间,仓库ID,仓库名称,序列号,是否安心购,广告渠道,' +
      '流量类型,流量体裁,流量渠道,发货主体,发货主体明细,发货时间,降价类优惠,平台实际承担优惠金额,商家实际承担优惠金额,' +
      '达人实际承担优惠金额,预计送达时间,是否平台仓自流转,车型',
  ),
  required: [...REQUIRED],
  without: ['商品金额'],
  amountsPer: 'line',
  columns: COLUMNS,
  split: splitJoined,
};

export const DOUYIN_ORDERS_B: Format = {
  ...DOUYIN_ORDERS_A,
  code: 'douyin_orders_b',
  name: { zh: '抖店订单（2026 新版）', en: 'Douyin order file (2026)' },
  header: headerOf(
    '主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,货号,商品金额,订单应付金额,运费,税费,优惠总金额,平台优惠,商家优惠,' +
      '达人优惠,商家改价,支付优惠,红包抵扣,支付方式,手续费,收件人,收件人手机号,省,市,区,街道,详细地址,是否修改过地址,买家留言,' +
      '订单提交时间,旗帜颜色,商家备注,订单完成时间,支付完成时间,APP渠道,流量来源,订单状态,承诺发货时间,订单类型,达人ID,达人昵称,' +
      '所属门店ID,售后状态,取消原因,预约发货时间,仓库ID,仓库名称,是否安心购,广告渠道,流量类型,流量体裁,流量渠道,发货主体,' +
      '发货主体明细,发货时间,快递信息,拼团订单团编号,降价类优惠,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额',
  ),
  without: ['商品单价'],
  priceOf,
};

/** Cells that a joined row joins; the others are the same for all its sub orders. */
const JOINED = [
  'subOrderNo',
  'itemName',
  'spec',
  'quantity',
  'itemId',
  'sku',
  'price',
  'status',
  'afterSale',
] as const;
/** Amounts that stand once for all sub orders of a joined row, unless they are joined too. */
const ONCE = ['payable', 'freight', 'discount'] as const;

/** Some exports put all sub orders of an order into one row, `;` between them. */
function splitJoined(row: Row, positions: Positions): Row[] | false {
  const partsOf = (position: number | undefined) => (row.cells[position ?? -1] ?? '').split(/[;；]/);
  const count = partsOf(positions.subOrderNo).filter(part => part.trim() !== '').length;
  if (count < 2) return [row];
  const rows = Array.from({ length: count }, () => ({ ...row, cells: [...row.cells] }));
  for (const field of [...JOINED, ...ONCE]) {
    const position = positions[field];
    if (position === undefined) continue;
    const parts = partsOf(position);
    const told = parts.length >= count;
    if (!told && parts.length > 1) return false;
    if (!told && (field === 'itemName' || field === 'quantity')) return false;
    const once = !told && ONCE.some(one => one === field);
    rows.forEach((one, index) => {
      if (told) one.cells[position] = parts[index] ?? '';
      else if (once && index > 0) one.cells[position] = '';
    });
  }
  return rows;
}

/**
 * 商品金额 is the price of one piece in the files we know; should it be the line's total, the arithmetic says so:
 * due = total − discount + freight.
 */
function priceOf(row: RowReader, quantity: number): number | undefined {
  const told = row.fen('price');
  if (told === undefined || quantity === 1) return told;
  const due = row.fen('payable');
  const goods =
    due === undefined ? undefined : due + (row.fen('discount', 'either') ?? 0) - (row.fen('freight') ?? 0);
  return goods === told ? Math.round(told / quantity) : told;
}
