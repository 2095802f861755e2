import { type Language, say, type Words } from '#platform/contract.ts';

const WORDS = {
  title: { zh: '微信客服', en: 'WeChat service' },
  lead: {
    zh: '中间是客户的微信，右边是接待人员的企业微信。客户写的话会由 Siyu 收到；在 Siyu 里回复的话会出现在中间。',
    en: 'The customer’s WeChat is in the middle, the servicer’s WeCom on the right. What the customer writes reaches Siyu; what is answered there appears in the middle.',
  },
  back: { zh: '回到成员和客户', en: 'Back to staff and customers' },
  accounts: { zh: '客服账号', en: 'Service accounts' },
  noAccounts: {
    zh: '这个企业还没有客服账号。',
    en: 'This corp has no service account yet.',
  },
  addAccount: { zh: '新建客服账号', en: 'Make an account' },
  sessions: { zh: '会话', en: 'Sessions' },
  noSessions: { zh: '还没有客户进来。', en: 'Nobody has come in yet.' },
  crowd: { zh: '让 5 位客户来咨询', en: 'Let 5 customers ask' },
  customer: { zh: '客户的微信', en: 'The customer’s WeChat' },
  servicer: { zh: '接待人员的企业微信', en: 'The servicer’s WeCom' },
  noServicers: {
    zh: '还没有接待人员，请在 Siyu 的「客服账号」里添加。',
    en: 'There are no servicers; add them in Siyu under service accounts.',
  },
  write: { zh: '以{name}的身份写', en: 'Write as {name}' },
  send: { zh: '发送', en: 'Send' },
  recall: { zh: '撤回', en: 'Take back' },
  recalled: { zh: '已撤回', en: 'Taken back' },
  rejects: { zh: '拒收消息', en: 'Refuse messages' },
  accepts: { zh: '接收消息', en: 'Accept messages' },
  onDuty: { zh: '在岗', en: 'On duty' },
  offDuty: { zh: '不在岗', en: 'Off duty' },
  goOn: { zh: '{name}上岗', en: '{name} goes on duty' },
  goOff: { zh: '{name}离岗', en: '{name} goes off duty' },
  pick: { zh: '接入', en: 'Take the session' },
  end: { zh: '结束会话', en: 'End the session' },
  handOn: { zh: '转给{name}', en: 'Hand to {name}' },
  answer: { zh: '以{name}的身份回复', en: 'Answer as {name}' },
  state0: { zh: '未接入', en: 'New' },
  state1: { zh: '智能助手', en: 'Assistant' },
  state2: { zh: '待接入池', en: 'In the pool' },
  state3: { zh: '{name}接待中', en: 'With {name}' },
  state4: { zh: '已结束', en: 'Ended' },
  entered: { zh: '进入会话', en: 'Came in' },
  enterTitle: { zh: '进入「{name}」', en: 'To “{name}”' },
  enterLead: {
    zh: '在真实的微信里，打开链接会进入客服的聊天。请给扮演的客户起个名字。',
    en: 'The real WeChat would open the chat. Name the customer you play.',
  },
  name: { zh: '微信昵称', en: 'WeChat name' },
  enter: { zh: '进入会话', en: 'Open the chat' },
  gone: { zh: '这个链接不存在', en: 'There is no such link' },
  nobody: { zh: '选择左边的会话', en: 'Choose a session on the left' },
} as const satisfies Record<string, Words>;

export type KfSay = (word: keyof typeof WORDS, values?: Record<string, string>) => string;

export function kfSayer(language: Language): KfSay {
  return (word, values = {}) => say(WORDS[word], language, values);
}
