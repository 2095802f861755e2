import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { WEBHOOK_LIMITS } from './contract.ts';
import { type Address, addressesOf, type Resolve } from './public-addresses.ts';

/** What became of one request; the answer itself is not kept: it may say anything about anybody. */
export type Called =
  | { outcome: 'taken' | 'refused' | 'redirected' | 'gone'; status: number; retryAfter: number | undefined }
  | { outcome: 'timeout' | 'unreachable' | 'blocked'; status: null; retryAfter: undefined };

export type Guard = {
  /** Whether networks of one's own and plain http may be called: SIYU_WEBHOOKS_PRIVATE. */
  allowsPrivate: boolean;
  resolve?: Resolve;
  timeout?: number;
};

const failed = (outcome: 'timeout' | 'unreachable' | 'blocked'): Called => ({
  ...{ outcome, status: null, retryAfter: undefined },
});

/**
 * One POST, over a connection of its own to an address that was looked at before, following nothing and never throwing.
 * Only 2xx is taken; all of it, names and answer too, has `timeout` milliseconds.
 */
export async function call(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowsPrivate, resolve, timeout = WEBHOOK_LIMITS.timeoutSeconds * 1_000 }: Guard,
): Promise<Called> {
  if (url.protocol !== 'https:' && !allowsPrivate) return failed('blocked');
  const late = AbortSignal.timeout(timeout);
  const addresses = await Promise.race([
    addressesOf(url.hostname, allowsPrivate, resolve),
    new Promise<'late'>(tell => late.addEventListener('abort', () => tell('late'))),
  ]);
  if (addresses === 'late') return failed('timeout');
  if (addresses === 'blocked') return failed('blocked');
  if (addresses === 'unknown') return failed('unreachable');
  try {
    return await post(url, headers, body, addresses, late);
  } catch {
    return failed(late.aborted ? 'timeout' : 'unreachable');
  }
}

/** Node looks names up through `lookup`, and a host that is an address not at all: either way it connects to `addresses`. */
function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<Called> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const [first] = addresses;
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ method: 'POST', host, port: url.port || undefined, path: url.pathname + url.search, signal },
      ...{ agent: false, ...(isIP(host) === 0 && { servername: host }) },
      headers: { ...headers, host: url.host, 'content-length': String(Buffer.byteLength(body)) },
      lookup: (_host, options, tell) =>
        options.all ? tell(null, [...addresses]) : tell(null, first?.address ?? '', first?.family),
    });
    sent.on('error', reject);
    sent.once('response', response => {
      response.on('error', () => undefined);
      const status = response.statusCode ?? 0;
      resolve({ outcome: outcomeOf(status), status, retryAfter: seconds(response.headers['retry-after']) });
      response.destroy();
    });
    sent.end(body);
  });
}

function outcomeOf(status: number): 'taken' | 'refused' | 'redirected' | 'gone' {
  if (status >= 200 && status < 300) return 'taken';
  if (status >= 300 && status < 400) return 'redirected';
  return status === 410 ? 'gone' : 'refused';
}

/** Of Retry-After only the form in seconds counts, and a day of it at most. */
function seconds(header: string | undefined): number | undefined {
  return header && /^\d{1,9}$/.test(header) ? Math.min(Number(header), 86_400) : undefined;
}
