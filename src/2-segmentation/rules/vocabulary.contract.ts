import type { ProductRole } from '#customers/contract';
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
  | 'members'
  | 'accounts';

export const TESTS_OF = {
  text: ['one_of', 'contains', 'empty'],
  choice: ['one_of', 'empty'],
  number: ['at_least', 'at_most', 'between'],
  money: ['at_least', 'at_most', 'between'],
  instant: ['within', 'anniversary', 'empty'],
  date: ['within', 'empty'],
  birthday: ['anniversary', 'empty'],
  flag: ['yes'],
  members: ['any_member', 'any_team', 'empty'],
  accounts: ['any_account', 'empty'],
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
  owner: { type: 'members', words: { zh: '负责人', en: 'Owner' } },
  knownOn: { type: 'accounts', words: { zh: '所在账号', en: 'Known on' } },
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

/** What rules can ask of paid orders. `share` is 0 to 1. */
export const ORDER_MEASURES = {
  count: { type: 'number', words: { zh: '下单次数', en: 'orders' } },
  paid: { type: 'money', words: { zh: '消费金额', en: 'amount paid' } },
  quantity: { type: 'number', words: { zh: '购买件数', en: 'pieces bought' } },
  average: { type: 'money', words: { zh: '客单价', en: 'average order value' } },
  discounted_share: { type: 'share', words: { zh: '优惠订单占比', en: 'share of orders with a discount' } },
  discount_share: { type: 'share', words: { zh: '优惠金额占比', en: 'discount as a share of the price' } },
  refund_share: { type: 'share', words: { zh: '退款金额占比', en: 'refunds as a share of what was paid' } },
  span_days: { type: 'number', words: { zh: '首末单相隔天数', en: 'days from first to last order' } },
} as const satisfies Record<string, { type: 'number' | 'money' | 'share'; words: Words }>;
export type OrderMeasure = keyof typeof ORDER_MEASURES;

/** WeCom’s ways of adding a customer (add_way), as its console calls them. */
export const ADD_WAYS: Readonly<Record<number, Words>> = {
  0: { zh: '未知来源', en: 'unknown' },
  1: { zh: '扫描二维码', en: 'QR code' },
  2: { zh: '搜索手机号', en: 'phone search' },
  3: { zh: '名片分享', en: 'shared card' },
  4: { zh: '群聊', en: 'group chat' },
  5: { zh: '手机通讯录', en: 'phone book' },
  6: { zh: '微信联系人', en: 'WeChat contact' },
  8: { zh: '安装第三方应用时自动添加的客服人员', en: 'agent added with an app' },
  9: { zh: '搜索邮箱', en: 'e-mail search' },
  10: { zh: '视频号添加', en: 'WeChat Channels' },
  11: { zh: '通过日程参与人添加', en: 'calendar' },
  12: { zh: '通过会议参与人添加', en: 'meeting' },
  13: { zh: '添加微信好友对应的企业微信', en: 'WeChat friend’s WeCom' },
  14: { zh: '通过智慧硬件专属客服添加', en: 'smart hardware' },
  15: { zh: '通过上门服务客服添加', en: 'home service' },
  16: { zh: '通过获客链接添加', en: 'acquisition link' },
  17: { zh: '通过定制开发添加', en: 'custom development' },
  18: { zh: '通过需求回复添加', en: 'answer to a request' },
  21: { zh: '通过第三方售前客服添加', en: 'third-party presales' },
  22: { zh: '通过可能的商务伙伴添加', en: 'suggested partner' },
  24: { zh: '通过接受微信账号收到的好友申请添加', en: 'accepted request' },
  201: { zh: '内部成员共享', en: 'shared by a member' },
  202: { zh: '管理员/负责人分配', en: 'assigned' },
};
/** Who ended a relation. */
export const ENDED_BY = {
  customer: { zh: '被客户删除', en: 'the customer' },
  member: { zh: '由成员删除', en: 'the member' },
  transfer: { zh: '转给了别人', en: 'a transfer' },
} as const satisfies Record<string, Words>;

/** Days that shops prepare for; when they are stands in `calendar_days`. */
export const HOLIDAYS = {
  new_year: { zh: '元旦', en: 'New Year’s Day' },
  spring_festival: { zh: '春节', en: 'Spring Festival' },
  valentines: { zh: '情人节', en: 'Valentine’s Day' },
  womens_day: { zh: '妇女节', en: 'Women’s Day' },
  qingming: { zh: '清明节', en: 'Qingming' },
  labour_day: { zh: '劳动节', en: 'Labour Day' },
  mothers_day: { zh: '母亲节', en: 'Mother’s Day' },
  childrens_day: { zh: '儿童节', en: 'Children’s Day' },
  shopping_618: { zh: '618', en: '618' },
  dragon_boat: { zh: '端午节', en: 'Dragon Boat Festival' },
  qixi: { zh: '七夕', en: 'Qixi' },
  mid_autumn: { zh: '中秋节', en: 'Mid-Autumn Festival' },
  national_day: { zh: '国庆节', en: 'National Day' },
  double_11: { zh: '双11', en: 'Double 11' },
  double_12: { zh: '双12', en: 'Double 12' },
  christmas: { zh: '圣诞节', en: 'Christmas' },
} as const satisfies Record<string, Words>;
export type Holiday = keyof typeof HOLIDAYS;

/** Channels and purposes of contacts and of consent. */
export const CHANNEL_WORDS = {
  all: { zh: '所有渠道', en: 'all channels' },
  wecom: { zh: '企业微信', en: 'WeCom' },
  sms: { zh: '短信', en: 'text message' },
  hand: { zh: '人工联系', en: 'by hand' },
} as const satisfies Record<string, Words>;
export const PURPOSE_WORDS = {
  marketing: { zh: '营销', en: 'marketing' },
  service: { zh: '服务', en: 'service' },
  transactional: { zh: '交易通知', en: 'transactional' },
  profiling: { zh: '个性化推荐', en: 'profiling' },
} as const satisfies Record<string, Words>;

/** Events that Siyu itself writes, in words; what a client tracks keeps the name it was given. */
export const EVENT_WORDS: Readonly<Record<string, Words>> = {
  'customer.created': { zh: '成为客户', en: 'Became a customer' },
  'customer.changed': { zh: '资料有变更', en: 'Profile changed' },
  'customers.merged': { zh: '合并档案', en: 'Records merged' },
  'identity.shared': { zh: '手机号标记为多人共用', en: 'Phone marked as shared' },
  'identity.unshared': { zh: '手机号不再多人共用', en: 'Phone no longer shared' },
  'identity.order_told': { zh: '报出订单号', en: 'Named an order number' },
  'follow.started': { zh: '添加企业微信', en: 'Added on WeCom' },
  'follow.changed': { zh: '企业微信备注有变更', en: 'WeCom remark changed' },
  'follow.ended': { zh: '删除企业微信', en: 'Removed on WeCom' },
  'acquisition.friend_requested': { zh: '从获客链接申请添加', en: 'Asked to add by an acquisition link' },
  'acquisition.chat_started': { zh: '获客后首次开口', en: 'First message after an acquisition link' },
  'transfer.begun': { zh: '开始转给其他成员', en: 'Transfer to another member begun' },
  'transfer.done': { zh: '已转给其他成员', en: 'Transferred to another member' },
  'transfer.failed': { zh: '没有转成', en: 'Transfer failed' },
  'entry.recorded': { zh: '从触点进来', en: 'Came in at a touchpoint' },
  'migration.settled': { zh: '被邀请添加企业微信', en: 'Was asked to become a friend' },
  'group.joined': { zh: '进客户群', en: 'Joined a group' },
  'group.left': { zh: '退出客户群', en: 'Left a group' },
  'official_account.followed': { zh: '关注公众号', en: 'Followed the official account' },
  'official_account.unfollowed': { zh: '取消关注公众号', en: 'Unfollowed the official account' },
  'official_account.scanned': { zh: '扫公众号二维码', en: 'Scanned a code of the official account' },
  'official_account.answered': { zh: '公众号发来消息', en: 'Was sent a message by the official account' },
  'official_account.wrote': { zh: '给公众号留言', en: 'Wrote to the official account' },
  'kf.entered': { zh: '进入微信客服', en: 'Came to WeChat service' },
  'kf.asked': { zh: '向微信客服咨询', en: 'Asked at WeChat service' },
  'kf.answered': { zh: '微信客服已回复', en: 'Was answered at WeChat service' },
  'kf.ended': { zh: '微信客服会话结束', en: 'Session at WeChat service ended' },
  'order.placed': { zh: '下单', en: 'Ordered' },
  'order.changed': { zh: '订单有变更', en: 'Order changed' },
  'order.matched': { zh: '订单归到客户', en: 'Order matched' },
  'order.refunded': { zh: '订单退款', en: 'Order refunded' },
  'refund.placed': { zh: '申请退款', en: 'Refund asked for' },
  'message.delivered': { zh: '消息送达', en: 'Message delivered' },
  'message.replied': { zh: '回复消息', en: 'Replied' },
  'message.failed': { zh: '消息未送达', en: 'Message not delivered' },
  'moment.liked': { zh: '给朋友圈点赞', en: 'Liked a moment' },
  'moment.commented': { zh: '评论朋友圈', en: 'Commented on a moment' },
  'tag.added': { zh: '加上标签', en: 'Tagged' },
  'tag.removed': { zh: '去掉标签', en: 'Tag removed' },
  'tag.expired': { zh: '标签到期', en: 'Tag ended' },
  'tier.changed': { zh: '层级变化', en: 'Tier changed' },
  'consent.given': { zh: '同意接收', en: 'Consent given' },
  'consent.withdrawn': { zh: '撤回同意', en: 'Consent withdrawn' },
  'contact.claimed': { zh: '计入打扰预算', en: 'Contact counted' },
  'contact.settled': { zh: '触达有结果', en: 'Contact settled' },
  'follow_up.done': { zh: '跟进过', en: 'Followed up' },
  'follow_up.snoozed': { zh: '推后跟进', en: 'Follow-up put off' },
  'script.sent': { zh: '成员发送话术', en: 'Script sent by a member' },
  'promise.made': { zh: '作出承诺', en: 'Promise made' },
  'promise.kept': { zh: '承诺兑现', en: 'Promise kept' },
  'promise.broken': { zh: '承诺落空', en: 'Promise broken' },
  'facts.changed': { zh: '计算结果更新', en: 'Computed facts changed' },
};

/** Facts that Siyu itself writes, in words; other facts keep the name they were given. `share` is 0 to 1. */
export const FACTS: Readonly<
  Record<string, { type: 'number' | 'money' | 'share' | 'instant' | 'text'; words: Words }>
> = {
  'value.expected': { type: 'money', words: { zh: '预计一年价值', en: 'Expected value in a year' } },
  'orders.expected': { type: 'number', words: { zh: '预计一年下单次数', en: 'Expected orders in a year' } },
  alive: { type: 'share', words: { zh: '活跃概率', en: 'Probability of being active' } },
  'order.next': { type: 'instant', words: { zh: '预计下次下单日', en: 'Expected next order' } },
  'price.sensitivity': { type: 'number', words: { zh: '价格敏感度', en: 'Price sensitivity' } },
  'price.discounted': {
    type: 'share',
    words: { zh: '有优惠的订单占比', en: 'Share of orders at a discount' },
  },
  'price.depth': { type: 'share', words: { zh: '优惠深度', en: 'Depth of discounts' } },
  'price.drift': { type: 'share', words: { zh: '件单价降幅', en: 'Fall of the price per piece' } },
  'rhythm.days': { type: 'number', words: { zh: '跟进节奏（天）', en: 'Own rhythm (days)' } },
  'rhythm.next': { type: 'instant', words: { zh: '按节奏下次该来', en: 'Next by own rhythm' } },
  'rhythm.due': { type: 'instant', words: { zh: '按节奏该跟进', en: 'Due by own rhythm' } },
  'groups.count': { type: 'number', words: { zh: '所在客户群数', en: 'Customer groups they are in' } },
  'notices.left': {
    type: 'number',
    words: { zh: '还能收几条订阅通知', en: 'Subscribe notices still accepted' },
  },
  touchpoint: { type: 'text', words: { zh: '最近从哪个触点进来', en: 'Last came in at' } },
  'groups.joined': { type: 'instant', words: { zh: '最近进群', en: 'Last joined a group' } },
};

/** Facts that rules know as attributes: a builder offers them once. */
export const FACTS_OF_ATTRIBUTES: readonly string[] = [
  'tier',
  'rfm.r',
  'rfm.f',
  'rfm.m',
  'value.total',
  'birthday.lunar',
];

/** What is written down under a name that anybody may have chosen: `constructor` is nobody's unless it is written here. */
export function knownAs<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What products are for, as owners call it. */
export const PRODUCT_ROLES = {
  traffic: { zh: '导流', en: 'traffic' },
  profit: { zh: '挣钱', en: 'profit' },
  benefit: { zh: '福利', en: 'treat' },
  ip: { zh: 'IP', en: 'IP' },
} as const satisfies Record<ProductRole, Words>;
