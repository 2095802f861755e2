/** People of one stretch of ids as bits: bit i is the person `chunk * 32768 + i`, the lowest bit of a byte first. */
export const CHUNK_BYTES = 4_096;
const CHUNK_PEOPLE = CHUNK_BYTES * 8;

/** The chunks of a set that hold anybody. */
export type People = Map<number, Uint8Array>;

export function peopleOf(ids: Iterable<number>): People {
  const people: People = new Map();
  for (const id of ids) {
    const bits = chunkFor(people, Math.floor(id / CHUNK_PEOPLE));
    const bit = id % CHUNK_PEOPLE;
    bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return people;
}

/** The same set in chunks: bit i of a word is bit i % 8 of its byte i / 8, as processors lay words out. */
export function peopleOfBitmap(bitmap: Uint32Array): People {
  const people: People = new Map();
  const bytes = new Uint8Array(bitmap.buffer, bitmap.byteOffset, bitmap.byteLength);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const chunk = new Uint8Array(CHUNK_BYTES);
    chunk.set(bytes.subarray(at, at + CHUNK_BYTES));
    if (chunk.some(byte => byte !== 0)) people.set(at / CHUNK_BYTES, chunk);
  }
  return people;
}

function chunkFor(people: People, chunk: number): Uint8Array {
  const known = people.get(chunk);
  if (known) return known;
  const bits = new Uint8Array(CHUNK_BYTES);
  people.set(chunk, bits);
  return bits;
}

export function chunkOf(id: number): number {
  return Math.floor(id / CHUNK_PEOPLE);
}

export function has(people: People, id: number): boolean {
  const bit = id % CHUNK_PEOPLE;
  return (((people.get(chunkOf(id))?.[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
}

/** Ids in ascending order. */
export function idsOf(people: People): number[] {
  const ids: number[] = [];
  for (const chunk of [...people.keys()].sort((one, other) => one - other))
    collect(ids, chunk, people.get(chunk) ?? NOBODY);
  return ids;
}

function collect(ids: number[], chunk: number, bits: Uint8Array): void {
  for (let byte = 0; byte < CHUNK_BYTES; byte++) {
    const value = bits[byte] ?? 0;
    for (let bit = 0; value >> bit > 0; bit++)
      if ((value >> bit) & 1) ids.push(chunk * CHUNK_PEOPLE + byte * 8 + bit);
  }
}

/** How many people a chunk holds. */
export function sizeOf(bits: Uint8Array): number {
  let size = 0;
  for (const byte of bits) size += ONES[byte] ?? 0;
  return size;
}

/** How many people a set holds. */
export function countOf(people: People): number {
  let count = 0;
  for (const bits of people.values()) count += sizeOf(bits);
  return count;
}

const NOBODY = new Uint8Array(CHUNK_BYTES);
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Who came to a set and who left it. */
export type Change = { entered: People; left: People };

/** Who is in the second set and not in the first, and the other way round. */
export function changeBetween(before: People, after: People): Change {
  return { entered: without(after, before), left: without(before, after) };
}

function without(people: People, others: People): People {
  const left: People = new Map();
  for (const [chunk, bits] of people) {
    const other = others.get(chunk);
    const rest = other ? bits.map((byte, i) => byte & ~(other[i] ?? 0)) : bits;
    if (rest.some(byte => byte !== 0)) left.set(chunk, rest);
  }
  return left;
}

/** The chunks of a set after some people were put in and some taken out; only those where that happened. */
export function changed(people: People, { entered, left }: Change): People {
  const after: People = new Map();
  for (const chunk of new Set([...entered.keys(), ...left.keys()])) {
    const [old, come, gone] = [people, entered, left].map(set => set.get(chunk) ?? NOBODY);
    after.set(
      chunk,
      (old ?? NOBODY).map((byte, i) => (byte & ~(gone?.[i] ?? 0)) | (come?.[i] ?? 0)),
    );
  }
  return after;
}
