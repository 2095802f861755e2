import { createHmac, randomBytes } from 'node:crypto';
import { WEBHOOK_LIMITS } from './contract.ts';

const PREFIX = 'whsec_';

/** `whsec_` and base64 of random bytes, as Standard Webhooks serialises a symmetric secret. */
export function newSecret(): string {
  return PREFIX + randomBytes(WEBHOOK_LIMITS.secretBytes).toString('base64');
}

/**
 * The three headers of Standard Webhooks 1.0. Signed is `id.timestamp.body`, once with each secret that counts, the
 * newest first; `at` is when this try is made.
 */
export function signedHeaders(
  secrets: readonly string[],
  { id, at, body }: { id: string; at: Date; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map(secret => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
