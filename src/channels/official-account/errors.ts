import type { Words } from '#platform/contract.ts';
import type { Speech } from '../wecom/judge.ts';
import type { Action, Failure, OwnCode } from '../wecom/outcome.ts';

type Meaning = readonly [action: Action, zh: string, en: string];

/** The follower has not written for too long, or done nothing lately: the window for answers is closed. */
export const WINDOW_CLOSED = 45015;
/** So many answers are gone that the follower has to write first. */
export const WINDOW_USED = 45047;
/** They have accepted no notice of this template, or none that is left. */
export const NO_GRANT = 43101;
/** A media_id that is not known or has expired: the refusal proves that nothing was sent. */
export const BAD_MEDIA = 40007;
/** The account’s calls of the day are used up. */
export const QUOTA_USED = 45009;

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
  [BAD_MEDIA]: [
    'fix_data',
    '图片在微信那边已过期，会重新上传。',
    'WeChat no longer has the picture; it is uploaded anew.',
  ],
  40013: [
    'config',
    'AppID 不正确，请到公众平台「基本配置」核对。',
    'The AppID is wrong; compare it with the platform’s basic settings.',
  ],
  40014: ['refresh_token', '微信不接受现有的 access_token。', 'WeChat refuses the access token.'],
  40037: [
    'fix_data',
    '公众号没有这个模板，请到公众平台「订阅通知」核对模板 ID。',
    'The account has no such template; compare its id on the platform.',
  ],
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
  41030: ['fix_data', '要打开的页面地址不正确。', 'The page to open is wrong.'],
  43004: ['gone', '对方没有关注公众号。', 'They do not follow the account.'],
  [NO_GRANT]: [
    'gone',
    '对方没有订阅这个通知，或订阅的次数已用完。',
    'They have not accepted this notice, or no acceptance is left.',
  ],
  45002: ['fix_data', '内容超过微信的长度限制。', 'The content is longer than WeChat takes.'],
  45008: ['fix_data', '图文消息最多一条。', 'A link message holds one article at most.'],
  [WINDOW_CLOSED]: [
    'gone',
    '对方最近没有留言或操作，公众号的回复时间已过。',
    'They have not written or acted lately: the time to answer is over.',
  ],
  [WINDOW_USED]: [
    'slow_down',
    '能回复的条数已用完，等对方再留言后才能继续回复。',
    'All answers are used; they have to write again first.',
  ],
  47003: [
    'fix_data',
    '通知里有一项内容不符合模板的格式。',
    'A field of the notice is not as the template wants it.',
  ],
  [QUOTA_USED]: [
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

/** What a refusal means, by its code as it was kept. */
export const sayRefusal = (code: string): Words =>
  (/^-?\d+$/.test(code) ? failure(Number(code), KNOWN[Number(code)] ?? UNKNOWN) : SPEECH.own(code as OwnCode))
    .message;

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
