import type { Language, Words } from '#platform/contract.ts';

/** The page's words, those of the 企业微信 console where it has them. */
export const WORDS = {
  title: { zh: '企业微信模拟器', en: 'WeCom simulator' },
  lead: {
    zh: '这里代替真实的企业微信。您来扮演成员和客户：左边确认群发、发表朋友圈，中间收消息、回复、点赞。',
    en: 'This stands in for the real WeCom. You play both sides: confirm sends and publish moments on the left, receive, answer and like in the middle.',
  },
  kf: { zh: '微信客服', en: 'WeChat service' },
  album: { zh: '商品图册', en: 'Product album' },
  corp: { zh: '企业', en: 'Corp' },
  size: { zh: '{members} 位成员 · {customers} 位客户', en: '{members} members · {customers} customers' },
  staffTab: { zh: '成员', en: 'Staff' },
  phoneTab: { zh: '客户', en: 'Customer' },
  backstageTab: { zh: '幕后', en: 'Backstage' },

  staffTitle: { zh: '成员的企业微信', en: 'The member’s WeCom' },
  moreMembers: { zh: '其他 {count} 位成员', en: '{count} more members' },
  noMembers: { zh: '这个企业还没有成员', en: 'This corp has no members yet' },
  noTasks: { zh: '{name}没有群发任务', en: '{name} has no tasks' },
  noTasksHint: {
    zh: '在 Siyu 里创建一次群发，几秒后任务会出现在这里，等您确认。',
    en: 'Create a broadcast in Siyu; its task appears here after a few seconds and waits for you.',
  },
  task: { zh: '企业群发', en: 'Mass message' },
  taskToChats: { zh: '企业群发到客户群', en: 'Mass message to chats' },
  toCustomers: { zh: '发送给{names}，共 {count} 位客户', en: 'To {names}, {count} customers' },
  toOne: { zh: '发送给{names}', en: 'To {names}' },
  toChats: { zh: '发送到 {count} 个客户群', en: 'Group chats: {count}' },
  dispatching: { zh: '派发中', en: 'Being dispatched' },
  waiting: { zh: '待发送', en: 'Waiting' },
  sent: { zh: '已发送', en: 'Sent' },
  cancelled: { zh: '已停止', en: 'Stopped' },
  confirm: { zh: '确认发送', en: 'Send' },
  confirmAll: { zh: '全部确认发送（{count} 个）', en: 'Send all {count}' },
  reminded: { zh: '企业已提醒 {count} 次', en: 'Reminders: {count}' },
  delivered: { zh: '送达 {count}', en: '{count} delivered' },
  capped: { zh: '客户已达上限 {count}', en: '{count} over the cap' },
  notFriends: { zh: '不是好友 {count}', en: '{count} not friends' },

  moment: { zh: '客户朋友圈', en: 'Moment' },
  ownMoment: { zh: '自己发表的朋友圈', en: 'Their own moment' },
  momentFor: { zh: '{count} 位客户可见', en: 'For {count} customers' },
  toPublish: { zh: '待发表', en: 'To publish' },
  published: { zh: '已发表', en: 'Published' },
  publish: { zh: '发表', en: 'Publish' },
  momentResult: {
    zh: '可见 {shown} · 赞 {likes} · 评论 {comments}',
    en: 'in {shown} feeds · {likes} likes · {comments} comments',
  },
  feed: { zh: '朋友圈', en: 'Moments' },
  noFeed: { zh: '朋友圈里还没有内容', en: 'The feed is empty' },
  noFeedHint: {
    zh: '成员发表客户朋友圈后，会出现在这里。',
    en: 'Moments appear here once a member has published them.',
  },
  like: { zh: '赞', en: 'Like' },
  liked: { zh: '♥ 已赞', en: '♥ Liked' },
  comment: { zh: '评论', en: 'Comment' },
  commented: { zh: '我：{text}', en: 'Me: {text}' },

  phoneTitle: { zh: '客户的微信', en: 'The customer’s WeChat' },
  search: { zh: '找一位客户', en: 'Find a customer' },
  phoneOf: { zh: '{name}的微信', en: '{name}’s WeChat' },
  sidebar: { zh: '{member}的聊天侧边栏', en: '{member}’s chat sidebar' },
  noCustomers: { zh: '没有找到客户', en: 'No customer found' },
  noCustomerYet: { zh: '这个企业还没有客户', en: 'This corp has no customers yet' },
  noChat: { zh: '还没有消息', en: 'No messages yet' },
  noChatHint: {
    zh: '成员确认发送后，消息会出现在这里。',
    en: 'Messages appear here once a member has sent them.',
  },
  replyPlaceholder: { zh: '以{name}的身份回复', en: 'Answer as {name}' },
  reply: { zh: '发送', en: 'Send' },
  deleteMember: { zh: '删除成员', en: 'Delete the member' },
  deletedByCustomer: {
    zh: '{name}删除了{member}，消息不再送达。',
    en: '{name} deleted {member}; nothing arrives any more.',
  },
  deletedByMember: { zh: '{member}删除了{name}。', en: '{member} deleted {name}.' },
  addAgain: { zh: '重新添加', en: 'Add again' },
  inChat: { zh: '客户群', en: 'Group chat' },
  image: { zh: '图片', en: 'Picture' },
  video: { zh: '视频', en: 'Video' },
  file: { zh: '文件', en: 'File' },
  miniprogram: { zh: '小程序', en: 'Mini program' },

  clock: { zh: '模拟器的时间', en: 'The simulator’s time' },
  ahead: { zh: '比真实时间快{span}', en: '{span} ahead of real time' },
  behind: { zh: '比真实时间慢{span}', en: '{span} behind real time' },
  realTime: { zh: '与真实时间一致', en: 'Real time' },
  plusMinutes: { zh: '+10 分钟', en: '+10 min' },
  plusHour: { zh: '+1 小时', en: '+1 h' },
  plusDay: { zh: '+1 天', en: '+1 day' },
  backToNow: { zh: '回到现在', en: 'Back to now' },

  habits: { zh: '他们会自己做什么', en: 'What they do by themselves' },
  staffConfirm: { zh: '成员会自己确认群发', en: 'Members confirm by themselves' },
  staffPublish: { zh: '成员会自己发表朋友圈', en: 'Members publish moments by themselves' },
  customersLike: { zh: '两成客户会点赞', en: '2 in 10 customers like moments' },
  customersReply: { zh: '三成客户会回复', en: '3 in 10 customers answer' },
  customersDelete: { zh: '少数客户会删除成员', en: 'A few customers delete the member' },

  faults: { zh: '故障演练', en: 'Faults' },
  noFaults: { zh: '一切正常。', en: 'Everything works.' },
  addFault: { zh: '加上', en: 'Add' },
  removeFault: { zh: '撤掉', en: 'Remove' },
  timesLeft: { zh: '还剩 {count} 次', en: '{count} left' },

  log: { zh: '刚刚发生', en: 'Just now' },
  noLog: { zh: '还没有发生什么。', en: 'Nothing has happened yet.' },
  noAnswer: { zh: '断线', en: 'cut off' },
  succeeded: { zh: '成功', en: 'ok' },

  emptyTitle: { zh: '这里还没有企业', en: 'There is no corp here yet' },
  emptyText: {
    zh: 'Siyu 启动演示店铺时会在这里建好「小满面包房」。想单独看看模拟器，可以先装入一个小样例：三位成员，十二位客户。',
    en: 'When Siyu starts its demo shop, the bakery appears here. To look at the simulator alone, load a small sample: three members, twelve customers.',
  },
  loadSample: { zh: '装入小样例', en: 'Load the sample' },
} as const satisfies Record<string, Words>;

export type Word = keyof typeof WORDS;

/** Says a word of the page in one language, with values in its `{places}`. */
export type Say = (word: Word, values?: Record<string, string | number>) => string;

export function speak(language: Language): Say {
  return (word, values = {}) =>
    WORDS[word][language].replace(/\{(\w+)\}/g, (place, key: string) => String(values[key] ?? place));
}
