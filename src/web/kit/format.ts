import type { Language } from '#platform/contract.ts';

/**
 * How numbers, money and time read. Pure, so that tables, charts, tests and sentences agree. Times are Shanghai's
 * wherever the reader sits: a shop's day is the shop's day.
 */
const LOCALE = { zh: 'zh-CN', en: 'en-GB' } as const;
const ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `123450` fen → `¥1,234.50`. Exact: the digits are moved, never divided. */
export function formatFen(fen: number, options: { sign?: boolean } = {}): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const sign = fen < 0 ? '-' : options.sign && fen > 0 ? '+' : '';
  return `${sign}¥${group(digits.slice(0, -2))}.${digits.slice(-2)}`;
}

/** For chart axes and tight places: `¥12.3万`, `¥123k`; below ten thousand yuan whole yuan. */
export function formatFenShort(fen: number, language: Language): string {
  return `${fen < 0 ? '-' : ''}¥${formatCountShort(Math.round(Math.abs(fen) / 100), language)}`;
}

/** Any number, with all of its digits. */
export function formatNumber(number: number): string {
  const [whole = '', rest] = String(Math.abs(number)).split('.');
  return `${number < 0 ? '-' : ''}${group(whole)}${rest === undefined ? '' : `.${rest}`}`;
}

export function formatCount(count: number): string {
  return count < 0 ? `-${group(String(-count))}` : group(String(count));
}

/** `12,340` → `1.2万` or `12.3k`. Only where the exact number stands near. */
export function formatCountShort(count: number, language: Language): string {
  const steps =
    language === 'zh'
      ? ([
          [100_000_000, '亿'],
          [10_000, '万'],
        ] as const)
      : ([
          [1_000_000, 'M'],
          [1_000, 'k'],
        ] as const);
  const step = steps.find(([size]) => Math.abs(count) >= (size === 1_000 ? 10_000 : size));
  if (!step) return formatCount(count);
  const [size, unit] = step;
  return `${Number((count / size).toFixed(1))}${unit}`;
}

/** A share from 0 to 1 → `12.3%`. */
export function formatShare(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}%`;
}

export type TimeStyle = 'minute' | 'day' | 'second';

/** `2026-11-21 14:05`: sorts as it reads, the same in both languages. */
export function formatInstant(at: string | Date, style: TimeStyle = 'minute'): string {
  const [date = '', time = ''] = shanghai(at).split('T');
  if (style === 'day') return date;
  return `${date} ${style === 'second' ? time.slice(0, 8) : time.slice(0, 5)}`;
}

/** `刚刚`, `5 分钟前`, `昨天`, and beyond a month the date. `now` is an argument so that a test can stop time. */
export function formatAgo(at: string | Date, now: Date, language: Language): string {
  const past = now.getTime() - new Date(at).getTime();
  const relative = new Intl.RelativeTimeFormat(LOCALE[language], { numeric: 'auto' });
  const size = Math.abs(past);
  if (size < MINUTE) return language === 'zh' ? '刚刚' : 'just now';
  if (size < HOUR) return relative.format(-Math.trunc(past / MINUTE), 'minute');
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return relative.format(-Math.trunc(past / HOUR), 'hour');
  if (Math.abs(days) <= 30) return relative.format(-days, 'day');
  return formatInstant(at, 'day');
}

/** A length of time in the two largest units: `3 分 20 秒`, `2 小时 5 分`. */
export function formatDuration(milliseconds: number, language: Language): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const units = language === 'zh' ? (['天', '小时', '分', '秒'] as const) : (['d', 'h', 'min', 's'] as const);
  const parts = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ].map((amount, at) => ({ amount, unit: units[at] ?? '' }));
  const first = parts.findIndex(part => part.amount > 0);
  if (first < 0) return `0 ${units[3]}`;
  return parts
    .slice(first, first + 2)
    .filter(part => part.amount > 0)
    .map(part => `${part.amount} ${part.unit}`)
    .join(' ');
}

/** How a number moved: absolute and as a share of what it was; no share of nothing. */
export function change(now: number, before: number): { by: number; share: number | undefined } {
  return { by: now - before, share: before === 0 ? undefined : (now - before) / Math.abs(before) };
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** China has one zone without daylight saving, so eight hours are exact. */
function shanghai(at: string | Date): string {
  return new Date(new Date(at).getTime() + 8 * HOUR).toISOString();
}

function dayNumber(at: string | Date): number {
  return Math.floor((new Date(at).getTime() + 8 * HOUR) / DAY);
}

/** `11月21日 周六`, `Sat 21 Nov`: a day as one says it. */
export function sayDay(at: string | Date, language: Language): string {
  const options = { month: 'short', day: 'numeric', weekday: 'short', timeZone: ZONE } as const;
  return new Intl.DateTimeFormat(LOCALE[language], options).format(new Date(at));
}

/** What a number counts: `share` is 0 to 1, `duration` is milliseconds. */
export type Measure = 'count' | 'fen' | 'share' | 'duration';

export function showMeasure(value: number, measure: Measure, language: Language): string {
  if (measure === 'fen') return formatFen(value);
  if (measure === 'share') return formatShare(value);
  if (measure === 'duration') return formatDuration(value, language);
  return formatCount(value);
}
