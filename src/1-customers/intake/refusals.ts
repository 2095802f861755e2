import type { ProblemKind } from '#platform/http/problem.ts';

export const NO_SUCH_KEY: ProblemKind = {
  code: 'write_key_refused',
  status: 401,
  title: { zh: '密钥无效', en: 'The write key is not valid' },
  detail: {
    zh: '没有带密钥，或密钥不存在、已停用。请以 Basic 认证的用户名发送，或放在正文的 writeKey 里。',
    en: 'There is no write key, or it is unknown or revoked. Send it as the user of Basic auth, or as writeKey in the body.',
  },
};

export const BATCH_TOO_LARGE: ProblemKind = {
  code: 'batch_too_large',
  status: 413,
  title: { zh: '一次发送的内容太大', en: 'Too much at once' },
  detail: {
    zh: '一次最多 {kilobytes} KB、{items} 条，没有保存任何内容；请分成几批。',
    en: 'At most {kilobytes} KB and {items} messages at once; nothing was saved. Send it in several batches.',
  },
};

export const NO_BATCH: ProblemKind = {
  code: 'no_batch',
  status: 400,
  title: { zh: '这不是一批消息', en: 'This is not a batch' },
  detail: { zh: '正文需要 batch 数组。', en: 'The body needs a batch array.' },
};

/** What is wrong with the one message that was sent. */
export const MESSAGE_REFUSED: ProblemKind = {
  code: 'message_refused',
  status: 400,
  title: { zh: '消息没有收下', en: 'The message was not taken' },
  detail: { zh: '{message}', en: '{message}' },
};
