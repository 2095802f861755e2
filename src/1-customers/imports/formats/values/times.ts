import { DAY } from '#platform/clock.ts';
import { offsetOf, SHANGHAI, type Zone } from './zones.ts';

const USUAL =
  /^(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const SERIAL = /^\d{5}(?:\.\d+)?$/;
const EPOCH_1900 = Date.UTC(1899, 11, 30);

/**
 * A time as shops write it: `2026-01-31 18:05:00`, `2026/1/31 8:05`, `2026年1月31日`, `20260131`, ISO 8601, or the number
 * of days that Excel keeps. Wall clocks are in `zone`, Asia/Shanghai unless told otherwise. Undefined for what is no
 * time, or none between 1970 and 2100.
 */
export function readTime(text: string, zone: Zone = SHANGHAI): Date | undefined {
  const usual = USUAL.exec(text);
  if (usual) {
    const [, year, , month, day, hour, minute, second, utc, sign, hours, minutes] = usual;
    const wall = wallClock(year, month, day, hour, minute, second);
    if (wall === undefined) return undefined;
    if (utc) return new Date(wall);
    return sign ? new Date(wall - offsetOf(sign, hours, minutes)) : zone.toInstant(wall);
  }
  const compact = COMPACT.exec(text);
  const wall = compact ? wallClock(...partsOf(compact)) : serialDays(text);
  return wall === undefined ? undefined : zone.toInstant(wall);
}

function partsOf(match: RegExpExecArray): [string?, string?, string?, string?, string?, string?] {
  return [match[1], match[2], match[3], match[4], match[5], match[6]];
}

function serialDays(text: string): number | undefined {
  if (!SERIAL.test(text)) return undefined;
  const days = Number(text);
  return days < 20_000 || days > 80_000 ? undefined : EPOCH_1900 + Math.round(days * 86_400) * 1000;
}

/** The numbers of a clock on the wall, read as UTC; undefined when no calendar has that day or no day that hour. */
function wallClock(year = '', month = '', day = '', hour = '0', minute = '0', second = '0'): number | undefined {
  const [y, m, d, h, min, s] = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  if (y < 1970 || y > 2100 || m < 1 || m > 12 || d < 1 || h > 23 || min > 59 || s > 59) return undefined;
  if (d > 28 && d > new Date(Date.UTC(y, m, 0)).getUTCDate()) return undefined;
  return Date.UTC(y, m - 1, d, h, min, s);
}

/** A calendar day, `yyyy-MM-dd`, for birthdays (1900 to 2100); undefined without a year. */
export function readDay(text: string): string | undefined {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$/.exec(text) ?? COMPACT.exec(text);
  const [, year = '', month = '', day = ''] = match ?? [];
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (!match || Number(year) < 1900 || Number(year) > 2100 || at % DAY !== 0) return undefined;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return new Date(at).toISOString().slice(0, 10) === written ? written : undefined;
}

/** Reads a text by a pattern such as `d/M/yyyy H:mm`; gives the wall clock, or undefined when it does not fit. */
export type TimePattern = (text: string) => number | undefined;

const PARTS = ['yyyy', 'M', 'd', 'H', 'm', 's'] as const;
type Part = (typeof PARTS)[number];
const WIDTHS: Record<string, [Part, string]> = {
  yyyy: ['yyyy', '(\\d{4})'],
  MM: ['M', '(\\d{2})'],
  M: ['M', '(\\d{1,2})'],
  dd: ['d', '(\\d{2})'],
  d: ['d', '(\\d{1,2})'],
  HH: ['H', '(\\d{2})'],
  H: ['H', '(\\d{1,2})'],
  mm: ['m', '(\\d{2})'],
  ss: ['s', '(\\d{2})'],
};

/** Undefined when the pattern does not name year, month and day, each once. */
export function timePattern(pattern: string): TimePattern | undefined {
  const order: Part[] = [];
  const source = pattern.replace(/yyyy|MM?|dd?|HH?|mm|ss|[^A-Za-z]|[A-Za-z]/g, token => {
    const known = WIDTHS[token];
    if (!known) return /[A-Za-z]/.test(token) ? (order.push('yyyy'), token) : token.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    order.push(known[0]);
    return known[1];
  });
  const complete = (['yyyy', 'M', 'd'] as const).every(part => order.includes(part));
  if (!complete || new Set(order).size !== order.length) return undefined;
  const expression = new RegExp(`^${source}$`);
  return text => {
    const match = expression.exec(text);
    if (!match) return undefined;
    const found = new Map(order.map((part, index) => [part, match[index + 1]]));
    return wallClock(...partsInOrder(found));
  };
}

function partsInOrder(found: Map<Part, string | undefined>): [string?, string?, string?, string?, string?, string?] {
  const [year, month, day, hour, minute, second] = PARTS.map(part => found.get(part));
  return [year, month, day, hour, minute, second];
}
