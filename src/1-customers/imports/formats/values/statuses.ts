import { folded } from './texts.ts';

export type OrderState = {
  payment: 'due' | 'paid' | 'closed';
  fulfilment: 'none' | 'processing' | 'shipped' | 'delivered';
  refund: 'none' | 'full';
};

const state = (
  payment: OrderState['payment'],
  fulfilment: OrderState['fulfilment'],
  refund: OrderState['refund'] = 'none',
): OrderState => ({ payment, fulfilment, refund });

const DUE = state('due', 'none');
const TO_SHIP = state('paid', 'processing');
const SHIPPED = state('paid', 'shipped');
const DONE = state('paid', 'delivered');
const CLOSED = state('closed', 'none');

/** The shops' words for the states of an order. They do not contradict each other, so one book serves all. */
const WORDS: [OrderState, string[]][] = [
  [
    DUE,
    [
      ...[
        '等待买家付款',
        '没有创建支付宝交易',
        '等待付款',
        '等待付款确认',
        '未付款',
        '待付款',
        '待支付',
        '未支付',
      ],
      ...['待确认', '新订单', 'unpaid', 'pending'],
    ],
  ],
  [
    TO_SHIP,
    [
      ...[
        '买家已付款',
        '买家已付款,等待卖家发货',
        '等待卖家发货',
        '卖家部分发货',
        '部分发货',
        '已付款',
        '已支付',
      ],
      ...[
        '待发货',
        '备货中',
        '备货中/待发货',
        '待接单',
        '待成团',
        '待自提',
        '待核销',
        '待配送',
        '等待出库',
        '等待发货',
      ],
      ...['等待打印', '锁定', '锁定订单', '暂停', '暂停订单', 'paid', 'processing'],
    ],
  ],
  [
    SHIPPED,
    [
      '卖家已发货',
      '卖家已发货,等待买家确认',
      '等待买家确认',
      '等待买家确认收货',
      '已发货',
      '待收货',
      '等待确认收货',
      '等待收货',
      'shipped',
    ],
  ],
  [
    DONE,
    [
      ...[
        '交易成功',
        '交易完成',
        '买家已签收',
        '买家已签收,货到付款专用',
        '已签收',
        '已收货',
        '已完成',
        '完成',
        '已自提',
      ],
      ...['已核销', 'completed', 'delivered'],
    ],
  ],
  [
    CLOSED,
    [
      ...['交易关闭', '订单关闭', '已关闭', '已取消', '取消', '订单取消', '付款以前,卖家或买家主动关闭交易'],
      ...['付款前关闭', 'cancelled', 'canceled', 'closed'],
    ],
  ],
  [
    state('closed', 'none', 'full'),
    ['付款以后用户退款成功,交易自动关闭', '已退款', '退款成功', '全额退款', '已全额退款', 'refunded'],
  ],
];

const BOOK = new Map(WORDS.flatMap(([meaning, words]) => words.map(word => [word, meaning] as const)));

/**
 * What a status word says; undefined when the book does not know it. JD marks what was cancelled after the fact with
 * `(删除)` and what is on hold with `(锁定)`, before the state it had.
 */
export function orderState(text: string): OrderState | undefined {
  const word = folded(text).toLowerCase();
  const marked = /^\((删除|锁定)\)(.*)$/.exec(word);
  if (!marked) return BOOK.get(word);
  const before = BOOK.get(marked[2] ?? '');
  if (marked[1] === '锁定') return before ?? TO_SHIP;
  return { ...CLOSED, refund: before?.payment === 'paid' ? 'full' : 'none' };
}

export type RefundState = 'none' | 'partial' | 'full';

const REFUND_WORDS: [RefundState, string[]][] = [
  [
    'none',
    [
      ...[
        '',
        '-',
        '无',
        '无售后',
        '未申请',
        '未退款',
        '未申请退款',
        '没有申请退款',
        '售后关闭',
        '退款关闭',
        '售后取消',
        '退款失败',
      ],
      ...[
        '已撤销',
        '退款中',
        '售后中',
        '待商家处理',
        '待商家收货',
        '待买家退货',
        '待退款',
        '退款待处理',
        '换货成功',
        '维修成功',
      ],
    ],
  ],
  ['partial', ['部分退款', '已部分退款', '部分退款成功', '部分退款中']],
  [
    'full',
    [
      '退款成功',
      '已退款',
      '全额退款',
      '已全额退款',
      '全部退款',
      '售后成功',
      '退款完成',
      '已退款成功',
      '售后完成',
    ],
  ],
];

const REFUND_BOOK = new Map(
  REFUND_WORDS.flatMap(([meaning, words]) => words.map(word => [word, meaning] as const)),
);

/** What an order's after-sale word says of money that has gone back. */
export function refundState(text: string): RefundState | undefined {
  return REFUND_BOOK.get(folded(text));
}

const PROCEDURE: ['open' | 'done' | 'closed', RegExp][] = [
  ['closed', /关闭|撤销|取消|拒绝退款|失败|已拒绝/],
  [
    'done',
    /退款成功|退款完成|已退款|售后成功|售后完成|换货成功|补寄成功|维修成功|^成功$|^完成$|done|refunded/,
  ],
  ['open', /等待|待|申请|处理中|退款中|售后中|同意|收货|退货|介入|open/],
];

/** How far a refund has come, from the words of a refund file. */
export function refundProgress(text: string): 'open' | 'done' | 'closed' | undefined {
  const word = folded(text).toLowerCase();
  return PROCEDURE.find(([, pattern]) => pattern.test(word))?.[0];
}
