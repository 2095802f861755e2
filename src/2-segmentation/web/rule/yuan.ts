/** Money is whole fen; people type yuan. The digits are moved, never divided, so 0.1 + 0.2 stays 0.3. */
export function fenToYuan(fen: number | null): string | null {
  if (fen === null) return null;
  if (!Number.isInteger(fen)) return String(fen / 100);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What somebody typed as yuan, in fen; null for nothing, and for what is no amount. */
export function yuanToFen(yuan: string | number | null): number | null {
  const match = /^\s*(-?)(\d{1,13})(?:\.(\d{0,2})0*)?\s*$/.exec(String(yuan ?? ''));
  if (!match) return null;
  const [, sign, whole = '0', cents = ''] = match;
  return Number(`${sign}${whole}${cents.padEnd(2, '0')}`) + 0;
}
