import { toE164 } from '../../../identities/phones.ts';
import { folded, isCipher, isNone } from './texts.ts';

/** What a phone column says: a number to know somebody by, or only something to show. */
export type ReadPhone = {
  e164?: string;
  /** Masked (`138****1234`) or temporary (`13800001111-1234`): shown, never an identity. */
  shown?: string;
  fault?: true;
};

/** Prefixes that the numbering plan (libphonenumber-js/max) holds valid as a whole; the rest is asked there. */
const CERTAIN = /^1(?:3\d|4[57]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])\d{8}$/;
/** Shops lend the courier a number with an extension for some weeks; the next buyer gets the same one. */
const TEMPORARY = /^(1\d{10})(?:-|转|#|,|\[|_|\()(\d{2,6})\D?$/;

export function readPhone(cell: string): ReadPhone {
  const text = cell.trim().replace(/^'/, '');
  if (CERTAIN.test(text)) return { e164: `+86${text}` };
  const plain = folded(text).replace(/\.0$/, '');
  if (isNone(plain) || isCipher(plain)) return {};
  if (plain.includes('*')) return { shown: plain.slice(0, 32) };
  if (TEMPORARY.test(plain)) return { shown: plain };
  const e164 = toE164(plain);
  return e164 === undefined ? { fault: true } : { e164 };
}
