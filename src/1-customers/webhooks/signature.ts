import { createHmac, timingSafeEqual } from 'node:crypto';
import { SECOND } from '#platform/clock.ts';
import { HOOK_LIMITS } from './contract.ts';

/** What came with a request, and what it must fit. */
export type Signed = {
  timestamp: string | undefined;
  signature: string | undefined;
  body: Uint8Array;
};
export type SignatureFault = 'no_signature' | 'bad_timestamp' | 'outside_window' | 'wrong_signature';

/**
 * HMAC-SHA256 over `timestamp.body`, in hex. Compared in constant time with each secret that still counts; a request
 * older than the window is refused, so that one overheard cannot be sent again later.
 */
export function faultOfSignature(
  secrets: readonly string[],
  { timestamp, signature, body }: Signed,
  now: Date,
): SignatureFault | undefined {
  if (!timestamp || !signature) return 'no_signature';
  if (!/^\d{9,11}$/.test(timestamp)) return 'bad_timestamp';
  const age = Math.abs(now.getTime() - Number(timestamp) * SECOND);
  if (age > HOOK_LIMITS.windowSeconds * SECOND) return 'outside_window';
  const given = Buffer.from(signature.replace(/^sha256=/i, '').toLowerCase());
  const fits = secrets.map(secret => {
    const expected = Buffer.from(signatureOf(secret, timestamp, body));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits.includes(true) ? undefined : 'wrong_signature';
}

function signatureOf(secret: string, timestamp: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}
