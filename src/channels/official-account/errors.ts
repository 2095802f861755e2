import type { Words } from '#platform/contract.ts';
import type { Speech } from '../wecom/judge.ts';
import type { Action, Failure, OwnCode } from '../wecom/outcome.ts';

type Meaning = readonly [action: Action, zh: string, en: string];

/** The address that calls is not among those of 基本配置 › IP 白名单; errmsg names it. */
export const ADDRESS_REFUSED = 40164;

/**
 * Errcodes of the official account API. Source: the public digest of the official pages in fxp/skillify (2026-09-17, probed
 * without credentials); not tried live.
 */
const KNOWN: Record<number, Meaning> = {
  [-1]: ['retry', '微信系统繁忙，会自动再试。', 'WeChat is busy; it will be tried again.'],
  40001: ['refresh_token', '微信不接受现有的 access_token。', 'WeChat refuses the access token.'],
  40003: ['gone', '这个 openid 不是本公众号的粉丝。', 'This openid is no follower of this account.'],
  40013: [
    'config',
    'AppID 不正确，请到公众平台「基本配置」核对。',
    'The AppID is wrong; compare it with the platform’s basic settings.',
  ],
  40014: ['refresh_token', '微信不接受现有的 access_token。', 'WeChat refuses the access token.'],
  40125: [
    'config',
    'AppSecret 不正确，或已被重置，请重新填写。',
    'The AppSecret is wrong or has been reset; enter it again.',
  ],
  [ADDRESS_REFUSED]: [
    'config',
    '本服务器的 IP 不在公众平台的「IP 白名单」里。',
    'This server’s address is not on the platform’s IP allowlist.',
  ],
  40243: [
    'config',
    'AppSecret 已被冻结，请到公众平台解冻。',
    'The AppSecret is frozen; unfreeze it on the platform.',
  ],
  41004: ['config', '缺少 AppSecret，请重新填写。', 'There is no AppSecret; enter it again.'],
  42001: ['refresh_token', 'access_token 已过期。', 'The access token has expired.'],
  43004: ['gone', '对方没有关注公众号。', 'They do not follow the account.'],
  45009: [
    'slow_down',
    '今天的接口调用次数已用完，明天自动继续。',
    'Today’s calls are used up; it goes on tomorrow.',
  ],
  45011: ['slow_down', '调用太频繁，稍后自动继续。', 'Called too often; it goes on in a while.'],
  48001: [
    'config',
    '公众号没有这个接口的权限：需要已认证的服务号（订阅号只有部分接口）。',
    'The account may not call this: a certified service account is needed (subscription accounts have only some).',
  ],
  48004: [
    'config',
    '接口被封禁，请登录公众平台查看原因。',
    'The interface is blocked; sign in to the platform to see why.',
  ],
  50002: [
    'config',
    '公众号被冻结或受限，请登录公众平台查看。',
    'The account is frozen or limited; sign in to the platform.',
  ],
  61004: [
    'config',
    '本服务器的 IP 不在公众平台的「IP 白名单」里。',
    'This server’s address is not on the platform’s IP allowlist.',
  ],
};

const OWN: Partial<Record<OwnCode, Meaning>> = {
  network: [
    'retry',
    '连不上微信的服务器，请检查服务器网络。',
    'WeChat cannot be reached; check the server’s network.',
  ],
  timeout: [
    'retry',
    '微信没有及时答复，会自动再试。',
    'WeChat did not answer in time; it will be tried again.',
  ],
  redirected: [
    'config',
    '接口地址被跳转，可能被网络设备拦截。',
    'The address redirects; something on the way may intercept it.',
  ],
  http_status: [
    'retry',
    '微信或中间的代理暂时无法处理。',
    'WeChat, or a proxy on the way, cannot handle calls now.',
  ],
  not_json: [
    'retry',
    '答复不是微信的格式，可能被网络设备拦截。',
    'The answer is not WeChat’s; something on the way may have replaced it.',
  ],
};

const UNKNOWN: Meaning = [
  'bug',
  '微信拒绝了请求，请凭错误码查阅官方说明。',
  'WeChat refused the call; look the code up in the official list.',
];
const UNREAD: Meaning = [
  'bug',
  '微信的答复与其文档不符，没有采用。',
  'WeChat’s answer does not match its documentation and was not used.',
];

export const SPEECH: Speech = {
  refusal: (code, detail) => failure(code, KNOWN[code] ?? UNKNOWN, detail),
  own: (code, detail) => failure(code, OWN[code] ?? UNREAD, detail),
};

/** A secret that is wrong is told by stable_token with the code that elsewhere means the token. */
export function ofSecret(failed: Failure): Failure {
  return failed.code === 40001 ? SPEECH.refusal(40125, failed.detail) : failed;
}

const PASSING = new Set<number | string>([-1, 'network', 'timeout', 'http_status', 'not_json']);
export const isPassing = ({ code }: Failure) => PASSING.has(code);

function failure(code: Failure['code'], [kind, zh, en]: Meaning, detail?: string): Failure {
  const message: Words = { zh, en };
  return { ok: false, kind, code, message, ...(detail && { detail }) };
}
