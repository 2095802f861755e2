import type { Words } from '#platform/contract.ts';
import type { ProblemKind } from '#platform/http/problem.ts';
import type { SignatureFault } from './signature.ts';

export const NO_SUCH_HOOK: ProblemKind = {
  code: 'hook_unknown',
  status: 404,
  title: { zh: '没有这个接收地址', en: 'There is no such address' },
  detail: {
    zh: '地址有误，或已经停用。请到 设置 › 订单推送 查看地址。',
    en: 'The address is wrong or no longer in use. Look it up in Settings › Order webhooks.',
  },
};

export const HOOK_PAUSED: ProblemKind = {
  code: 'hook_paused',
  status: 409,
  title: { zh: '接收已暂停', en: 'The hook is paused' },
  detail: {
    zh: '这个地址已暂停接收，没有保存任何内容；恢复后请重新发送。',
    en: 'This address takes nothing at present and nothing was saved; send it again when it is resumed.',
  },
};

export const NOT_REPLAYABLE: ProblemKind = {
  code: 'delivery_not_replayable',
  status: 409,
  title: { zh: '不能重试', en: 'It cannot be tried again' },
  detail: {
    zh: '这次推送已经处理完，或原文已按保存期限删除。请让对方重新发送。',
    en: 'This delivery is in, or what was sent has been removed by now. Have it sent again.',
  },
};

/** Why a request was not even looked at; said to the sender and, the last one, on the settings page. */
export const SIGNATURE_FAULTS: Record<SignatureFault, Words> = {
  no_signature: {
    zh: '缺少 X-Siyu-Timestamp 或 X-Siyu-Signature 请求头',
    en: 'The header X-Siyu-Timestamp or X-Siyu-Signature is missing',
  },
  bad_timestamp: {
    zh: 'X-Siyu-Timestamp 须是秒级 Unix 时间戳',
    en: 'X-Siyu-Timestamp must be Unix time in seconds',
  },
  outside_window: {
    zh: '时间戳与服务器时间相差超过 5 分钟，请校准发送方的时钟',
    en: 'The timestamp is more than 5 minutes from the server’s time; set the sender’s clock',
  },
  wrong_signature: {
    zh: '签名不符：请用当前密钥对“时间戳.正文”原文计算 HMAC-SHA256（十六进制）',
    en: 'The signature does not fit: HMAC-SHA256 in hex over “timestamp.body” as sent, with the current secret',
  },
};

export function signatureRefused(fault: SignatureFault): ProblemKind {
  return {
    code: fault,
    status: 401,
    title: { zh: '签名没有通过', en: 'The signature was refused' },
    detail: SIGNATURE_FAULTS[fault],
  };
}
