import type { Words } from '#platform/contract.ts';

export const WORDS = {
  scripts: { zh: '话术', en: 'Scripts' },
  find: { zh: '查找话术', en: 'Find a script' },
  none: {
    zh: '还没有话术。负责人可以在控制台「触达 › 话术」里添加。',
    en: 'No scripts yet. Managers add them in the console under Engage › Scripts.',
  },
  noneFound: { zh: '没有符合的话术', en: 'No script matches' },
  send: { zh: '发送', en: 'Send' },
  copy: { zh: '复制', en: 'Copy' },
  sent: { zh: '已发送「{title}」', en: 'Sent “{title}”' },
  cancelled: { zh: '没有发送', en: 'Not sent' },
  copied: { zh: '已复制，去聊天里粘贴', en: 'Copied; paste it into the chat' },
  notSent: { zh: '没有发出去：{why}', en: 'It was not sent: {why}' },
  partly: { zh: '发了 {sent} 条，其余没有发', en: '{sent} sent, the rest was not' },
  partlyFor: { zh: '发了 {sent} 条，其余没有发出去：{why}', en: '{sent} sent, the rest was not: {why}' },
  file: { zh: '[文件]', en: '[File]' },
  other: { zh: '其他', en: 'Others' },
} as const satisfies Record<string, Words>;

/** What hangs on a script, by its kind. */
export const KINDS: Readonly<Record<string, Words>> = {
  image: { zh: '[图片]', en: '[Picture]' },
  link: { zh: '[链接]', en: '[Link]' },
  miniprogram: { zh: '[小程序]', en: '[Mini program]' },
  video: { zh: '[视频]', en: '[Video]' },
  file: WORDS.file,
};
