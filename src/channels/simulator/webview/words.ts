import { type Language, say, type Words } from '#platform/contract.ts';

const WORDS = {
  authorizeTitle: { zh: '企业微信登录', en: 'Sign in with WeCom' },
  authorizeLead: {
    zh: '{app}想知道您是谁。在真实的企业微信里，这一步会扫码或自动完成；在模拟器里，请选择您扮演的成员。',
    en: '{app} wants to know who you are. The real WeCom asks you to scan a code or knows already; here, pick whom you play.',
  },
  outsider: { zh: '我不是成员（外部微信用户）', en: 'I am no member (a WeChat user from outside)' },
  refusedTitle: { zh: '企业微信拒绝了这个登录地址', en: 'WeCom refuses this sign-in address' },
  noCorp: {
    zh: '没有这个企业或应用（appid、agentid）。',
    en: 'There is no such corp or app (appid, agentid).',
  },
  untrusted: {
    zh: '50001：redirect_uri 的域名不是应用的可信域名。',
    en: '50001: the host of redirect_uri is not a trusted domain of the app.',
  },
  badState: {
    zh: 'state 只能用字母和数字，最多 128 个。',
    en: 'state may only have letters and digits, at most 128.',
  },
  badScope: {
    zh: 'scope 只能是 snsapi_base 或 snsapi_privateinfo。',
    en: 'scope must be snsapi_base or snsapi_privateinfo.',
  },

  scanTitle: { zh: '扫码', en: 'A code was scanned' },
  scanAdd: {
    zh: '在真实的微信里，扫码后会看到成员的名片。请给扮演的新客户起个名字，然后添加。',
    en: 'The real WeChat would show the member’s card. Name the new customer you play, then add.',
  },
  scanJoin: {
    zh: '在真实的微信里，扫码后会看到群聊邀请。请给扮演的人起个名字，然后进群。',
    en: 'The real WeChat would show the invitation. Name whom you play, then join.',
  },
  scanName: { zh: '微信昵称', en: 'WeChat name' },
  add: { zh: '添加', en: 'Add' },
  join: { zh: '进群', en: 'Join' },
  joined: { zh: '已经进群', en: 'Joined the group' },
  scanGone: { zh: '这个二维码已经失效', en: 'This code is no longer valid' },
  nobodyThere: { zh: '现在没有人能被添加', en: 'There is nobody who could be added' },

  sidebarTitle: { zh: '企业微信聊天侧边栏', en: 'WeCom chat sidebar' },
  sidebarLead: {
    zh: '您现在是{member}，正在和{customer}聊天；右边是企业在「聊天工具栏」里配置的页面。',
    en: 'You are {member}, chatting with {customer}; on the right is the page the corp put into the chat toolbar.',
  },
  chatWith: { zh: '与{customer}的聊天', en: 'Chat with {customer}' },
  memberLabel: { zh: '成员', en: 'Member' },
  customerLabel: { zh: '客户', en: 'Customer' },
  openChat: { zh: '打开聊天', en: 'Open the chat' },
  back: { zh: '回到模拟器', en: 'Back to the simulator' },
  noSidebar: { zh: '还没有配置聊天工具栏', en: 'No page in the chat toolbar yet' },
  noSidebarText: {
    zh: '这个企业的应用没有填写聊天工具栏页面的地址（PUT …/apps/:agentid/sidebar）。',
    en: 'No app of this corp has a page in the chat toolbar (PUT …/apps/:agentid/sidebar).',
  },
  nobody: { zh: '没有可以聊天的成员和客户', en: 'There is no member and customer to chat' },
  noMessages: { zh: '还没有消息', en: 'No messages yet' },
  confirmTitle: { zh: '发送给{customer}', en: 'Send to {customer}' },
  send: { zh: '发送', en: 'Send' },
  cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Record<string, Words>;

export type WebviewSay = (word: keyof typeof WORDS, values?: Record<string, string>) => string;

export function sayer(language: Language): WebviewSay {
  return (word, values = {}) => say(WORDS[word], language, values);
}
