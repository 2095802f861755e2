import { type Fen, type ParsedFen, parseFen } from '#platform/money.ts';

/** How a file writes money: `1,299.00` or `1.299,00`; in the currency's unit or in hundredths. */
export type AmountStyle = { decimal: 'point' | 'comma'; unit: 'major' | 'minor' };

export const PLAIN_AMOUNTS: AmountStyle = { decimal: 'point', unit: 'major' };

const PLAIN = /^\d{1,12}(?:\.\d\d?)?$/;

/** Money in fen, exact; what names less than a fen is rounded and says so. Undefined for what is no amount. */
export function readAmount(text: string, style: AmountStyle = PLAIN_AMOUNTS): ParsedFen | undefined {
  if (style === PLAIN_AMOUNTS && PLAIN.test(text)) return { fen: plainFen(text), rounded: false };
  const parsed = parseFen(toPoint(text, style));
  if (!parsed || style.unit === 'major') return parsed;
  const nano = exactNano(text, style);
  return { fen: nanoToFen(nano), rounded: nano % NANO_PER_FEN !== 0n };
}

function plainFen(text: string): Fen {
  const point = text.indexOf('.');
  if (point === -1) return Number(text) * 100;
  const fraction = text.length - point - 1;
  const digits = Number(text.slice(0, point)) * 100;
  return digits + Number(text.slice(point + 1)) * (fraction === 1 ? 10 : 1);
}

function toPoint(text: string, style: AmountStyle): string {
  return style.decimal === 'comma' ? text.replaceAll('.', '').replace(',', '.') : text;
}

const NANO = 1_000_000_000n;
const NANO_PER_FEN = 10_000_000n;

/** The exact value of a text that `readAmount` has read, in 10⁻⁹ of the unit. */
export function exactNano(text: string, style: AmountStyle = PLAIN_AMOUNTS): bigint {
  const plain = toPoint(text, style)
    .normalize('NFKC')
    .replace(/[^\d.-]/g, '');
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.');
  const nano = BigInt(whole || '0') * NANO + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  const signed = plain.startsWith('-') ? -nano : nano;
  return style.unit === 'minor' ? signed / 100n : signed;
}

/** Rounded half away from zero. */
export function nanoToFen(nano: bigint): Fen {
  const half = nano < 0n ? -NANO_PER_FEN / 2n : NANO_PER_FEN / 2n;
  return Number((nano + half) / NANO_PER_FEN);
}

/** Adds amounts exactly, and beside it what they are after rounding to fen. */
export class ExactSum {
  #fen = 0;
  #carried = 0n;
  #nano = 0n;
  #rounded = 0n;

  addFen(fen: Fen): void {
    const sum = this.#fen + fen;
    if (Number.isSafeInteger(sum)) this.#fen = sum;
    else {
      this.#carried += BigInt(this.#fen) + BigInt(fen);
      this.#fen = 0;
    }
  }

  /** An amount that was rounded: what it is exactly, and what it became. */
  addRounded(nano: bigint, fen: Fen): void {
    this.#nano += nano;
    this.#rounded += BigInt(fen);
  }

  /** As the file says, e.g. `9747747.934`. */
  get exact(): string {
    return decimal(this.#wholeFen() * NANO_PER_FEN + this.#nano);
  }

  /** As it was imported. */
  get imported(): string {
    return decimal((this.#wholeFen() + this.#rounded) * NANO_PER_FEN);
  }

  #wholeFen(): bigint {
    return this.#carried + BigInt(this.#fen);
  }
}

function decimal(nano: bigint): string {
  const digits = String(nano < 0n ? -nano : nano).padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0{1,7}$/, '');
  return `${nano < 0n ? '-' : ''}${digits.slice(0, -9)}.${fraction}`;
}
