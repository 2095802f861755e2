import type { ProblemKind } from '../http/problem.ts';

export const NOT_HTTPS: ProblemKind = {
  code: 'webhook_not_https',
  status: 422,
  title: { zh: '地址须以 https:// 开头', en: 'The address must begin with https://' },
  detail: {
    zh: '没有保存。推送只发往 https 地址；自己机房里的地址，请由运维设置 SIYU_WEBHOOKS_PRIVATE=1。',
    en: 'Nothing was saved. Webhooks go to https only; for machines of your own set SIYU_WEBHOOKS_PRIVATE=1.',
  },
};

export const NOT_PUBLIC: ProblemKind = {
  code: 'webhook_not_public',
  status: 422,
  title: { zh: '这个地址不在公网上', en: 'The address is not on the public internet' },
  detail: {
    zh: '没有保存。为了不让推送碰到内部系统，只能发往公网地址；自己机房里的地址，请由运维设置 SIYU_WEBHOOKS_PRIVATE=1。',
    en: 'Nothing was saved. So that webhooks cannot touch internal systems, only public addresses are called; for machines of your own set SIYU_WEBHOOKS_PRIVATE=1.',
  },
};

export const URL_WITH_LOGIN: ProblemKind = {
  code: 'webhook_url_with_login',
  status: 422,
  title: { zh: '地址里不能带账号密码', en: 'The address must not hold a login' },
  detail: {
    zh: '没有保存。请去掉“用户名:密码@”部分，对方可以用签名确认是我们发的。',
    en: 'Nothing was saved. Take out the “user:password@” part; receivers know us by the signature.',
  },
};

export const UNKNOWN_TYPE: ProblemKind = {
  code: 'webhook_type_unknown',
  status: 422,
  title: { zh: '没有这种事件', en: 'There is no such event' },
  detail: { zh: '没有保存。不认识事件 {type}。', en: 'Nothing was saved. {type} is not among the events.' },
};

export const ENDPOINT_STOPPED: ProblemKind = {
  code: 'webhook_endpoint_stopped',
  status: 409,
  title: { zh: '推送已停', en: 'The endpoint is stopped' },
  detail: {
    zh: '这个接收端已暂停或被停用，请先恢复，再重新推送。',
    en: 'This endpoint is paused or disabled; resume it first, then replay.',
  },
};

export const STILL_WAITING: ProblemKind = {
  code: 'webhook_still_waiting',
  status: 409,
  title: { zh: '还在推送中', en: 'It is still being sent' },
  detail: {
    zh: '这条推送还在排队或等待重试，不需要重新推送。',
    en: 'This delivery still waits for a try; there is no need to replay it.',
  },
};

export const RANGE_TOO_LARGE: ProblemKind = {
  code: 'webhook_range_too_large',
  status: 422,
  title: { zh: '范围太大', en: 'The range is too large' },
  detail: {
    zh: '这段时间有 {found} 条推送，一次最多重新推送 {n} 条，请缩短时间范围。没有重新推送任何内容。',
    en: 'There are {found} deliveries in that time, of which {n} can be replayed at once; choose a shorter one. Nothing was replayed.',
  },
};
