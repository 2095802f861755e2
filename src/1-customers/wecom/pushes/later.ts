import type { wecom } from '#channels';
import { HOUR, SECOND } from '#platform/clock.ts';

/** Tried so often, which takes the better part of a day, it is given up and somebody has to look. */
export const MOST_ATTEMPTS = 12;

const LATER = new Set<wecom.Failure['kind']>(['retry', 'slow_down', 'refresh_token', 'config', 'uncertain']);

/** Passing, or an administrator can mend it; everything else will be refused again. */
export function isLater({ kind }: wecom.Failure): boolean {
  return LATER.has(kind);
}

/** After half a minute, one, two, four … minutes, at most six hours; not before WeCom has said. */
export function laterAt(now: Date, attempts: number, retryAt?: Date): Date {
  const wait = Math.min(30 * SECOND * 2 ** (attempts - 1), 6 * HOUR);
  return new Date(Math.max(now.getTime() + wait, retryAt?.getTime() ?? 0));
}
