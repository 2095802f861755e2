import { offsetOf, SHANGHAI, type Zone } from './zones.ts';

/** What nearly every shop writes, read by the place of its digits. */
const PLAIN = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const USUAL =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const SERIAL = /^\d{5}(?:\.\d+)?$/;
const EPOCH_1900 = Date.UTC(1899, 11, 30);

/**
 * A time as shops write it: `2026-01-31 18:05:00`, `2026/1/31 8:05`, `2026年1月31日`, `20260131`, ISO 8601, or the number
 * of days that Excel keeps. Wall clocks are in `zone`, Asia/Shanghai unless told otherwise. Undefined for what is no
 * time, or none between 1970 and 2100.
 */
export function readTime(text: string, zone: Zone = SHANGHAI): Date | undefined {
  if (PLAIN.test(text)) {
    const wall = toWall(
      number(text, 0, 4),
      number(text, 5, 7),
      number(text, 8, 10),
      number(text, 11, 13),
      number(text, 14, 16),
      number(text, 17, 19),
    );
    return wall === undefined ? undefined : zone.toInstant(wall);
  }
  const usual = USUAL.exec(text);
  if (!usual) {
    const compact = COMPACT.exec(text);
    const wall = compact ? wallClock(compact.slice(1)) : serialDays(text);
    return wall === undefined ? undefined : zone.toInstant(wall);
  }
  const wall = wallClock(usual.slice(1, 7));
  if (wall === undefined) return undefined;
  if (usual[7]) return new Date(wall);
  return usual[8] ? new Date(wall - offsetOf(usual[8], usual[9], usual[10])) : zone.toInstant(wall);
}

/** The number that stands from one place to another, digits only. */
function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

function serialDays(text: string): number | undefined {
  if (!SERIAL.test(text)) return undefined;
  const days = Number(text);
  return days < 20_000 || days > 80_000 ? undefined : EPOCH_1900 + Math.round(days * 86_400) * 1000;
}

function wallClock(parts: readonly (string | undefined)[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(part =>
    Number(part ?? 0),
  );
  return toWall(year, month, day, hour, minute, second);
}

/** The numbers of a clock on the wall, read as UTC; undefined when no calendar has that day or no day that hour. */
function toWall(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (year < 1970 || year > 2100 || month < 1 || month > 12 || day < 1) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** A calendar day, `yyyy-MM-dd`, for birthdays (1900 to 2100); undefined without a year. */
export function readDay(text: string): string | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/.exec(text) ?? COMPACT.exec(text);
  const [, year = '', month = '', day = ''] = match ?? [];
  if (!match || Number(year) < 1900 || Number(year) > 2100) return undefined;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const real = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).toISOString().slice(0, 10);
  return real === written ? written : undefined;
}

/** Reads a text by a pattern such as `d/M/yyyy H:mm`; undefined when it does not fit. */
export type TimePattern = (text: string, zone: Zone) => Date | undefined;

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
type Part = (typeof PARTS)[number];
const TOKENS = new Map<string, [Part, string]>([
  ['yyyy', ['year', '(\\d{4})']],
  ['MM', ['month', '(\\d{2})']],
  ['M', ['month', '(\\d{1,2})']],
  ['dd', ['day', '(\\d{2})']],
  ['d', ['day', '(\\d{1,2})']],
  ['HH', ['hour', '(\\d{2})']],
  ['H', ['hour', '(\\d{1,2})']],
  ['mm', ['minute', '(\\d{2})']],
  ['ss', ['second', '(\\d{2})']],
]);

/** Undefined when the pattern does not name year, month and day, or names something twice or unknown. */
export function timePattern(pattern: string): TimePattern | undefined {
  const order: Part[] = [];
  let source = '';
  for (const token of pattern.match(/yyyy|MM?|dd?|HH?|mm|ss|./gs) ?? []) {
    const known = TOKENS.get(token);
    if (!known && /[A-SU-Za-z]/.test(token)) return undefined;
    if (known) order.push(known[0]);
    source += known?.[1] ?? token.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
  }
  const complete = (['year', 'month', 'day'] as const).every(part => order.includes(part));
  if (!complete || new Set(order).size !== order.length) return undefined;
  const expression = new RegExp(`^${source}$`);
  return (text, zone) => {
    const match = expression.exec(text);
    const wall = match
      ? wallClock(PARTS.map(part => match[order.indexOf(part) + 1 || Number.NaN]))
      : undefined;
    return wall === undefined ? undefined : zone.toInstant(wall);
  };
}
