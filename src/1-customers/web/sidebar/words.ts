import type { Words } from '#platform/contract.ts';

export const WORDS = {
  unnamed: { zh: '未命名客户', en: 'Unnamed customer' },
  since: { zh: '{day} 成为客户', en: 'Customer since {day}' },
  minor: { zh: '未满 14 岁', en: 'Under fourteen' },
  value: { zh: '客户价值', en: 'Value' },
  spent: { zh: '累计消费', en: 'Spent' },
  orders: { zh: '订单', en: 'Orders' },
  lastOrder: { zh: '最近下单', en: 'Last order' },
  never: { zh: '没有', en: 'none' },
  reachable: { zh: '可触达', en: 'Can be contacted' },
  unreachable: { zh: '营销消息不可触达：{why}', en: 'No marketing now: {why}' },

  tags: { zh: '标签', en: 'Tags' },
  noTags: { zh: '还没有标签', en: 'No tags yet' },
  addTag: { zh: '＋ 打标签', en: '+ Tag' },
  findTag: { zh: '查找标签', en: 'Find a tag' },
  noSuchTag: {
    zh: '没有这个标签。新标签由负责人在控制台建立。',
    en: 'No such tag. New ones are made in the console.',
  },
  removeTag: { zh: '去掉标签「{name}」', en: 'Take the tag “{name}” away' },
  tagged: { zh: '已打标签「{name}」', en: 'Tagged “{name}”' },
  untagged: { zh: '已去掉「{name}」', en: 'Took “{name}” away' },

  recentOrders: { zh: '最近订单', en: 'Last orders' },
  noOrders: { zh: '还没有订单', en: 'No orders yet' },
  items: { zh: '{name} 等 {count} 件', en: '{name} and others, {count} in all' },
  due: { zh: '待付款', en: 'Unpaid' },
  closed: { zh: '已关闭', en: 'Closed' },
  none: { zh: '待发货', en: 'To be sent' },
  processing: { zh: '待发货', en: 'To be sent' },
  shipped: { zh: '已发货', en: 'Sent' },
  delivered: { zh: '已完成', en: 'Delivered' },
  partial: { zh: '部分退款', en: 'Partly refunded' },
  full: { zh: '已退款', en: 'Refunded' },
} as const satisfies Record<string, Words>;
