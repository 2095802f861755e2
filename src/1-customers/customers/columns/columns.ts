import { type Dictionary, makeDictionary } from './dictionary.ts';

/** A person as ClickHouse tells them to the list. Instants are milliseconds, a day is days since 1970, money is fen. */
export type Person = {
  person_id: number;
  deleted: number;
  city: string;
  source: string;
  tier: string;
  members: number[];
  shops: number[];
  /** A bit for each tag whose id is below 256. */
  tags: number[];
  has_phone: number;
  followed: number;
  /** Whether messages can and may go to them on WeCom, limits and age aside. */
  open: number;
  /** The birthday that decides whether somebody is of age, far ahead where WeCom is not open to them. */
  born: number | null;
  created: number;
  lastOrder: number | null;
  orders: number;
  paid: number;
  value: number;
  followUp: number | null;
};

export const NUMBERS = ['created', 'lastOrder', 'orders', 'paid', 'value', 'followUp', 'born'] as const;
export type NumberColumn = (typeof NUMBERS)[number];
export const WORDS = ['city', 'source', 'tier'] as const;
export const SETS = ['members', 'shops'] as const;
export type CodedColumn = (typeof WORDS)[number] | (typeof SETS)[number];
export const FLAGS = { live: 1, phone: 2, followed: 4, open: 8 } as const;
/** So many of those who were written last are remembered. */
export const JOURNAL = 65_536;
/** Tags below 256, 32 to a column. */
export const TAG_WORDS = 8;
/** So many places are looked at together: what a filter leaves of them stays in the nearest cache. */
export const BLOCK = 1_024;

/**
 * Of each block, how many are not gone and within which bounds its known numbers lie. Bounds only widen, so they may be wider than
 * what is there now, never narrower. A block without a known number goes from Infinity to -Infinity.
 */
export type Blocks = { live: Uint16Array; least: Bounds; most: Bounds };
type Bounds = Record<(typeof BOUNDED)[number], Float64Array>;
const BOUNDED = [...NUMBERS, 'id'] as const;

/**
 * What the customer list filters and sorts by, of everybody, a typed array for each column; a person has the same place in all of
 * them. What is unknown is NaN. About 120 bytes a person.
 */
export type Columns = {
  /** How many places are taken, those of people who are gone among them. */
  size: number;
  places: Uint32Array;
  person: Uint32Array;
  flags: Uint8Array;
  blocks: Blocks;
  numbers: Record<NumberColumn, Float64Array>;
  codes: Record<CodedColumn, Uint32Array>;
  tags: Uint32Array[];
  /** The places that were written last: the one before number n (of all there ever were) is at `(n - 1) % JOURNAL`. */
  written: { total: number; places: Uint32Array };
  words: Record<(typeof WORDS)[number], Dictionary<string>>;
  sets: Record<(typeof SETS)[number], Dictionary<number[]>>;
};

export function makeColumns(): Columns {
  const each = <Key extends string, Made>(keys: readonly Key[], make: () => Made) =>
    Object.fromEntries(keys.map(key => [key, make()])) as Record<Key, Made>;
  return {
    size: 0,
    places: new Uint32Array(0),
    person: new Uint32Array(0),
    flags: new Uint8Array(0),
    blocks: {
      live: new Uint16Array(0),
      least: each(BOUNDED, () => new Float64Array(0)),
      most: each(BOUNDED, () => new Float64Array(0)),
    },
    numbers: each(NUMBERS, () => new Float64Array(0)),
    codes: each([...WORDS, ...SETS], () => new Uint32Array(0)),
    tags: Array.from({ length: TAG_WORDS }, () => new Uint32Array(0)),
    written: { total: 0, places: new Uint32Array(JOURNAL) },
    words: each(WORDS, () => makeDictionary<string>(value => value)),
    sets: each(SETS, () => makeDictionary<number[]>(String)),
  };
}

/** Writes people down, a later row of the same person over the earlier. */
export function putPeople(columns: Columns, people: readonly Person[]): void {
  for (const person of people) put(columns, person);
}

function put(columns: Columns, person: Person): void {
  const place = placeOf(columns, person.person_id);
  columns.person[place] = person.person_id;
  const flags = person.deleted
    ? 0
    : FLAGS.live |
      (person.has_phone ? FLAGS.phone : 0) |
      (person.followed ? FLAGS.followed : 0) |
      (person.open ? FLAGS.open : 0);
  const { live } = columns.blocks;
  const block = Math.floor(place / BLOCK);
  live[block] =
    (live[block] as number) - ((columns.flags[place] as number) & FLAGS.live) + (flags & FLAGS.live);
  columns.flags[place] = flags;
  for (const name of NUMBERS) {
    const value = person[name] ?? Number.NaN;
    columns.numbers[name][place] = value;
    widen(columns.blocks, name, block, value);
  }
  widen(columns.blocks, 'id', block, person.person_id);
  for (const name of WORDS) columns.codes[name][place] = columns.words[name].codeOf(person[name]);
  for (const name of SETS) columns.codes[name][place] = columns.sets[name].codeOf(person[name]);
  columns.tags.forEach((column, word) => {
    column[place] = person.tags[word] ?? 0;
  });
  const { written } = columns;
  written.places[written.total % JOURNAL] = place;
  written.total += 1;
}

/** What is unknown (NaN) widens nothing. */
function widen({ least, most }: Blocks, name: keyof Bounds, block: number, value: number): void {
  if (value < (least[name][block] as number)) least[name][block] = value;
  if (value > (most[name][block] as number)) most[name][block] = value;
}

/** Places are given out from 1, so that 0 is nobody's. */
function placeOf(columns: Columns, id: number): number {
  if (id >= columns.places.length) columns.places = grown(columns.places, id + 1);
  const known = columns.places[id];
  if (known) return known - 1;
  if (columns.size === columns.person.length) grow(columns);
  columns.size += 1;
  columns.places[id] = columns.size;
  return columns.size - 1;
}

function grow(columns: Columns): void {
  const least = columns.size + 1;
  columns.person = grown(columns.person, least);
  columns.flags = grown(columns.flags, least);
  for (const name of NUMBERS) columns.numbers[name] = grown(columns.numbers[name], least);
  for (const name of [...WORDS, ...SETS]) columns.codes[name] = grown(columns.codes[name], least);
  columns.tags = columns.tags.map(column => grown(column, least));
  growBlocks(columns.blocks, Math.ceil(columns.person.length / BLOCK));
}

function growBlocks(blocks: Blocks, least: number): void {
  const from = blocks.live.length;
  if (least <= from) return;
  blocks.live = grown(blocks.live, least);
  for (const name of BOUNDED) {
    blocks.least[name] = grown(blocks.least[name], least).fill(Number.POSITIVE_INFINITY, from);
    blocks.most[name] = grown(blocks.most[name], least).fill(Number.NEGATIVE_INFINITY, from);
  }
}

/** By a half again, so that many who come one by one are moved seldom. */
function grown<Kind extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  old: Kind,
  least: number,
): Kind {
  const length = Math.max(1_024, Math.ceil(least * 1.5));
  const Kind = old.constructor as new (length: number) => Kind;
  const bigger = new Kind(length);
  bigger.set(old);
  return bigger;
}
