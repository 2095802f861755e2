import type { Language, Words } from '#platform/contract.ts';
import { WORDS } from './words.ts';

/** What the server refused, in its words; `status` 0 is a network that failed. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

export type SidebarApi = {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
};

const BASE = '/api/v1';
const PAUSES = [500, 1_500, 4_000];

/**
 * The door to the API. Inside the client it says that it is the sidebar, whose session is its own. A write carries a key,
 * so that it may be asked again when the line was cut or the server is just starting.
 */
export function createApi(needs: { inClient: boolean; language(): Language; signedOut(): void }): SidebarApi {
  const once = async <T>(method: string, path: string, key: string, body?: unknown): Promise<T> => {
    const response = await fetch(BASE + path, {
      method,
      headers: {
        'x-siyu-language': needs.language(),
        ...(needs.inClient && { 'x-siyu-surface': 'sidebar' }),
        ...(method !== 'GET' && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => undefined);
    if (!response) throw new Refused(0, say(WORDS.unreachable));
    if (response.status === 401) needs.signedOut();
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer as T;
    throw new Refused(response.status, answer.detail || answer.title || say(WORDS.failed));
  };
  const say = (words: Words) => words[needs.language()];
  const send = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const key = newKey();
    for (const pause of PAUSES) {
      try {
        return await once<T>(method, path, key, body);
      } catch (error) {
        if (!(error instanceof Refused) || ![0, 502, 503].includes(error.status)) throw error;
        await new Promise(resolve => setTimeout(resolve, pause));
      }
    }
    return await once<T>(method, path, key, body);
  };
  return { get: path => send('GET', path), send };
}

/** `crypto.randomUUID` is not there on plain http. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
}
