import type { Words } from '#platform/contract.ts';
import type { RefusedNumber } from '../contract.ts';
import { ALIYUN_CODES } from './codes/aliyun.ts';
import { TENCENT_CODES } from './codes/tencent.ts';

/**
 * What to do about a vendor's code. `retry`: passing; `slow_down`: a limit of ours, later and less; `account`: somebody
 * must put something right at the vendor (keys, money, service), everything waits for that; `fix_data`: not with this
 * template or these values; `uncertain`: it may have gone out; the others are of the number.
 */
export type Meaning = 'retry' | 'slow_down' | 'account' | 'fix_data' | 'uncertain' | RefusedNumber;
export type Code = readonly [code: string, meaning: Meaning, zh: string, en: string];
export type Fault = { code: string; meaning: Meaning; message: Words };
export type Vendor = 'aliyun' | 'tencent';

const TABLES: Record<Vendor, readonly Code[]> = { aliyun: ALIYUN_CODES, tencent: TENCENT_CODES };

/** By the whole code; else by its first part, as Tencent's codes are families. A code nobody knows is not tried again. */
export function faultOf(vendor: Vendor, code: string): Fault {
  const table = TABLES[vendor];
  const found = table.find(([known]) => known === code) ?? table.find(([known]) => isFamily(known, code));
  if (!found)
    return {
      code,
      meaning: 'fix_data',
      message: {
        zh: '短信服务商拒绝了请求，原因不在已知错误码之列，请凭错误码查阅其文档。',
        en: 'The SMS vendor refused with a code Siyu does not know; look it up in the vendor’s list.',
      },
    };
  const [, meaning, zh, en] = found;
  return { code, meaning, message: { zh, en } };
}

const isFamily = (known: string, code: string) => known.endsWith('*') && code.startsWith(known.slice(0, -1));

/** What went wrong on the way. Whether it may have been carried out is the caller's to judge. */
export const ON_THE_WAY = {
  network: {
    zh: '连不上短信服务商，请检查服务器网络。',
    en: 'The SMS vendor cannot be reached; check the network of the server.',
  },
  timeout: { zh: '短信服务商没有及时答复。', en: 'The SMS vendor did not answer in time.' },
  not_json: {
    zh: '答复不是短信服务商的格式，可能被网络设备拦截。',
    en: 'The answer is not the vendor’s; something on the way may have replaced it.',
  },
  unexpected_answer: {
    zh: '短信服务商的答复与其文档不符，没有采用。',
    en: 'The vendor’s answer does not match its documentation and was not used.',
  },
} as const satisfies Record<string, Words>;

export const UNCERTAIN: Words = {
  zh: '无法确定短信是否已发出，没有重发；以服务商的记录和回执为准。',
  en: 'It is not known whether the messages went out. Nothing was sent again; the vendor’s records and receipts will tell.',
};
