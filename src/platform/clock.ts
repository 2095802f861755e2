/** Time is an argument: whatever acts on time takes a Clock, so a test moves three days in a millisecond. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #at: number;
  constructor(at: string | Date) {
    this.#at = new Date(at).getTime();
  }
  now(): Date {
    return new Date(this.#at);
  }
  advance(milliseconds: number): void {
    this.#at += milliseconds;
  }
  set(at: string | Date): void {
    this.#at = new Date(at).getTime();
  }
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** China has one time zone without daylight saving, so a shift of eight hours is exact. */
export const SHANGHAI_OFFSET = 8 * HOUR;

/** The calendar date in Asia/Shanghai as `yyyy-MM-dd`. */
export function shanghaiDate(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10);
}

/** Minutes since midnight in Asia/Shanghai, 0 to 1439. */
export function shanghaiMinute(at: Date): number {
  const local = new Date(at.getTime() + SHANGHAI_OFFSET);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/** The instant of `yyyy-MM-dd` (and minutes after its midnight) in Asia/Shanghai. */
export function fromShanghai(date: string, minute = 0): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) - SHANGHAI_OFFSET + minute * MINUTE);
}
