import type { Language, Words } from '#platform/contract.ts';

/** The shell's own words; each stage's pieces bring theirs. */
export const WORDS = {
  title: { zh: '客户', en: 'Customer' },
  retry: { zh: '重试', en: 'Try again' },
  cancel: { zh: '取消', en: 'Cancel' },
  save: { zh: '保存', en: 'Save' },
  unreachable: {
    zh: '网络不通，没有保存，请稍后重试。',
    en: 'The server cannot be reached; nothing was saved. Try again.',
  },
  failed: { zh: '没有成功', en: 'It did not work' },
  unnamed: { zh: '未命名客户', en: 'Unnamed customer' },
  search: { zh: '查找我的客户', en: 'Find one of your customers' },
  searchHint: { zh: '姓名、拼音首字母或手机号', en: 'Name, initials or phone' },
  recent: { zh: '最近下单的客户', en: 'Customers who ordered lately' },
  found: { zh: '找到 {count} 位客户', en: 'Customers found: {count}' },
  nobody: { zh: '没有找到客户', en: 'No customer found' },
  nobodyWhat: { zh: '只能找到您负责或跟进的客户。', en: 'You find the customers you own or follow.' },
  back: { zh: '换一位客户', en: 'Another customer' },
  inGroup: {
    zh: '这里是群聊，没有单个客户。可以查找一位。',
    en: 'This is a group chat, with no single customer. Find one.',
  },
  noContext: {
    zh: '在与客户的聊天里打开侧边栏，会直接显示这位客户。',
    en: 'Opened beside a chat, the sidebar shows that customer at once.',
  },
  unknownContact: { zh: '没有找到这位客户的资料', en: 'Nothing known of this customer' },
  unknownContactWhat: {
    zh: '可能刚加上、还没有同步过来，或不在您的数据范围里。',
    en: 'Just added and not synchronised yet, or not among those you may see.',
  },
  noClient: { zh: '暂时不能一键发送：{why}', en: 'Sending in one tap does not work now: {why}' },
  lost: {
    zh: '没有连上企业微信的聊天工具栏，话术可以复制后粘贴。',
    en: 'WeCom’s chat toolbar does not answer; copy scripts and paste them.',
  },
  console: { zh: '在控制台打开', en: 'Open in the console' },
  refusedTitle: { zh: '没有登录', en: 'Not signed in' },
  signIn: { zh: '重新登录', en: 'Sign in again' },
  refused_state: {
    zh: '登录已过期，或不是在这里开始的。',
    en: 'The sign-in has expired, or was not begun here.',
  },
  refused_outsider: {
    zh: '您不是这家企业的成员，不能使用。',
    en: 'You are no member of this corp and cannot use this.',
  },
  refused_unknown: {
    zh: 'Siyu 里还没有您。请管理员在「设置 › 渠道账号」同步一次成员。',
    en: 'Siyu does not know you yet. Ask an administrator to synchronise members under Settings › Channel accounts.',
  },
  refused_disabled: {
    zh: '您的账号已停用，请联系管理员。',
    en: 'Your account is disabled; ask an administrator.',
  },
  refused_code: {
    zh: '企业微信的登录凭证已失效，请再试一次。',
    en: 'WeCom’s sign-in code is no longer good; try once more.',
  },
  refused_wecom: {
    zh: '企业微信没有确认您的身份（{errcode}），请稍后再试或告诉管理员。',
    en: 'WeCom did not confirm who you are ({errcode}); try later or tell an administrator.',
  },
  refused_no_account: { zh: '还没有接入企业微信应用。', en: 'No WeCom app is connected yet.' },
} as const satisfies Record<string, Words>;

/** Says words in one language, with values in their `{places}`. */
export type Say = (words: Words, values?: Record<string, string | number>) => string;

export function sayer(language: Language): Say {
  return (words, values = {}) =>
    words[language].replace(/\{(\w+)\}/g, (place, key: string) => String(values[key] ?? place));
}
