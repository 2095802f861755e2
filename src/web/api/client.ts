import type { z } from 'zod';
import type { Language } from '#platform/contract.ts';
import { type ApiProblem, localProblem, problemIn } from './problem.ts';
import type { Reach } from './reach.ts';

/** What a schema of a contract looks like as JSON: `Wire<typeof customerSchema>`. */
export type Wire<Schema extends z.ZodType> = z.input<Schema>;

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

export type ApiNeeds = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  language(): Language;
  /** A fresh Idempotency-Key. */
  newKey(): string;
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** The server says nobody is signed in (any more). */
  onSignedOut(): void;
  onReach(request: symbol, reach: Reach): void;
};

type Sent = { method: string; path: string; headers: Record<string, string>; body?: string };

export const BASE = '/api/v1';
/** With the pauses below: 80 seconds of asking again when the server says 503 every 2 s, 150 when it is silent. */
const MAX_ATTEMPTS = 40;

/** The typed door to /api/v1. Answers are trusted to be what the contract says: server and console ship together. */
export function createApi(needs: ApiNeeds) {
  const send = <T>(
    method: string,
    path: string,
    options: { body?: unknown; key?: string; signal?: AbortSignal },
  ) => {
    const headers: Record<string, string> = { 'x-siyu-language': needs.language() };
    if (options.body !== undefined) headers['content-type'] = 'application/json';
    if (method !== 'GET') headers['idempotency-key'] = options.key ?? needs.newKey();
    const sent: Sent = { method, path, headers };
    if (options.body !== undefined) sent.body = JSON.stringify(options.body);
    return exchange<T>(needs, sent, options.signal);
  };
  /** `key` names one action of the user; pass the same for a repeat of it, leave it out for a new one. */
  type WriteOptions = { key?: string; signal?: AbortSignal };
  return {
    get: <T>(path: string, query: Query = {}, options: { signal?: AbortSignal } = {}) =>
      send<T>('GET', path + queryString(query), options),
    post: <T>(path: string, body: unknown = {}, options: WriteOptions = {}) =>
      send<T>('POST', path, { ...options, body }),
    put: <T>(path: string, body: unknown, options: WriteOptions = {}) =>
      send<T>('PUT', path, { ...options, body }),
    patch: <T>(path: string, body: unknown, options: WriteOptions = {}) =>
      send<T>('PATCH', path, { ...options, body }),
    delete: <T>(path: string, options: WriteOptions = {}) => send<T>('DELETE', path, options),
  };
}

export type Api = ReturnType<typeof createApi>;

/** `{ tags: ['a', 'b'], page: 2 }` → `?tags=a,b&page=2`; what is undefined or empty is left out. */
export function queryString(query: Query): string {
  const parts = Object.entries(query)
    .map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : String(value ?? '')] as const)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/**
 * One exchange, asked again while the server recovers or cannot be reached. Writes may be asked again because they
 * carry their key: the server answers a repeat with the first answer.
 */
async function exchange<T>(needs: ApiNeeds, sent: Sent, signal: AbortSignal | undefined): Promise<T> {
  const request = Symbol(sent.path);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await ask(needs, sent, signal);
      if (answer.kind === 'answer') return answer.value as T;
      const again = attempt < MAX_ATTEMPTS ? pause(answer.problem, answer.retryAfter, attempt) : undefined;
      if (again === undefined) throw answer.problem;
      if (again.reach !== 'fine') needs.onReach(request, again.reach);
      await needs.wait(again.milliseconds, signal);
    }
  } finally {
    needs.onReach(request, 'fine');
  }
}

type Outcome =
  | { kind: 'answer'; value: unknown }
  | { kind: 'problem'; problem: ApiProblem; retryAfter: number | undefined };

async function ask(needs: ApiNeeds, sent: Sent, signal: AbortSignal | undefined): Promise<Outcome> {
  let response: Response;
  try {
    const { method, headers, body } = sent;
    response = await needs.fetch(BASE + sent.path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    return { kind: 'problem', problem: localProblem('unreachable', 0, sent.path), retryAfter: undefined };
  }
  if (response.ok) return { kind: 'answer', value: await readJson(response) };
  const problem = await problemIn(response, sent.path);
  if (problem.status === 401 && sent.path !== '/session') needs.onSignedOut();
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return { kind: 'problem', problem, retryAfter: Number.isFinite(seconds) ? seconds : undefined };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

/** Whether, and after how long, to ask again; and what to tell the user meanwhile. */
function pause(
  problem: ApiProblem,
  retryAfter: number | undefined,
  attempt: number,
): { milliseconds: number; reach: Reach } | undefined {
  if (problem.status === 503) return { milliseconds: (retryAfter ?? 2) * 1_000, reach: 'recovering' };
  // A proxy in front of a server that restarts answers 502 or 504.
  if (problem.code === 'unreachable' || (problem.code === 'not_ours' && [502, 504].includes(problem.status)))
    return { milliseconds: Math.min(500 * 2 ** (attempt - 1), 4_000), reach: 'unreachable' };
  // Our first try is still running on the server.
  if (problem.code === 'idempotency_key_in_use') return { milliseconds: 1_000, reach: 'fine' };
  return undefined;
}
