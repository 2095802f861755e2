import type { Words } from '#platform/contract.ts';

/** Why the admin API did not do what was asked. */
export class AdminProblem extends Error {
  readonly code: string;
  readonly status: 400 | 403 | 404 | 409 | 422;
  readonly words: Words;

  constructor(code: keyof typeof PROBLEMS, detail = '') {
    super(code);
    const { status, zh, en } = PROBLEMS[code];
    this.code = code;
    this.status = status;
    this.words = { zh: zh.replace('{detail}', () => detail), en: en.replace('{detail}', () => detail) };
  }
}

const PROBLEMS = {
  invalid: { status: 400, zh: '请求内容有误：{detail}', en: 'The request is not right: {detail}' },
  cross_site: {
    status: 403,
    zh: '这个请求来自别的网站，已拒绝。',
    en: 'The request came from another site and was refused.',
  },
  unknown_corp: { status: 404, zh: '没有这个企业。', en: 'There is no such corp.' },
  unknown_app: { status: 404, zh: '这个企业没有这个应用。', en: 'The corp has no such app.' },
  unknown_member: { status: 404, zh: '没有这个成员。', en: 'There is no such member.' },
  unknown_customer: { status: 404, zh: '没有这个客户。', en: 'There is no such customer.' },
  unknown_task: { status: 404, zh: '没有这个群发任务。', en: 'There is no such task.' },
  unknown_moment: { status: 404, zh: '没有这条朋友圈。', en: 'There is no such moment.' },
  already_published: { status: 409, zh: '这条朋友圈已经发表。', en: 'The moment is published already.' },
  not_shown: {
    status: 409,
    zh: '这条朋友圈不在这位客户的朋友圈里。',
    en: 'The moment is not in this customer’s feed.',
  },
  already_liked: { status: 409, zh: '已经赞过了。', en: 'It is liked already.' },
  unknown_group: { status: 404, zh: '没有这个客户群。', en: 'There is no such customer group.' },
  unknown_way: {
    status: 404,
    zh: '没有这个「联系我」或「加入群聊」。',
    en: 'There is no such contact way or join way.',
  },
  unknown_tag: { status: 404, zh: '没有这个标签。', en: 'There is no such tag.' },
  unknown_fault: { status: 404, zh: '没有这个故障。', en: 'There is no such fault.' },
  corp_taken: { status: 409, zh: '这个企业已经存在。', en: 'This corp exists already.' },
  already_friends: { status: 409, zh: '他们已经是好友。', en: 'They are friends already.' },
  not_friends: { status: 409, zh: '他们不是好友。', en: 'They are not friends.' },
  already_inside: { status: 409, zh: '这个人已经在群里。', en: 'They are in the group already.' },
  not_inside: { status: 409, zh: '这个人不在群里。', en: 'They are not in the group.' },
  nobody_there: {
    status: 409,
    zh: '这个码后面没有可以添加的成员或可以加入的群。',
    en: 'Behind this code there is no member to add and no group to join.',
  },
  no_transfer: {
    status: 409,
    zh: '这位客户没有等待中的继承。',
    en: 'No transfer of this customer is waiting.',
  },
  unknown_kf: { status: 404, zh: '没有这个客服账号。', en: 'There is no such customer-service account.' },
  unknown_servicer: {
    status: 404,
    zh: '这位成员不是这个客服账号的接待人员。',
    en: 'The member is not a servicer of this account.',
  },
  unknown_message: { status: 404, zh: '没有这条消息。', en: 'There is no such message.' },
  off_duty: { status: 409, zh: '这位接待人员已停止接待。', en: 'The servicer is off duty.' },
  wrong_state: {
    status: 409,
    zh: '会话的当前状态不允许这样做。',
    en: 'The session is in another state.',
  },
  unknown_product: { status: 404, zh: '图册里没有这个商品。', en: 'There is no such product in the album.' },
  unknown_link: { status: 404, zh: '没有这个获客链接。', en: 'There is no such acquisition link.' },
  no_quota: {
    status: 409,
    zh: '获客额度已用完，链接不可用。',
    en: 'The quota is used up; the link leads nowhere.',
  },
  already_sent: { status: 409, zh: '这个任务已经发送。', en: 'The task is sent already.' },
  dispatching: {
    status: 409,
    zh: '任务正在派发，成员还看不到它。',
    en: 'The task is being dispatched; the member does not see it yet.',
  },
  cancelled: { status: 409, zh: '企业已停止这次群发。', en: 'The corp has stopped this message.' },
  callback_refused: {
    status: 422,
    zh: '回调地址验证未通过，没有保存：{detail}',
    en: 'The callback address failed its check and was not saved: {detail}',
  },
} as const satisfies Record<string, Words & { status: number }>;
