import type { Words } from '#platform/contract.ts';

/** Why Youzan was not read. `again`: the same may work later without anybody doing anything. */
export class YouzanFault extends Error {
  readonly code: string;
  readonly again: boolean;
  constructor(code: string, again: boolean, detail = '') {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
    this.again = again;
  }
}

const WORDS: Record<string, Words> = {
  network: { zh: '连不上有赞的服务器', en: 'Youzan’s server cannot be reached' },
  timeout: { zh: '有赞的服务器没有及时应答', en: 'Youzan’s server did not answer in time' },
  http_status: { zh: '有赞的服务器应答异常', en: 'Youzan’s server answered out of order' },
  not_json: { zh: '有赞的应答无法读取', en: 'Youzan’s answer cannot be read' },
  keys_refused: {
    zh: 'client_id、client_secret 或店铺 ID 不对，请在有赞云控制台核对',
    en: 'client_id, client_secret or the shop id is wrong; look them up in the console of 有赞云',
  },
  token_refused: { zh: '有赞没有接受访问令牌', en: 'Youzan does not accept the access token' },
  no_permission: {
    zh: '应用没有读取订单的权限，请在有赞云控制台申请交易接口',
    en: 'The application may not read orders; ask for the trade API in the console of 有赞云',
  },
  no_such_api: {
    zh: '接口版本不存在，请在高级选项里核对版本号',
    en: 'There is no such version of the API; check it under the advanced options',
  },
  too_many: {
    zh: '同一秒内变化的订单超过接口能翻的页数',
    en: 'More orders changed within one second than the API has pages for',
  },
  shape: { zh: '有赞的应答缺少必要的字段', en: 'Youzan’s answer lacks what it should have' },
  refused: { zh: '有赞拒绝了请求', en: 'Youzan refused the request' },
  internal: {
    zh: '订单已取到，但写入时出错，稍后会重试',
    en: 'The orders came, but writing them failed; it will be tried again',
  },
};

export function sayYouzanFault(code: string): Words {
  return WORDS[code] ?? (WORDS.refused as Words);
}
