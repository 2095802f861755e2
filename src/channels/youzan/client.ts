import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '#platform/clock.ts';
import { YouzanFault } from './faults.ts';
import type { YouzanKeys, YouzanOptions } from './options.ts';

/** A token and until when it counts; kept by the caller, shared by all processes. */
export type Token = { token: string; expiresAt: Date };
export type TokenKeeper = {
  get(): Promise<Token | undefined>;
  /** Fetches one while nobody else does, unless another has in the meantime put one that is not `stale`. */
  renew(stale: string | undefined, fetch: () => Promise<Token>): Promise<Token>;
};

export type YouzanClient = {
  call(api: string, version: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
};

const TIMEOUT = 20_000;
const TRIES = 3;
/** A token is not used in its last minutes: it would end on the way. */
const RESERVE = 300_000;

const object = z.record(z.string(), z.unknown());
const tokenAnswer = z.object({
  success: z.literal(true),
  data: z.object({ access_token: z.string().min(1), expires: z.coerce.number().positive() }),
});
/** The gateway's own refusals. 4202 and 4203 (expired, unknown): another token may do. */
const gateway = z.object({
  gw_err_resp: z.object({ err_code: z.coerce.number(), err_msg: z.string().optional() }),
});
const RENEWED_BY = [4201, 4202, 4203];

/** Calls 有赞云 for one shop: a token from its store, one renewal when it is refused, a few tries when the line is bad. */
export function youzanClient(
  keys: YouzanKeys,
  options: YouzanOptions,
  tokens: TokenKeeper,
  clock: Clock,
): YouzanClient {
  const fetchToken = async (): Promise<Token> => {
    const body = {
      ...{ client_id: keys.clientId, client_secret: keys.clientSecret, authorize_type: 'silent' },
      ...{ grant_id: keys.shopId, refresh: false },
    };
    const answer = await post(`${options.baseUrl}/auth/token`, body);
    const read = tokenAnswer.safeParse(answer);
    if (!read.success) throw new YouzanFault('keys_refused', false, codeIn(answer));
    return { token: read.data.data.access_token, expiresAt: new Date(read.data.data.expires) };
  };
  const tokenNow = async (stale?: string): Promise<string> => {
    const known = await tokens.get();
    const counts = known && known.expiresAt.getTime() - RESERVE > clock.now().getTime();
    if (counts && known.token !== stale) return known.token;
    return (await tokens.renew(stale ?? known?.token, fetchToken)).token;
  };
  let free = 0;
  const turn = async () => {
    const wait = free - performance.now();
    free = Math.max(free, performance.now()) + 1_000 / options.callsPerSecond;
    if (wait > 0) await sleep(wait);
  };
  return {
    async call(api, version, input) {
      for (let renewed = false, stale: string | undefined; ; renewed = true) {
        const token = await tokenNow(stale);
        await turn();
        const url = `${options.baseUrl}/api/${api}/${version}?access_token=${encodeURIComponent(token)}`;
        const answer = await post(url, input);
        const refused = gateway.safeParse(answer);
        if (!refused.success) return dataOf(answer);
        const { err_code: code } = refused.data.gw_err_resp;
        if (!RENEWED_BY.includes(code) || renewed) throw faultOf(code);
        stale = token;
      }
    },
  };
}

function faultOf(code: number): YouzanFault {
  if (RENEWED_BY.includes(code)) return new YouzanFault('token_refused', false, String(code));
  if (code === 4204) return new YouzanFault('no_permission', false, String(code));
  if (code === 4005) return new YouzanFault('no_such_api', false, String(code));
  return new YouzanFault('refused', true, String(code));
}

function dataOf(answer: Record<string, unknown>): Record<string, unknown> {
  const data = object.safeParse(answer.data);
  if (answer.success === true && data.success) return data.data;
  throw new YouzanFault('refused', true, codeIn(answer));
}

/** The code only: messages may repeat what was sent, and that were the keys. */
const codeIn = (answer: Record<string, unknown>) => (answer.code === undefined ? '' : `code ${answer.code}`);

/** Reading only, so what failed on the way may be asked again. */
async function post(url: string, body: object): Promise<Record<string, unknown>> {
  for (let tried = 1; ; tried++) {
    try {
      return await postOnce(url, body);
    } catch (error) {
      if (!(error instanceof YouzanFault) || !error.again || tried >= TRIES) throw error;
      await sleep(200 * 2 ** tried);
    }
  }
}

async function postOnce(url: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((error: Error) => {
    throw new YouzanFault(error.name === 'TimeoutError' ? 'timeout' : 'network', true);
  });
  if (!response.ok) throw new YouzanFault('http_status', response.status >= 500, `HTTP ${response.status}`);
  const read = object.safeParse(await response.json().catch(() => undefined));
  if (!read.success) throw new YouzanFault('not_json', true);
  return read.data;
}
