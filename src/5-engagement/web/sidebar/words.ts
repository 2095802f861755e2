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
  other: { zh: '其他', en: 'Others' },
} as const satisfies Record<string, Words>;
