import type { Words } from '#platform/contract.ts';

/** What a column can mean. The browser reads this too: no Node here. */
export const FIELDS = {
  orderNo: { zh: '订单号', en: 'order number' },
  subOrderNo: { zh: '子订单号', en: 'order line number' },
  orderedAt: { zh: '下单时间', en: 'ordered at' },
  paidAt: { zh: '付款时间', en: 'paid at' },
  completedAt: { zh: '完成时间', en: 'completed at' },
  status: { zh: '状态', en: 'status' },
  afterSale: { zh: '售后状态', en: 'after-sale status' },
  payMethod: { zh: '支付方式', en: 'way of paying' },
  goods: { zh: '商品总额', en: 'goods total' },
  freight: { zh: '运费', en: 'freight' },
  discount: { zh: '优惠', en: 'discount' },
  payable: { zh: '应付金额', en: 'amount due' },
  paid: { zh: '实付金额', en: 'amount paid' },
  refunded: { zh: '已退款金额', en: 'amount refunded' },
  orderQuantity: { zh: '商品总数', en: 'goods count' },
  itemKinds: { zh: '商品种类数', en: 'kinds of goods' },
  buyer: { zh: '买家账号', en: 'buyer id' },
  buyerName: { zh: '买家昵称', en: 'buyer name' },
  buyerPhone: { zh: '买家手机号', en: 'buyer phone' },
  receiverName: { zh: '收货人', en: 'receiver' },
  receiverPhone: { zh: '收货手机号', en: 'receiver phone' },
  province: { zh: '省份', en: 'province' },
  city: { zh: '城市', en: 'city' },
  address: { zh: '地址', en: 'address' },
  memberName: { zh: '导购', en: 'staff member' },
  distributorName: { zh: '分销员', en: 'distributor' },
  source: { zh: '来源', en: 'source' },
  itemId: { zh: '商品ID', en: 'product id' },
  sku: { zh: '商品编码', en: 'product code' },
  spec: { zh: '商品规格', en: 'variant' },
  itemName: { zh: '商品名称', en: 'product name' },
  quantity: { zh: '数量', en: 'quantity' },
  price: { zh: '单价', en: 'price' },
  itemAmount: { zh: '商品实付', en: 'line amount' },
  itemRefunded: { zh: '商品已退款', en: 'line refunded' },
  currency: { zh: '币种', en: 'currency' },
  refundNo: { zh: '退款单号', en: 'refund number' },
  refundKind: { zh: '退款类型', en: 'kind of refund' },
  amount: { zh: '退款金额', en: 'refund amount' },
  freightRefund: { zh: '退运费金额', en: 'freight refunded' },
  appliedAt: { zh: '申请时间', en: 'applied at' },
  finishedAt: { zh: '完结时间', en: 'finished at' },
  reason: { zh: '退款原因', en: 'reason' },
  customerId: { zh: '客户编号', en: 'customer id' },
  memberCard: { zh: '会员卡号', en: 'member card' },
  name: { zh: '姓名', en: 'name' },
  nickname: { zh: '昵称', en: 'nickname' },
  phone: { zh: '手机号', en: 'phone' },
  gender: { zh: '性别', en: 'gender' },
  birthday: { zh: '生日', en: 'birthday' },
  tags: { zh: '标签', en: 'tags' },
  note: { zh: '备注', en: 'note' },
  level: { zh: '会员等级', en: 'membership level' },
  points: { zh: '积分', en: 'points' },
  balance: { zh: '储值余额', en: 'stored value' },
  orderCount: { zh: '消费次数', en: 'orders so far' },
  orderAmount: { zh: '消费金额', en: 'spent so far' },
  becameCustomerAt: { zh: '成为客户时间', en: 'customer since' },
  becameMemberAt: { zh: '成为会员时间', en: 'member since' },
} as const satisfies Record<string, Words>;

export type Field = keyof typeof FIELDS;
/** TypeScript types keys as plain strings; these are the fields. */
export const FIELD_NAMES = Object.keys(FIELDS) as [Field, ...Field[]];

/** What the rows of a file become. */
export const KINDS = ['orders', 'items', 'refunds', 'customers'] as const;
export type RecordKind = (typeof KINDS)[number];

/** What a row says of the thing bought, and not of its order. */
const ITEM = [
  'itemId',
  'sku',
  'spec',
  'itemName',
  'quantity',
  'price',
  'itemAmount',
  'itemRefunded',
] as const;

/** What the rows of an order say alike, nearly always. */
export const isOfOrder = (field: Field): boolean =>
  field !== 'subOrderNo' && !(ITEM as readonly Field[]).includes(field);

/** Which columns each kind of file may have. */
export const FIELDS_OF: Record<RecordKind, readonly Field[]> = {
  orders: [
    ...['orderNo', 'subOrderNo', 'orderedAt', 'paidAt', 'completedAt', 'status', 'afterSale', 'payMethod'],
    ...['goods', 'freight', 'discount', 'payable', 'paid', 'refunded', 'orderQuantity', 'itemKinds'],
    ...['buyer', 'buyerName', 'buyerPhone', 'receiverName', 'receiverPhone', 'province', 'city', 'address'],
    ...['memberName', 'distributorName', 'source', ...ITEM, 'currency'],
  ] as const satisfies Field[],
  items: ['orderNo', 'subOrderNo', 'status', ...ITEM],
  refunds: [
    ...['refundNo', 'orderNo', 'subOrderNo', 'refundKind', 'amount', 'freightRefund', 'status'],
    ...['appliedAt', 'finishedAt', 'reason', 'buyer', 'itemId', 'sku', 'itemName', 'quantity', 'currency'],
  ] as const satisfies Field[],
  customers: [
    ...['customerId', 'memberCard', 'name', 'nickname', 'phone', 'gender', 'birthday', 'province', 'city'],
    ...['address', 'tags', 'note', 'level', 'points', 'balance', 'memberName', 'distributorName', 'source'],
    ...['becameCustomerAt', 'becameMemberAt', 'orderCount', 'orderAmount'],
  ] as const satisfies Field[],
};
