import { formatInstant } from '#web/kit/format.ts';

/** When marketing may be sent: `09:00` to `21:00` on Shanghai's clock, the end not included. */
export type Hours = { from: string; to: string };

export function isQuiet(at: Date, { from, to }: Hours): boolean {
  const time = formatInstant(at).slice(11);
  return time < from || time >= to;
}

/** The next moment at which marketing may be sent; the moment itself, outside quiet hours. */
export function nextOpening(at: Date, hours: Hours): Date {
  if (!isQuiet(at, hours)) return at;
  const today = fromWall(`${formatInstant(at, 'day')} ${hours.from}`);
  return today > at ? today : new Date(today.getTime() + 24 * 60 * 60_000);
}

/** `2026-11-22 09:00` on Shanghai's clock, wherever the browser sits. */
export function fromWall(wall: string): Date {
  return new Date(`${wall.replace(' ', 'T')}:00+08:00`);
}

/** The hours among the rules in force; undefined while they are not known. */
export function hoursIn(
  facts: readonly { name: string; value?: unknown; isInForce: boolean }[] | undefined,
): Hours | undefined {
  const value = facts?.find(({ name, isInForce }) => name === 'marketing.hours' && isInForce)?.value;
  return isHours(value) ? value : undefined;
}

function isHours(value: unknown): value is Hours {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value;
}
