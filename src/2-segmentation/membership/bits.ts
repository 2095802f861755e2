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

export function sizeOf(bits: Uint8Array): number {
  let size = 0;
  for (const byte of bits) size += ONES[byte] ?? 0;
  return size;
}

const NOBODY = new Uint8Array(CHUNK_BYTES);
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

export type Change = { entered: number[]; left: number[] };

/** Who is in the second set and not in the first, and the other way round. */
export function changeBetween(before: People, after: People): Change {
  const change: Change = { entered: [], left: [] };
  for (const chunk of [...new Set([...before.keys(), ...after.keys()])].sort((one, other) => one - other)) {
    const [old, fresh] = [before.get(chunk) ?? NOBODY, after.get(chunk) ?? NOBODY];
    collect(
      change.entered,
      chunk,
      fresh.map((byte, i) => byte & ~(old[i] ?? 0)),
    );
    collect(
      change.left,
      chunk,
      old.map((byte, i) => byte & ~(fresh[i] ?? 0)),
    );
  }
  return change;
}

/** The set with some people put in and some taken out; the given one stays as it is. */
export function changed(people: People, { entered, left }: Change): People {
  const after: People = new Map([...people].map(([chunk, bits]) => [chunk, bits.slice()]));
  for (const id of left) {
    const bits = after.get(chunkOf(id));
    const bit = id % CHUNK_PEOPLE;
    if (bits) bits[bit >> 3] = (bits[bit >> 3] ?? 0) & ~(1 << (bit & 7));
  }
  for (const id of entered) {
    const bits = chunkFor(after, chunkOf(id));
    const bit = id % CHUNK_PEOPLE;
    bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return after;
}
