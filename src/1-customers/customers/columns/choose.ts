import type { Scope } from '#platform/auth/actor.ts';
import { DAY, fromShanghai } from '#platform/clock.ts';
import type { CustomerFilters } from '../list.sql.ts';
import { type CodedColumn, type Columns, FLAGS, livingOf, type NumberColumn, TAG_WORDS } from './columns.ts';

/** The first `total` of `places` are where those stand who are chosen, ascending. To be read at once: the next choice writes over it. */
export type Chosen = { places: Uint32Array; total: number };

let scratch = new Uint32Array(0);

/** Whether the columns hold what these filters ask about; names, fields and what was imported are ClickHouse's. */
export function isAnswerable({ q, reachable, import: file, field, tag }: CustomerFilters): boolean {
  return !q && !reachable && !file && !field?.length && (tag ?? []).every(id => id < 32 * TAG_WORDS);
}

/** Whom the filters find in a scope: the same people as `listCondition`'s, which a test holds it to. */
export function choose(columns: Columns, filters: CustomerFilters, scope: Scope): Chosen {
  const { codes, words, sets, numbers } = columns;
  if (scratch.length < columns.size) scratch = new Uint32Array(columns.person.length);
  let from = livingOf(columns);
  let total = from.length;
  /** Each pass reads what the one before has left. */
  const keep = (pass: (from: Uint32Array, to: Uint32Array, total: number) => number) => {
    total = pass(from, scratch, total);
    from = scratch;
  };
  const flag = (bit: number, wanted: 'yes' | 'no') => {
    keep((...list) => keepFlag(...list, columns.flags, bit, wanted === 'yes' ? bit : 0));
  };
  const coded = (name: CodedColumn, fits: Uint8Array) => {
    keep((...list) => keepCodes(...list, codes[name], fits));
  };
  const anyOf = (name: 'members' | 'shops', ids: readonly number[]) =>
    coded(
      name,
      sets[name].where(set => set.some(id => ids.includes(id))),
    );
  const range = (name: NumberColumn, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) => {
    if (min > Number.NEGATIVE_INFINITY || max < Number.POSITIVE_INFINITY)
      keep((...list) => keepRange(...list, numbers[name], min, max));
  };
  if (scope.kind === 'members') anyOf('members', scope.memberIds);
  if (filters.city)
    coded(
      'city',
      words.city.where(city => city === filters.city),
    );
  if (filters.tier?.length)
    coded(
      'tier',
      words.tier.where(tier => filters.tier?.includes(tier) === true),
    );
  if (filters.source)
    coded(
      'source',
      words.source.where(source => source === filters.source),
    );
  if (filters.member?.length) anyOf('members', filters.member);
  if (filters.shop) anyOf('shops', [filters.shop]);
  if (filters.followed) flag(FLAGS.followed, filters.followed);
  if (filters.phone) flag(FLAGS.phone, filters.phone);
  range('orders', filters.ordersMin, filters.ordersMax);
  range('paid', filters.paidMin, filters.paidMax);
  range('lastOrder', dayBegins(filters.lastOrderAfter), dayEnds(filters.lastOrderBefore));
  range('created', dayBegins(filters.createdAfter), dayEnds(filters.createdBefore));
  range('followUp', undefined, dayNumber(filters.followUpBefore));
  const { tag } = filters;
  if (tag?.length) keep((...list) => keepTags(...list, columns.tags, tagWords(tag)));
  return { places: from, total };
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
  from: Uint32Array,
  to: Uint32Array,
  total: number,
  flags: Uint8Array,
  bit: number,
  wanted: number,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += 1 - isAny(((flags[place] as number) & bit) ^ wanted);
  }
  return kept;
}

function keepCodes(
  from: Uint32Array,
  to: Uint32Array,
  total: number,
  codes: Uint32Array,
  fits: Uint8Array,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += fits[codes[place] as number] as number;
  }
  return kept;
}

function keepRange(
  from: Uint32Array,
  to: Uint32Array,
  total: number,
  numbers: Float64Array,
  min: number,
  max: number,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    const value = numbers[place] as number;
    to[kept] = place;
    kept += value >= min && value <= max ? 1 : 0;
  }
  return kept;
}

function keepTags(
  from: Uint32Array,
  to: Uint32Array,
  total: number,
  columns: readonly Uint32Array[],
  words: Uint32Array,
): number {
  const asked = columns.flatMap((column, word) => (words[word] ? [{ column, bits: words[word] }] : []));
  const [only] = asked;
  if (only && asked.length === 1) return keepBits(from, to, total, only.column, only.bits);
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += asked.some(({ column, bits }) => ((column[place] as number) & bits) !== 0) ? 1 : 0;
  }
  return kept;
}

function keepBits(
  from: Uint32Array,
  to: Uint32Array,
  total: number,
  column: Uint32Array,
  bits: number,
): number {
  let kept = 0;
  for (let i = 0; i < total; i++) {
    const place = from[i] as number;
    to[kept] = place;
    kept += isAny((column[place] as number) & bits);
  }
  return kept;
}
