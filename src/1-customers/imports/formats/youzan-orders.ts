import { type Format, headerOf } from './format.ts';

/**
 * Youzan: 分销员 stands twice. The first is among the shop's staff, the second heads the distribution block and names who
 * gets the commission. Where a file has it once only, it is that one.
 */
const COLUMNS: Format['columns'] = {
  orderNo: '订单号',
  status: '订单状态',
  source: { filled: ['订单来源', '销售渠道'] },
  orderedAt: '订单创建时间',
  paidAt: '买家付款时间',
  completedAt: '交易成功时间',
  payMethod: '付款方式',
  goods: '商品金额合计',
  freight: '运费',
  discount: '店铺优惠合计',
  paid: '订单实付金额',
  payable: '应收订单金额',
  province: '收货人省份',
  city: '收货人城市',
  address: '详细收货地址/提货地址',
  receiverName: '收货人/提货人',
  receiverPhone: '收货人手机号/提货人手机号',
  buyerName: '买家昵称',
  buyerPhone: '买家手机号',
  memberName: { filled: ['销售导购', '专属导购'] },
  distributorName: ['分销员#2', '分销员'],
  afterSale: '订单退款状态',
  refunded: '订单已退款金额',
};

const HEADER =
  '订单号,销售渠道,归属店铺,订单类型,订单状态,推广方式,订单来源,订单创建时间,买家付款时间,交易成功时间,付款方式,支付流水号,' +
  '商品金额合计,运费,店铺优惠合计,应收订单金额,订单实付金额,支付优惠合计,订单实收金额,订单抵用积分数,店铺优惠方式,支付优惠方式,' +
  '全部商品名称,商品种类数,订单配送方式,同城送达时间/提货时间,收货人省份,收货人城市,收货人地区,详细收货地址/提货地址,' +
  '收货人/提货人,收货人手机号/提货人手机号,买家备注,订单星级,买家昵称,买家是否会员,买家手机号,下单网点,收银员,分销员,销售导购,' +
  '专属导购,订单退款状态,订单已退款金额,商家订单备注,桌号,挂账主体,挂账手机号,团长订单,订单风险标签,分销员,分销员手机号,' +
  '分销员所属店铺,分销员所属团队,分销员所属分组,分销员等级,订单佣金类型,订单佣金金额,订单下级卖货提成类型,订单下级卖货提成金额';

const ITEM_HEADER =
  ',商品名称,商品规格,商品编码,商品单价,商品数量,商品留言,商品发货物流公司,商品发货物流单号,商品退款状态,商品已退款金额';

export const YOUZAN_ORDERS: Format = {
  code: 'youzan_orders',
  kind: 'orders',
  name: { zh: '有赞订单', en: 'Youzan order file' },
  header: headerOf(HEADER),
  required: ['orderNo', 'orderedAt', 'status', 'paid'],
  without: ['商品单价', '商品数量'],
  columns: COLUMNS,
};

export const YOUZAN_ORDER_ITEMS: Format = {
  code: 'youzan_order_items',
  kind: 'orders',
  name: { zh: '有赞订单（按商品导出）', en: 'Youzan order file, one row per item' },
  header: headerOf(HEADER + ITEM_HEADER),
  required: ['orderNo', 'orderedAt', 'status', 'itemName', 'price', 'quantity'],
  columns: {
    ...COLUMNS,
    itemName: '商品名称',
    spec: '商品规格',
    sku: '商品编码',
    price: '商品单价',
    quantity: '商品数量',
    itemRefunded: '商品已退款金额',
  },
};
