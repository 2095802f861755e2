import { type CodedColumn, type Columns, FLAGS, TAG_WORDS } from './columns.ts';
import type { Condition } from './condition.ts';

/** Writes to `to`, of the first `total` places of `from`, counted from `base`, those that fit, in their order; returns how many. */
export type Pass = (from: Uint16Array, to: Uint16Array, total: number, base: number) => number;

/** What leaves whom a condition names. To be used at once: it knows the columns as they are now. */
export function passOf(columns: Columns, condition: Condition): Pass {
  if ('flag' in condition) return flagPass(columns, FLAGS[condition.flag], condition.is);
  if ('taggedAny' in condition) return tagPass(columns, tagWords(condition.taggedAny));
  if ('number' in condition) {
    const { number, from: min = Number.NEGATIVE_INFINITY, to: max = Number.POSITIVE_INFINITY } = condition;
    const column = columns.numbers[number];
    return (from, to, total, base) => keepRange(from, to, total, base, column, min, max);
  }
  if ('unknown' in condition) {
    const column = columns.numbers[condition.unknown];
    return (from, to, total, base) => keepUnknown(from, to, total, base, column);
  }
  if ('set' in condition)
    return codePass(columns, condition.set, columns.sets[condition.set].where(setTest(condition)));
  return codePass(columns, condition.word, columns.words[condition.word].where(wordTest(condition)));
}

function setTest(condition: Extract<Condition, { set: unknown }>): (set: readonly number[]) => boolean {
  if ('empty' in condition) return set => set.length === 0;
  const { anyOf } = condition;
  return set => set.some(id => anyOf.includes(id));
}

function wordTest(condition: Extract<Condition, { word: unknown }>): (word: string) => boolean {
  if ('contains' in condition) return word => word.includes(condition.contains);
  return word => condition.oneOf.includes(word);
}

function codePass(columns: Columns, name: CodedColumn, fits: Uint8Array): Pass {
  const codes = columns.codes[name];
  return (from, to, total, base) => keepCodes(from, to, total, base, codes, fits);
}

function tagWords(ids: readonly number[]): Uint32Array {
  const words = new Uint32Array(TAG_WORDS);
  for (const id of ids) words[id >> 5] = ((words[id >> 5] ?? 0) | (1 << (id & 31))) >>> 0;
  return words;
}

// One loop for each kind of array: a loop that met several would be several times slower. Each place is written down and
// counted only if it fits, so nothing is guessed wrong. What is unknown (NaN) is in no range.

/** 1 where any bit is set, else 0, without a branch that is taken by half of the people and guessed wrong as often. */
const isAny = (bits: number) => (bits | -bits) >>> 31;

function keepFlag(
  from: Uint16Array,
  to: Uint16Array,
  total: number,
  base: number,
  flags: Uint8Array,
  bit: number,
  wanted: number,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += 1 - isAny(((flags[base + place] as number) & bit) ^ wanted);
  }
  return kept;
}

function keepCodes(
  from: Uint16Array,
  to: Uint16Array,
  total: number,
  base: number,
  codes: Uint32Array,
  fits: Uint8Array,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += fits[codes[base + place] as number] as number;
  }
  return kept;
}

function keepRange(
  from: Uint16Array,
  to: Uint16Array,
  total: number,
  base: number,
  numbers: Float64Array,
  min: number,
  max: number,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    const value = numbers[base + place] as number;
    to[kept] = place;
    kept += Number(value >= min) & Number(value <= max);
  }
  return kept;
}

function keepUnknown(
  from: Uint16Array,
  to: Uint16Array,
  total: number,
  base: number,
  numbers: Float64Array,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += Number(Number.isNaN(numbers[base + place] as number));
  }
  return kept;
}

/** Those who have a flag, or have not. */
function flagPass({ flags }: Columns, bit: number, is: boolean): Pass {
  const value = is ? bit : 0;
  return (from, to, total, base) => keepFlag(from, to, total, base, flags, bit, value);
}

function tagPass(columns: Columns, words: Uint32Array): Pass {
  const asked = columns.tags.flatMap((column, word) => (words[word] ? [{ column, bits: words[word] }] : []));
  const [only] = asked;
  return only && asked.length === 1
    ? (from, to, total, base) => keepBits(from, to, total, base, only.column, only.bits)
    : (from, to, total, base) => keepTags(from, to, total, base, asked);
}

function keepTags(
  from: Uint16Array,
  to: Uint16Array,
  total: number,
  base: number,
  asked: readonly { column: Uint32Array; bits: number }[],
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += asked.some(({ column, bits }) => ((column[base + place] as number) & bits) !== 0) ? 1 : 0;
  }
  return kept;
}

function keepBits(
  from: Uint16Array,
  to: Uint16Array,
  total: number,
  base: number,
  column: Uint32Array,
  bits: number,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += isAny((column[base + place] as number) & bits);
  }
  return kept;
}
