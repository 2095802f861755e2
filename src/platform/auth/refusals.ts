import type { ProblemKind } from '../http/problem.ts';

export const WRONG_PASSWORD: ProblemKind = {
  code: 'wrong_password',
  status: 422,
  title: { zh: '密码不正确', en: 'Wrong password' },
  detail: {
    zh: '当前密码不正确，什么都没有改。',
    en: 'The present password is not right; nothing was changed.',
  },
};

export const TOO_MANY_TRIES: ProblemKind = {
  code: 'too_many_tries',
  status: 429,
  title: { zh: '尝试次数过多', en: 'Too many tries' },
  detail: {
    zh: '为保护账号，请在 15 分钟后再试。',
    en: 'To protect the account, please try again in 15 minutes.',
  },
};
