import { z } from 'zod';
import { notReached } from '../not-reached.ts';
import type { OwnCode } from './outcome.ts';

/** Values for the body of a POST, or for the query of a GET and of an upload. */
export type Input = Record<string, unknown>;

/** A file as it is sent, in the form field `media` (official page 90253). */
export type Upload = { name: string; contentType: string; bytes: Uint8Array<ArrayBuffer> };

type HttpRequest = {
  path: string;
  method: 'GET' | 'POST';
  input: Input;
  file?: Upload | undefined;
  /** WeCom takes it from the query and from nowhere else. */
  token?: string;
};

/**
 * What came back. `answered`: an answer of WeCom's, good or bad. Otherwise `carriedOut` says whether WeCom may have
 * done what was asked: `no` only when the request cannot have reached it, or was turned away before it.
 */
export type Exchanged =
  | { answered: true; code: number; detail: string; body: Record<string, unknown> }
  | { answered: false; code: OwnCode; detail?: string; carriedOut: 'no' | 'maybe' };

/** What a slow line carries, in bytes per millisecond: an upload has the more time the larger it is. */
const SLOWEST = 50;

export type Exchange = (request: HttpRequest, signal?: AbortSignal) => Promise<Exchanged>;

/**
 * One request, one answer, over kept-alive connections; nothing is repeated here. Nothing it returns contains the
 * address of the request, because that holds the token or the secret.
 */
export function httpExchange(baseUrl: string, timeout: number): Exchange {
  const base = new URL(baseUrl);
  return async (request, signal) => {
    const timer = AbortSignal.timeout(timeout + Math.ceil((request.file?.bytes.length ?? 0) / SLOWEST));
    try {
      const response = await fetch(addressOf(base, request), {
        method: request.method,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timer]) : timer,
        ...bodyOf(request),
      });
      return read(response.status, await response.text());
    } catch (error) {
      if (signal?.aborted) return { answered: false, code: 'aborted', carriedOut: 'maybe' };
      if (timer.aborted) return { answered: false, code: 'timeout', carriedOut: 'maybe' };
      return { answered: false, code: 'network', ...notReached(error) };
    }
  };
}

function bodyOf({ method, input, file }: HttpRequest): RequestInit {
  if (method === 'GET') return {};
  if (!file) return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) };
  const form = new FormData();
  form.append('media', new Blob([file.bytes], { type: file.contentType }), file.name);
  return { body: form };
}

function addressOf(base: URL, { path, method, input, file, token }: HttpRequest): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/cgi-bin/${path}`;
  if (token) url.searchParams.set('access_token', token);
  if (method === 'GET' || file)
    for (const [name, value] of Object.entries(input))
      if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

/** errcode may be absent on success; whatever else the body holds says nothing about success. */
const envelope = z.looseObject({
  errcode: z
    .union([
      z.int(),
      z
        .string()
        .regex(/^-?\d+$/)
        .transform(Number),
    ])
    .nullish(),
  errmsg: z.string().nullish(),
});

function read(status: number, text: string): Exchanged {
  if (status !== 200) return turnedAway(status);
  const parsed = envelope.safeParse(parseJson(text));
  if (!parsed.success) return { answered: false, code: 'not_json', carriedOut: 'maybe' };
  const { errcode, errmsg, ...body } = parsed.data;
  return { answered: true, code: errcode ?? 0, detail: errmsg ?? '', body };
}

/** WeCom answers everything with 200; another status is an unknown path (404), plain http (301) or a proxy. */
function turnedAway(status: number): Exchanged {
  const detail = `HTTP ${status}`;
  if (status >= 300 && status < 400) return { answered: false, code: 'redirected', detail, carriedOut: 'no' };
  const refused = [400, 401, 403, 404, 405, 407, 411, 413, 414, 429, 431].includes(status);
  return { answered: false, code: 'http_status', detail, carriedOut: refused ? 'no' : 'maybe' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
