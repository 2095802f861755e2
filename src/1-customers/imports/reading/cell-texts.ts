/** Numbers of a sheet as the texts a person would have typed. */

/** How a style shows numbers: as a date, padded with zeros to a width, or plainly. */
export type NumberStyle = 'date' | 'plain' | { zeros: number };

/** Built-in formats that show dates or times (ECMA-376 part 1, §18.8.30; 27–36 and 50–58 are the Chinese ones). */
const BUILT_IN_DATES = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

export function numberStyle(formatId: number, code: string | undefined): NumberStyle {
  if (code === undefined)
    return BUILT_IN_DATES.some(([from, to]) => formatId >= from && formatId <= to) ? 'date' : 'plain';
  const bare = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  if (/^0{2,}$/.test(bare)) return { zeros: bare.length };
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare) ? 'date' : 'plain';
}

/** Excel keeps 15 digits; a whole number with more has lost its end, and says so by its exponent. */
const LOSSLESS = 1e15;

export function numberText(raw: string, style: NumberStyle, date1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (style === 'date') return dateText(value, date1904) ?? plainText(value);
  if (style !== 'plain' && Number.isInteger(value) && value >= 0)
    return plainText(value).padStart(style.zeros, '0');
  return plainText(value);
}

function plainText(value: number): string {
  if (Math.abs(value) >= LOSSLESS) return value.toExponential(14).toUpperCase();
  if (Number.isInteger(value)) return String(value);
  const rounded = Number(value.toPrecision(15));
  return Math.abs(rounded) < 1e-6 ? rounded.toFixed(9).replace(/\.?0+$/, '') : String(rounded);
}

const DAY_SECONDS = 86_400;
const EPOCH_1900 = Date.UTC(1899, 11, 30) / 1000;
const DAYS_TO_1904 = 1462;
const LAST_DAY = 2_958_466;

/** The wall clock that Excel shows: `yyyy-MM-dd HH:mm:ss`, without the time when it is midnight; times below one day. */
export function dateText(days: number, date1904: boolean): string | undefined {
  const serial = days + (date1904 ? DAYS_TO_1904 : 0);
  if (serial < 0 || serial >= LAST_DAY) return undefined;
  const seconds = Math.round(serial * DAY_SECONDS);
  const [date = '', time = ''] = new Date((EPOCH_1900 + seconds) * 1000).toISOString().split('T');
  const clock = time.slice(0, 8);
  if (serial < 1) return clock;
  return clock === '00:00:00' ? date : `${date} ${clock}`;
}

/** Excel writes what XML cannot hold as `_x000D_` (ECMA-376 part 1, §22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** `BC12` → 55 (A is 1); undefined for what is no cell reference. */
export function columnOf(reference: string): number | undefined {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const letter = (reference.charCodeAt(at) | 32) - 96;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (at > 6) return undefined;
  }
  return at === 0 ? undefined : column;
}
