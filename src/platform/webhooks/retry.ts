import { DAY, SECOND } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Called } from './call.ts';
import { WEBHOOK_LIMITS } from './contract.ts';

/** A tenth more or less, so that what failed together does not come back together. */
const JITTER = 0.1;
/** From so many failures in a row on the receiver is left alone, doubling from five seconds to five minutes. */
const HELD_FROM = 3;
const HOLD = { first: 5 * SECOND, longest: 300 * SECOND };

/** When a delivery is tried again after `tries` of its schedule; undefined: that was the last. */
export function nextTry(tries: number, now: Date, random: Random, retryAfter = 0): Date | undefined {
  const pause = WEBHOOK_LIMITS.retrySeconds[tries];
  if (pause === undefined) return undefined;
  const jittered = pause * SECOND * (1 - JITTER + 2 * JITTER * random.next());
  return new Date(now.getTime() + Math.max(jittered, retryAfter * SECOND));
}

/** Until when an endpoint that fails gets nothing; undefined: it goes on getting the others. */
export function holdAfter(failures: number, called: Called, now: Date): Date | undefined {
  const asked = called.retryAfter !== undefined ? called.retryAfter * SECOND : 0;
  const own = failures < HELD_FROM ? 0 : Math.min(HOLD.first * 2 ** (failures - HELD_FROM), HOLD.longest);
  const pause = Math.max(asked, own);
  return pause > 0 ? new Date(now.getTime() + pause) : undefined;
}

export function hasFailedForDays(since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() >= WEBHOOK_LIMITS.failingDays * DAY;
}
