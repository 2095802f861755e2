import type { Scope } from '#platform/auth/actor.ts';
import { DAY, fromShanghai } from '#platform/clock.ts';
import type { CustomerFilters } from '../list.sql.ts';
import { type CodedColumn, type Columns, FLAGS, type NumberColumn, TAG_WORDS } from './columns.ts';

/** Writes to `to`, of the first `total` places of `from`, counted from `base`, those that fit, in their order; returns how many. */
export type Pass = (from: Uint16Array, to: Uint16Array, total: number, base: number) => number;

/** Whether the columns hold what these filters ask about; names, fields and what was imported are ClickHouse's. */
export function isAnswerable(filters: CustomerFilters): boolean {
  const { q, reachable, import: file, field, fieldRange, tag } = filters;
  if (q || reachable || file || field?.length || Object.keys(fieldRange ?? {}).length > 0) return false;
  return (tag ?? []).every(id => id < 32 * TAG_WORDS);
}

/** What leaves whom the filters find in a scope: the same people as `listCondition`'s, which a test holds it to. */
export function passesOf(columns: Columns, filters: CustomerFilters, scope: Scope): Pass[] {
  const { words, sets } = columns;
  const { city, tier, source, member, shop, followed, phone, tag } = filters;
  const passes: Pass[] = [];
  const coded = (name: CodedColumn, fits: Uint8Array) => {
    const codes = columns.codes[name];
    passes.push((from, to, total, base) => keepCodes(from, to, total, base, codes, fits));
  };
  const flag = (bit: number, wanted: 'yes' | 'no') => {
    passes.push(flagPass(columns, bit, wanted));
  };
  const anyOf = (name: 'members' | 'shops', ids: readonly number[]) =>
    coded(
      name,
      sets[name].where(set => set.some(id => ids.includes(id))),
    );
  if (scope.kind === 'members') anyOf('members', scope.memberIds);
  if (city)
    coded(
      'city',
      words.city.where(one => one === city),
    );
  if (tier?.length)
    coded(
      'tier',
      words.tier.where(one => tier.includes(one)),
    );
  if (source)
    coded(
      'source',
      words.source.where(one => one === source),
    );
  if (member?.length) anyOf('members', member);
  if (shop) anyOf('shops', [shop]);
  if (followed) flag(FLAGS.followed, followed);
  if (phone) flag(FLAGS.phone, phone);
  passes.push(...rangesOf(columns, filters));
  if (tag?.length) passes.push(tagPass(columns, tagWords(tag)));
  return passes;
}

function rangesOf({ numbers }: Columns, filters: CustomerFilters): Pass[] {
  const range = (name: NumberColumn, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) => {
    if (min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY) return [];
    const column = numbers[name];
    const pass: Pass = (from, to, total, base) => keepRange(from, to, total, base, column, min, max);
    return [pass];
  };
  return [
    ...range('orders', filters.ordersMin, filters.ordersMax),
    ...range('paid', filters.paidMin, filters.paidMax),
    ...range('lastOrder', dayBegins(filters.lastOrderAfter), dayEnds(filters.lastOrderBefore)),
    ...range('created', dayBegins(filters.createdAfter), dayEnds(filters.createdBefore)),
    ...range('followUp', undefined, dayNumber(filters.followUpBefore)),
  ];
}

const dayBegins = (day: string | undefined) => (day ? fromShanghai(day).getTime() : undefined);
const dayEnds = (day: string | undefined) => (day ? fromShanghai(day).getTime() + DAY - 1 : undefined);
const dayNumber = (day: string | undefined) => (day ? Date.parse(day) / DAY : undefined);

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

/** Those who have a flag, or have not. */
export function flagPass({ flags }: Columns, bit: number, wanted: 'yes' | 'no'): Pass {
  const value = wanted === 'yes' ? bit : 0;
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
