import { DAY, fromShanghai, HOUR, shanghaiDate } from '#platform/clock.ts';
import type { Window } from './contract.ts';

/** From `from` (included) to `to` (excluded); an absent end is open. */
export type Span = { from: Date | undefined; to: Date | undefined };

/** What a window means at an instant. All readers of a rule use this, so they cannot disagree about time. */
export function spanOf(window: Window | null, now: Date): Span {
  if (window === null) return { from: undefined, to: undefined };
  const today = fromShanghai(shanghaiDate(now)).getTime();
  switch (window.kind) {
    case 'last':
      return window.unit === 'hour'
        ? { from: new Date(now.getTime() - window.n * HOUR), to: undefined }
        : { from: new Date(today - (window.n - 1) * DAY), to: undefined };
    case 'before':
      return { from: undefined, to: new Date(today - window.n * DAY) };
    case 'next':
      return { from: new Date(today), to: new Date(today + window.n * DAY) };
    case 'between':
      return {
        from: window.from === null ? undefined : fromShanghai(window.from),
        to: window.to === null ? undefined : new Date(fromShanghai(window.to).getTime() + DAY),
      };
  }
}

export function isWithin(at: Date, { from, to }: Span): boolean {
  return (from === undefined || at >= from) && (to === undefined || at < to);
}

/** A day counts as a whole: it is within when it is not before the day of `from` and before the day of `to`. */
export function isDayWithin(day: string, { from, to }: Span): boolean {
  return (from === undefined || day >= shanghaiDate(from)) && (to === undefined || day < shanghaiDate(to));
}

/** Days until the next anniversary of `yyyy-MM-dd`, 0 today; 29 February is kept on 1 March in common years. */
export function daysToAnniversary(birthday: string, now: Date): number {
  const today = shanghaiDate(now);
  const start = Date.parse(`${today}T00:00:00Z`);
  const year = Number(today.slice(0, 4));
  for (const y of [year, year + 1]) {
    const at = Date.UTC(y, Number(birthday.slice(5, 7)) - 1, Number(birthday.slice(8, 10)));
    if (at >= start) return (at - start) / DAY;
  }
  return 366;
}

/**
 * The last moment at which something is still within `n` days or hours after an instant: days are calendar days, so
 * within 1 day lasts to the end of the day after.
 */
export function deadlineAfter(at: Date, { n, unit }: { n: number; unit: 'day' | 'hour' }): Date {
  if (unit === 'hour') return new Date(at.getTime() + n * HOUR);
  return new Date(fromShanghai(shanghaiDate(at)).getTime() + (n + 1) * DAY - 1);
}

/** Whether the day of an instant comes round again within some days. What happens today, or will, has no anniversary yet. */
export function hasAnniversary(at: Date, days: number, now: Date): boolean {
  const day = shanghaiDate(at);
  return day < shanghaiDate(now) && daysToAnniversary(day, now) <= days;
}
