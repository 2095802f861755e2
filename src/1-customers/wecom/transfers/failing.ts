import type { wecom } from '#channels';
import { HOUR, MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Failure } from './settle.sql.ts';

const PASSING: ReadonlySet<wecom.Failure['kind']> = new Set(['retry', 'slow_down', 'refresh_token']);

/** The same call later can succeed. */
export const isPassing = ({ kind }: wecom.Failure) => PASSING.has(kind);

export const wordsOf = ({ code, message }: wecom.Failure): Failure => ({ code: String(code), ...message });

/** When a transfer that waits is looked at again: hourly, because somebody may refuse, and when it should have ended. */
export function later(now: Date, due: Date): Date {
  const [soon, ended] = [now.getTime() + MINUTE, due.getTime() + MINUTE];
  return new Date(Math.min(now.getTime() + HOUR, Math.max(soon, ended)));
}

/** The client of an account, or nothing where it cannot be opened now; that is no transfer's fault. */
export async function openOr<Client>(
  platform: Platform,
  accountId: number,
  open: (platform: Platform, accountId: number) => Promise<Client>,
): Promise<Client | undefined> {
  try {
    return await open(platform, accountId);
  } catch (error) {
    platform.log.warn({ accountId, err: error }, 'transfers wait: the account cannot be opened');
    return undefined;
  }
}
