import type { Bitmap } from './bitmap.ts';
import type { Joined } from './joined.ts';

/** So many ids to a row. */
const BLOCK = 65_536;

/** Both ends included. */
export type CountRange = { least: number; most: number };

/** A count is told up to here; more is told as this. */
const MOST = 255;

/** Whether counts tell who is within a range. */
export const isTold = ({ least, most }: CountRange) => least <= MOST && (most < MOST || most === Infinity);

/**
 * Selects how many rows with a customer_id each profile has, as `countsOf` reads them: a byte for each of a block of ids. Ids
 * count up without large holes, so adding up in place costs next to nothing, where grouping by id takes twice as long as
 * reading the rows (measured in docs/decisions/0014).
 */
export function rowsOfCounts(from: string): string {
  const counts = `countResample(0, ${BLOCK}, 1)(customer_id % ${BLOCK})`;
  return `select toUInt32(intDiv(customer_id, ${BLOCK})) as block, arrayMap(n -> toUInt8(least(n, ${MOST})), ${counts}) ${from} group by block`;
}

/** The number of a block, how many follow (in three bytes of seven bits: RowBinary), and a byte for each. */
const HEAD = 4 + 3;
const ROW = HEAD + BLOCK;

/** The counts of persons, by id, with those of all their profiles; at least so many ids. */
export function countsOf(rows: Buffer, ids: number, joined: Joined): Uint8Array {
  const firsts = Array.from({ length: rows.length / ROW }, (_, row) => rows.readUInt32LE(row * ROW) * BLOCK);
  const counts = new Uint8Array(firsts.reduce((most, first) => Math.max(most, first + BLOCK), ids));
  for (const [row, first] of firsts.entries())
    counts.set(rows.subarray(row * ROW + HEAD, (row + 1) * ROW), first);
  for (let profile = 0; profile < joined.length; profile++) {
    const person = joined[profile] as number;
    if (person === 0) continue;
    counts[person] = Math.min(MOST, (counts[person] ?? 0) + (counts[profile] ?? 0));
    counts[profile] = 0;
  }
  return counts;
}

export function whoHas(counts: Uint8Array, { least, most }: CountRange): Bitmap {
  const fits = Uint8Array.from({ length: MOST + 1 }, (_, count) => (count >= least && count <= most ? 1 : 0));
  const set = new Uint32Array(Math.ceil(counts.length / 32));
  for (let word = 0; word < set.length; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) bits |= (fits[counts[word * 32 + bit] as number] as number) << bit;
    set[word] = bits;
  }
  return set;
}
