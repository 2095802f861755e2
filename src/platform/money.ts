/**
 * Money is a whole number of fen (1/100 yuan). A JavaScript number holds every whole number up to
 * 90,071,992,547,409 yuan exactly; anything larger is refused where it enters, never rounded.
 */
export type Fen = number;

/** Exact sum; throws rather than lose a fen. */
export function addFen(...amounts: Fen[]): Fen {
  return safe(amounts.reduce((sum, amount) => sum + safe(amount), 0));
}

/** `12345` → `123.45`; for files and machines. */
export function fenToYuan(fen: Fen): string {
  const sign = fen < 0 ? '-' : '';
  const digits = String(Math.abs(safe(fen))).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What a decimal text means in fen: exact, or rounded half away from zero when it names less than a fen. */
export type ParsedFen = { fen: Fen; rounded: boolean };

const DECIMAL = /^([+-]?)(\d{1,15})(?:\.(\d{0,9}))?$/;

/**
 * Reads shop-file money: `1,299.00`, `¥12`, `12.5元`, full-width digits. Returns `undefined` for what is no amount;
 * empty and `-` are the caller's to judge.
 */
export function parseFen(text: string): ParsedFen | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,¥元]|CNY|RMB/gi, '');
  const match = DECIMAL.exec(plain);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const tail = fraction.slice(2);
  let fen = Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0'));
  if (tail >= '5') fen += 1;
  if (!Number.isSafeInteger(fen)) return undefined;
  return { fen: sign === '-' && fen !== 0 ? -fen : fen, rounded: /[1-9]/.test(tail) };
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole, safe number of fen: ${value}`);
  return value;
}
