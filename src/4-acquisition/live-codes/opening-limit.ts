import { isIP } from 'node:net';
import type { Context } from 'hono';
import { MINUTE } from '#platform/clock.ts';
import { clientAddress } from '#platform/http/address.ts';
import type { Platform } from '#platform/platform.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

/** How often codes may be opened from one address in a minute. */
const OPENINGS = 'live_codes.openings.minute';

/** Whether this opening is one too many. */
export type OpeningLimit = (context: Context) => Promise<boolean>;

/**
 * Counts openings by address and minute, so that nobody fills the log of decisions or wears the database out. Kept in
 * this process only and forgotten with the minute: an address is written nowhere.
 */
export function openingLimit({ db, clock }: Platform): OpeningLimit {
  let minute = -1;
  let most = 0;
  let opened = new Map<string, number>();
  return async context => {
    const now = clock.now();
    const current = Math.floor(now.getTime() / MINUTE);
    if (current !== minute) {
      most = boundOf(await factsOn(db, now, [OPENINGS]), OPENINGS, now);
      opened = new Map();
      minute = current;
    }
    const address = visitorAddress(context);
    const count = (opened.get(address) ?? 0) + 1;
    opened.set(address, count);
    return count > most;
  };
}

/**
 * Where a customer is. Behind a proxy on this machine or in this network every customer would have its address, and one
 * would use up what all may: what such a proxy appends itself, the last of `X-Forwarded-For`, is believed then.
 */
function visitorAddress(context: Context): string {
  const peer = clientAddress(context);
  if (!isOwnNetwork(peer)) return peer;
  const told = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isIP(told) ? told : peer;
}

const isOwnNetwork = (address: string) =>
  address === 'local' ||
  /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ||
  /^(::1$|f[cd][0-9a-f]{2}:)/i.test(address);
