import type { Words } from '#platform/contract.ts';

/** What rules speak of, as plain values without zod: the rule builder in the browser reads these too. */

/** Deep enough for anything a person can read, small enough to answer at once. */
export const RULE_LIMITS = { depth: 8, leaves: 100, branches: 50 } as const;

export type ValueType =
  | 'text'
  | 'choice'
  | 'number'
  | 'money'
  | 'instant'
  | 'date'
  | 'birthday'
  | 'flag'
  | 'members';

export const TESTS_OF = {
  text: ['one_of', 'contains', 'empty'],
  choice: ['one_of', 'empty'],
  number: ['at_least', 'at_most', 'between'],
  money: ['at_least', 'at_most', 'between'],
  instant: ['within', 'empty'],
  date: ['within', 'empty'],
  birthday: ['anniversary', 'empty'],
  flag: ['yes'],
  members: ['any_member', 'empty'],
} as const satisfies Record<ValueType, readonly string[]>;

/** What is known of every person, by its name in rules. */
export const ATTRIBUTES = {
  name: { type: 'text', words: { zh: '姓名', en: 'Name' } },
  gender: { type: 'choice', words: { zh: '性别', en: 'Gender' } },
  birthday: { type: 'birthday', words: { zh: '生日', en: 'Birthday' } },
  province: { type: 'text', words: { zh: '省份', en: 'Province' } },
  city: { type: 'text', words: { zh: '城市', en: 'City' } },
  source: { type: 'text', words: { zh: '来源', en: 'Source' } },
  createdAt: { type: 'instant', words: { zh: '成为客户时间', en: 'Customer since' } },
  followed: { type: 'flag', words: { zh: '已添加企业微信', en: 'Added on WeCom' } },
  followedAt: { type: 'instant', words: { zh: '添加企业微信时间', en: 'Added on WeCom at' } },
  members: { type: 'members', words: { zh: '跟进成员', en: 'Members in charge' } },
  hasPhone: { type: 'flag', words: { zh: '有手机号', en: 'Has a phone' } },
  minor: { type: 'flag', words: { zh: '未成年人', en: 'Minor' } },
  nextFollowUp: { type: 'date', words: { zh: '下次跟进日期', en: 'Next follow-up' } },
  tier: { type: 'choice', words: { zh: '层级', en: 'Tier' } },
  r: { type: 'number', words: { zh: 'R 分（最近购买）', en: 'R score (recency)' } },
  f: { type: 'number', words: { zh: 'F 分（购买频次）', en: 'F score (frequency)' } },
  m: { type: 'number', words: { zh: 'M 分（购买金额）', en: 'M score (monetary)' } },
  value: { type: 'money', words: { zh: '累计价值', en: 'Lifetime value' } },
  orders: { type: 'number', words: { zh: '累计订单数', en: 'Orders so far' } },
  paid: { type: 'money', words: { zh: '累计实付', en: 'Paid so far' } },
  refunded: { type: 'money', words: { zh: '累计退款', en: 'Refunded so far' } },
  firstOrderAt: { type: 'instant', words: { zh: '首次下单时间', en: 'First order' } },
  lastOrderAt: { type: 'instant', words: { zh: '最近下单时间', en: 'Last order' } },
} as const satisfies Record<string, { type: ValueType; words: Words }>;
export type AttributeName = keyof typeof ATTRIBUTES;

/** Events that Siyu itself writes, in words; what a client tracks keeps the name it was given. */
export const EVENT_WORDS: Readonly<Record<string, Words>> = {
  'customer.created': { zh: '成为客户', en: 'Became a customer' },
  'customer.changed': { zh: '资料有变更', en: 'Profile changed' },
  'customers.merged': { zh: '合并档案', en: 'Records merged' },
  'follow.started': { zh: '添加企业微信', en: 'Added on WeCom' },
  'follow.changed': { zh: '企业微信备注有变更', en: 'WeCom remark changed' },
  'follow.ended': { zh: '删除企业微信', en: 'Removed on WeCom' },
  'order.placed': { zh: '下单', en: 'Ordered' },
  'order.changed': { zh: '订单有变更', en: 'Order changed' },
  'order.matched': { zh: '订单归到客户', en: 'Order matched' },
  'order.refunded': { zh: '订单退款', en: 'Order refunded' },
  'refund.placed': { zh: '申请退款', en: 'Refund asked for' },
  'message.delivered': { zh: '消息送达', en: 'Message delivered' },
  'message.replied': { zh: '回复消息', en: 'Replied' },
  'message.failed': { zh: '消息未送达', en: 'Message not delivered' },
  'tag.added': { zh: '加上标签', en: 'Tagged' },
  'tag.removed': { zh: '去掉标签', en: 'Tag removed' },
  'tier.changed': { zh: '层级变化', en: 'Tier changed' },
  'consent.given': { zh: '同意接收', en: 'Consent given' },
  'consent.withdrawn': { zh: '撤回同意', en: 'Consent withdrawn' },
  'contact.claimed': { zh: '计入打扰预算', en: 'Contact counted' },
  'contact.settled': { zh: '触达有结果', en: 'Contact settled' },
  'facts.changed': { zh: '计算结果更新', en: 'Computed facts changed' },
};

/** Facts that Siyu itself writes, in words; other facts keep the name they were given. `share` is 0 to 1. */
export const FACTS: Readonly<
  Record<string, { type: 'number' | 'money' | 'share' | 'instant'; words: Words }>
> = {
  'value.expected': { type: 'money', words: { zh: '预计一年价值', en: 'Expected value in a year' } },
  'orders.expected': { type: 'number', words: { zh: '预计一年下单次数', en: 'Expected orders in a year' } },
  alive: { type: 'share', words: { zh: '活跃概率', en: 'Probability of being active' } },
  'order.next': { type: 'instant', words: { zh: '预计下次下单日', en: 'Expected next order' } },
};

/** Facts that rules know as attributes: a builder offers them once. */
export const FACTS_OF_ATTRIBUTES: readonly string[] = ['tier', 'rfm.r', 'rfm.f', 'rfm.m', 'value.total'];

/** What is written down under a name that anybody may have chosen: `constructor` is nobody's unless it is written here. */
export function knownAs<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
