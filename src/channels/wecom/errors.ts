import type { Words } from '#platform/contract.ts';
import { ACCESS } from './error-codes/access.ts';
import { CONTACTS } from './error-codes/contacts.ts';
import { CONTENT } from './error-codes/content.ts';
import { SERVICE } from './error-codes/service.ts';
import type { Action, Failure, OwnCode } from './outcome.ts';

type Meaning = { action: Action; words: Words };

const KNOWN = new Map<number, Meaning>(
  [...ACCESS, ...CONTACTS, ...CONTENT, ...SERVICE].map(([code, action, zh, en]) => [
    code,
    { action, words: { zh, en } },
  ]),
);

const OWN: Record<OwnCode, Meaning> = {
  network: own(
    'retry',
    '连不上企业微信，请稍后再试；持续出现请检查服务器网络。',
    'WeCom cannot be reached; try again later, or check the network of the server.',
  ),
  timeout: own(
    'retry',
    '企业微信没有及时答复，请稍后再试。',
    'WeCom did not answer in time; try again later.',
  ),
  aborted: own('retry', '调用被取消。', 'The call was given up.'),
  http_status: own(
    'retry',
    '企业微信或中间的代理暂时无法处理，请稍后再试。',
    'WeCom, or a proxy on the way, cannot handle calls now; try again later.',
  ),
  redirected: own(
    'config',
    '接口地址被跳转，请检查「渠道账号」中的接口地址（须为 https）。',
    'The address redirects elsewhere; check the API address of the channel account (it must be https).',
  ),
  not_json: own(
    'retry',
    '答复不是企业微信的格式，可能被网络设备拦截，请稍后再试。',
    'The answer is not WeCom’s; something on the way may have replaced it. Try again later.',
  ),
  wrong_json: own(
    'bug',
    '企业微信说请求的格式有误，这是程序错误。',
    'WeCom says the request is malformed; this is our mistake.',
  ),
  unexpected_answer: own(
    'bug',
    '企业微信的答复与其文档不符，没有采用。',
    'The answer does not match WeCom’s documentation and was not used.',
  ),
  endless_cursor: own(
    'bug',
    '企业微信重复给出同一分页游标，已停止读取，之前的页已保留。',
    'WeCom repeats the same page cursor; reading stopped, the pages before it were kept.',
  ),
  rate_limited: own(
    'slow_down',
    '为不超过企业微信的调用上限，本次调用被推迟。',
    'The call was put off to stay within the limits of WeCom.',
  ),
  invalid_request: own(
    'fix_data',
    '内容不符合企业微信的要求，没有发出请求。',
    'The content does not meet WeCom’s rules; no call was made.',
  ),
  file_unreadable: own(
    'fix_data',
    '读不到附件文件，没有发出请求；请重新上传该附件。',
    'The file of the attachment cannot be read; no call was made. Attach it again.',
  ),
  file_size: own(
    'fix_data',
    '文件大小不符合企业微信的要求，没有上传：消息图片最大 2 MB，小程序封面和视频 10 MB，语音 2 MB，文件 20 MB，且都须大于 5 字节。',
    'The size does not meet WeCom’s rules and nothing was uploaded: pictures in messages up to 2 MB, mini program covers and videos 10 MB, voices 2 MB, files 20 MB, all more than 5 bytes.',
  ),
  file_format: own(
    'fix_data',
    '文件格式不符合企业微信的要求，没有上传：图片须为 JPG 或 PNG，语音须为 AMR，视频须为 MP4。',
    'The format does not meet WeCom’s rules and nothing was uploaded: pictures must be JPG or PNG, voices AMR, videos MP4.',
  ),
};

const UNCERTAIN: Words = {
  zh: '无法确定企业微信是否已执行，未重复发送；需先与企业微信的记录核对。',
  en: 'It is not known whether WeCom carried this out. Nothing was sent twice; compare with WeCom’s list first.',
};

const UNKNOWN: Words = {
  zh: '企业微信拒绝了请求，原因不在已知错误码之列，请凭错误码查阅官方说明。',
  en: 'WeCom refused the call with a code Siyu does not know; look it up in the official list.',
};

/** 微信客服 has 95000 to 95032 to itself; of some of them only the meaning in general is known. */
const OF_SERVICE = own(
  'fix_data',
  '微信客服没有接受这次操作，请凭错误码查阅官方说明；不会自动重试。',
  'WeCom’s customer service did not take this; look the code up in the official list. It is not tried again.',
);

/** A refusal by WeCom's errcode. */
export function refusal(code: number, detail?: string): Failure {
  const known = KNOWN.get(code) ?? (code >= 95_000 && code <= 95_032 ? OF_SERVICE : undefined);
  return failure(known?.action ?? 'bug', code, known?.words ?? UNKNOWN, detail);
}

/** What a code, as a number or one of ours, tells people. */
export function wordsOfCode(code: string): Words {
  if (/^-?\d+$/.test(code)) return refusal(Number(code)).message;
  return Object.hasOwn(OWN, code) ? OWN[code as OwnCode].words : UNKNOWN;
}

/** A failure that is not WeCom's refusal. */
export function ownFailure(code: OwnCode, detail?: string): Failure {
  return failure(OWN[code].action, code, OWN[code].words, detail);
}

/** The same failure of a call that may have been carried out all the same. */
export function uncertain(cause: Failure): Failure {
  return failure('uncertain', cause.code, UNCERTAIN, cause.detail);
}

/** Passing by themselves within seconds: a call that cannot double is tried again at once. */
const PASSING = new Set<number | string>([-1, 45033, 45035, 'network', 'timeout', 'http_status', 'not_json']);

export function isPassing(failure: Failure): boolean {
  return (failure.kind === 'retry' || failure.kind === 'slow_down') && PASSING.has(failure.code);
}

function failure(kind: Failure['kind'], code: Failure['code'], message: Words, detail?: string): Failure {
  return { ok: false, kind, code, message, ...(detail && { detail }) };
}

function own(action: Action, zh: string, en: string): Meaning {
  return { action, words: { zh, en } };
}
