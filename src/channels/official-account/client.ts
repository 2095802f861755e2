import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Clock, SECOND } from '#platform/clock.ts';
import type { CallOptions } from '../wecom/client.ts';
import type { Endpoint } from '../wecom/endpoint.ts';
import { type Exchange, httpExchange, type Input } from '../wecom/exchange.ts';
import { judge, scrub } from '../wecom/judge.ts';
import { done, type Outcome } from '../wecom/outcome.ts';
import { type Credentials, makeTokens, type TokenStore, type Tokens, tokenKeyOf } from '../wecom/tokens.ts';
import { isPassing, ofSecret, SPEECH } from './errors.ts';

export type OfficialAccountClient = {
  clock: Clock;
  /** What the platform gives out (media, say) is worth something in this account only. */
  corpId: string;
  call<T>(endpoint: Endpoint<T>, input?: Input, how?: CallOptions): Promise<Outcome<T>>;
  /** Where pictures of codes are shown: the base of the public site, another one in the simulator. */
  site: string;
};

export type ClientOptions = {
  credentials: { accountId: number; appId: string; secret: string };
  store: TokenStore;
  clock: Clock;
  /** Another server that speaks as WeChat does: the part before `/cgi-bin`. */
  baseUrl?: string | undefined;
};

const OFFICIAL = { api: 'https://api.weixin.qq.com', site: 'https://mp.weixin.qq.com' };
const TIMEOUT = 10 * SECOND;
const TRIES = 3;

/**
 * A client for one official account. Its token is shared by all processes and fetched by one of them (wecom/tokens.ts);
 * a call whose token is refused is made once more with another. What must not happen twice is not repeated once the
 * platform may have done it.
 */
export function officialAccountClient({
  credentials,
  store,
  clock,
  baseUrl,
}: ClientOptions): OfficialAccountClient {
  const exchange = httpExchange(baseUrl ?? OFFICIAL.api, TIMEOUT);
  const { accountId, appId, secret } = credentials;
  const key: Credentials = { accountId, corpId: appId, secret };
  const fetch = (isRefused: boolean) => fetchToken(exchange, { appId, secret }, isRefused);
  const tokens = makeTokens(tokenKeyOf(key), store, fetch, clock);
  return {
    clock,
    corpId: appId,
    site: baseUrl ?? OFFICIAL.site,
    call: (endpoint, input = {}, how = {}) => call({ exchange, tokens, secret }, endpoint, input, how),
  };
}

async function call<T>(
  { exchange, tokens, secret }: { exchange: Exchange; tokens: Tokens; secret: string },
  endpoint: Endpoint<T>,
  input: Input,
  { signal, file }: CallOptions,
): Promise<Outcome<T>> {
  let token = await tokens.current();
  let isRenewed = false;
  for (let attempt = 1; ; ) {
    if (!token.ok) return token;
    const { path, method } = endpoint;
    const asked = { path, method, input, file, token: token.data };
    const outcome = judge(endpoint, scrub(await exchange(asked, signal), [token.data, secret]), SPEECH);
    if (outcome.ok) return outcome;
    if (outcome.kind === 'refresh_token' && !isRenewed) {
      isRenewed = true;
      token = await tokens.renew(token.data);
    } else if (isPassing(outcome) && outcome.kind !== 'uncertain' && attempt < TRIES)
      await sleep(200 * 2 ** attempt++);
    else return outcome;
  }
}

const STABLE_TOKEN: Endpoint<{ access_token: string; expires_in: number }> = {
  path: 'stable_token',
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ access_token: z.string().min(1), expires_in: z.number().positive() }),
};

/**
 * The same token while it is valid; by force another, which ends the one before. Not the old `token`: that one is ended by
 * whoever else asks for it.
 */
async function fetchToken(
  exchange: Exchange,
  { appId, secret }: { appId: string; secret: string },
  isRefused: boolean,
): Promise<Outcome<{ token: string; lifetimeSeconds: number }>> {
  const input = { grant_type: 'client_credential', appid: appId, secret, force_refresh: isRefused };
  for (let attempt = 1; ; attempt++) {
    const exchanged = scrub(await exchange({ path: 'stable_token', method: 'POST', input }), [secret]);
    const outcome = judge(STABLE_TOKEN, exchanged, SPEECH);
    if (outcome.ok)
      return done({ token: outcome.data.access_token, lifetimeSeconds: outcome.data.expires_in });
    if (!isPassing(outcome) || attempt >= TRIES) return ofSecret(outcome);
    await sleep(200 * 2 ** attempt);
  }
}
