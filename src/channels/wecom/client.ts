import { z } from 'zod';
import { type Clock, SECOND, systemClock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { type Random, systemRandom } from '#platform/random.ts';
import type { Endpoint } from './endpoint.ts';
import { isPassing, ownFailure } from './errors.ts';
import { type Exchange, httpExchange, type Input, type Upload } from './exchange.ts';
import { judge, scrub } from './judge.ts';
import { done, type Failure, type Outcome } from './outcome.ts';
import { type Limits, type Sleep, Throttle, type Turn, WECOM_LIMITS } from './throttle.ts';
import { type Credentials, makeTokens, type TokenStore, type Tokens, tokenKeyOf } from './tokens.ts';

export type WecomClient = {
  /** The time by which everything here is judged. */
  clock: Clock;
  /** What WeCom gives out (media, say) is worth something in this corp only. */
  corpId: string;
  call<T>(endpoint: Endpoint<T>, input?: Input, options?: CallOptions): Promise<Outcome<T>>;
  /** The access token is at hand: the next call need not wait for it. */
  ready(): Promise<Outcome<undefined>>;
};

/** With a file the call is an upload, and the input goes into the query. */
export type CallOptions = { signal?: AbortSignal; file?: Upload };

export type ClientOptions = {
  credentials: Credentials;
  store: TokenStore;
  log: Logger;
  /** Another server that speaks as WeCom does, such as the simulator: the part before `/cgi-bin`. */
  baseUrl?: string | undefined;
  clock?: Clock;
  random?: Random;
  sleep?: Sleep;
  /** Milliseconds for one request with its answer. */
  timeout?: number;
  limits?: Partial<Limits>;
  /** Told of each request and what came of it, also of those that were put off: `put_off`, with the own code. */
  onCall?: ((note: { api: string; meaning: string; code: string }) => void) | undefined;
};

const OFFICIAL = 'https://qyapi.weixin.qq.com';
const RETRIES = 3;

/** A client for one app of one corp. Make one per app and process: it holds the limits of that app's calls. */
export function wecomClient(options: ClientOptions): WecomClient {
  const clock = options.clock ?? systemClock;
  const sleep = options.sleep ?? realSleep;
  const exchange = httpExchange(options.baseUrl ?? OFFICIAL, options.timeout ?? 10 * SECOND);
  const random = options.random ?? systemRandom;
  const { credentials, store } = options;
  const parts: Parts = {
    exchange,
    pause: (attempt, signal) => sleep(backoff(attempt, random), signal),
    log: options.log,
    throttle: new Throttle({ ...WECOM_LIMITS, ...options.limits }, clock, sleep),
    tokens: makeTokens(tokenKeyOf(credentials), store, () => getToken(parts, credentials), clock),
    secret: credentials.secret,
    note(api, outcome, isPutOff = false) {
      const meaning = outcome.ok ? 'ok' : isPutOff ? 'put_off' : outcome.kind;
      options.onCall?.({ api, meaning, code: outcome.ok ? '' : String(outcome.code) });
    },
  };
  return {
    clock,
    corpId: credentials.corpId,
    async ready() {
      const token = await parts.tokens.current();
      return token.ok ? done(undefined) : token;
    },
    async call(endpoint, input = {}, how = {}) {
      const outcome = await call(parts, endpoint, input, how);
      if (!outcome.ok) report(options.log, endpoint.path, outcome);
      return outcome;
    },
  };
}

type Parts = {
  exchange: Exchange;
  throttle: Throttle;
  tokens: Tokens;
  pause: (attempt: number, signal?: AbortSignal) => Promise<void>;
  log: Logger;
  secret: string;
  note: (api: string, outcome: Outcome<unknown>, isPutOff?: boolean) => void;
};

async function call<T>(parts: Parts, endpoint: Endpoint<T>, input: Input, how: CallOptions) {
  let token = await parts.tokens.current();
  let renewed = false;
  for (let attempt = 1; ; ) {
    if (!token.ok) return token;
    const outcome = await once(parts, endpoint, { ...how, input, token: token.data });
    if (outcome.ok) return outcome;
    if (outcome.kind === 'refresh_token' && !renewed) {
      renewed = true;
      token = await parts.tokens.renew(token.data);
    } else if (endpoint.effect === 'repeatable' && isPassing(outcome) && attempt <= RETRIES) {
      await parts.pause(attempt, how.signal);
      attempt += 1;
    } else return outcome;
  }
}

/** One request in its turn, judged. */
async function once<T>(
  parts: Parts,
  endpoint: Endpoint<T>,
  { signal, ...asked }: CallOptions & { input: Input; token: string },
): Promise<Outcome<T>> {
  const { path, method, perMinute } = endpoint;
  const work = async (turn: Turn): Promise<Outcome<T>> => {
    if (!turn.granted) {
      const failure = putOff(turn);
      parts.note(path, failure, true);
      return failure;
    }
    const exchanged = scrub(await parts.exchange({ path, method, ...asked }, signal), [
      asked.token,
      parts.secret,
    ]);
    const outcome = judge(endpoint, exchanged);
    parts.note(path, outcome);
    if (outcome.ok) parts.throttle.succeeded(path);
    else if (outcome.code === 45033) parts.throttle.halve(path);
    else if (outcome.code === 45009) return { ...outcome, retryAt: parts.throttle.block(path) };
    return outcome;
  };
  return await parts.throttle.run(path, signal, work, perMinute);
}

function putOff(turn: Turn & { granted: false }): Failure {
  return { ...ownFailure(turn.reason), ...(turn.retryAt && { retryAt: turn.retryAt }) };
}

const GET_TOKEN: Endpoint<{ access_token: string; expires_in: number }> = {
  path: 'gettoken',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({ access_token: z.string().min(1), expires_in: z.number().positive() }),
};

async function getToken(parts: Parts, { corpId, secret }: Credentials) {
  const input = { corpid: corpId, corpsecret: secret };
  for (let attempt = 1; ; attempt += 1) {
    const request = { path: 'gettoken', method: 'GET', input } as const;
    const outcome = judge(GET_TOKEN, scrub(await parts.exchange(request), [secret]));
    parts.note('gettoken', outcome);
    if (outcome.ok) {
      const { access_token, expires_in } = outcome.data;
      return done({ token: access_token, lifetimeSeconds: expires_in });
    }
    if (!isPassing(outcome) || attempt > RETRIES) return report(parts.log, 'gettoken', outcome);
    await parts.pause(attempt);
  }
}

/** 0.2, 0.4, 0.8 seconds, each between half and all of it, so that many do not come back at the same moment. */
function backoff(attempt: number, random: Random): number {
  return 100 * 2 ** attempt * (0.5 + random.next() / 2);
}

function report(log: Logger, api: string, failure: Failure): Failure {
  const { kind, code, detail } = failure;
  const level = kind === 'config' || kind === 'bug' || kind === 'uncertain' ? 'warn' : 'debug';
  log[level]({ api, kind, code, detail }, 'a call of WeCom failed');
  return failure;
}

const realSleep: Sleep = (milliseconds, signal) =>
  new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
