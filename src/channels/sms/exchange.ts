import { notReached } from '../not-reached.ts';

/** One call to a vendor. Nothing in an answer repeats what was sent, so that no number and no key gets into a log. */
export type Exchanged =
  | { answered: true; status: number; body: Record<string, unknown> }
  | { answered: false; code: 'network' | 'timeout' | 'not_json'; carriedOut: 'no' | 'maybe' };

export type Call = { url: URL; headers: Record<string, string>; body: string };

/** Longer than a vendor takes, shorter than a lease. */
const TIMEOUT = 10_000;

export async function exchange({ url, headers, body }: Call, timeout = TIMEOUT): Promise<Exchanged> {
  const timer = AbortSignal.timeout(timeout);
  try {
    // The host is signed as it is written here; fetch sets the same one by itself.
    const { host: _, ...sent } = headers;
    const response = await fetch(url, {
      method: 'POST',
      headers: sent,
      body,
      redirect: 'manual',
      signal: timer,
    });
    const read: unknown = await response.json().catch(() => undefined);
    if (typeof read !== 'object' || read === null)
      return { answered: false, code: 'not_json', carriedOut: 'maybe' };
    return { answered: true, status: response.status, body: read as Record<string, unknown> };
  } catch (error) {
    if (timer.aborted) return { answered: false, code: 'timeout', carriedOut: 'maybe' };
    return { answered: false, code: 'network', carriedOut: notReached(error).carriedOut };
  }
}
