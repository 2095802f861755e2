import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Outcome } from '../outcome.ts';
import { optionalText } from './fields.ts';

/** Whom a code stands for. Only a member of the corp has a userid; anybody else is known by openid. */
export type CodeHolder = { kind: 'member'; userId: string } | { kind: 'outsider' };

const USER_INFO: Endpoint<CodeHolder> = {
  path: 'auth/getuserinfo',
  method: 'GET',
  effect: 'repeatable',
  answer: z
    .object({ userid: optionalText, openid: optionalText })
    .refine(of => of.userid !== undefined || of.openid !== undefined)
    .transform(of =>
      of.userid === undefined ? { kind: 'outsider' } : { kind: 'member', userId: of.userid },
    ),
};

/**
 * Whom the code of the authorize page stands for (official page 91023). A code is good once and for five minutes:
 * 40029 it is none or too old, 42022 it was used; either way the person is sent to the authorize page again. Asked a
 * second time after a lost answer, WeCom says 42022: nobody is signed in twice.
 */
export function whoHolds(client: WecomClient, code: string): Promise<Outcome<CodeHolder>> {
  return client.call(USER_INFO, { code });
}

export type Authorize = {
  corpId: string;
  agentId: number;
  /** Where the browser comes back with `code` and `state`; its host is one of the app's trusted domains. */
  redirectUri: string;
  /** At most 128 characters of a-z, A-Z, 0-9. */
  state: string;
  /** Another server that speaks as WeCom does, such as the simulator. */
  baseUrl?: string | undefined;
};

/** Inside the WeCom client: silent, the member sees nothing (official page 91022). */
export function clientAuthorizeUrl({ baseUrl, ...of }: Authorize): string {
  const query = new URLSearchParams({
    appid: of.corpId,
    redirect_uri: of.redirectUri,
    response_type: 'code',
    scope: 'snsapi_base',
    agentid: String(of.agentId),
    state: of.state,
  });
  return `${baseUrl ?? 'https://open.weixin.qq.com'}/connect/oauth2/authorize?${query}#wechat_redirect`;
}

/** In any other browser: a page with a QR code, scanned with the WeCom client (official page 98152). */
export function browserAuthorizeUrl({ baseUrl, ...of }: Authorize): string {
  const query = new URLSearchParams({
    login_type: 'CorpApp',
    appid: of.corpId,
    agentid: String(of.agentId),
    redirect_uri: of.redirectUri,
    state: of.state,
  });
  return `${baseUrl ?? 'https://login.work.weixin.qq.com'}/wwlogin/sso/login?${query}`;
}
