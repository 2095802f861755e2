import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a message comes from Youzan: `Event-Sign` is MD5(client_id + body + client_secret) in lower hex. */
export function isFromYouzan(
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  body: Uint8Array,
  sign: string | undefined,
): boolean {
  const expected = createHash('md5').update(clientId).update(body).update(clientSecret).digest('hex');
  const given = Buffer.from(sign ?? '');
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}

/** What Youzan wants to hear within five seconds. */
export const PUSH_ANSWER = { code: 0, msg: 'success' } as const;
