import { formatInstant } from '#web/kit/format.ts';

/** The shop's calendar day so many days from now. */
export function dayIn(days: number, now = new Date()): string {
  return formatInstant(new Date(now.getTime() + days * 86_400_000), 'day');
}
