/** A set of people: bit i of word w is the person `32 * w + i`. Words that are not there are empty. */
export type Bitmap = Uint32Array;

export function both(one: Bitmap, other: Bitmap): Bitmap {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  const set = shorter.slice();
  for (let i = 0; i < set.length; i++) set[i] = (set[i] as number) & (longer[i] as number);
  return set;
}

export function either(one: Bitmap, other: Bitmap): Bitmap {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  const set = longer.slice();
  for (let i = 0; i < shorter.length; i++) set[i] = (set[i] as number) | (shorter[i] as number);
  return set;
}

/** Who is in the first and not in the second. */
export function without(one: Bitmap, other: Bitmap): Bitmap {
  const set = one.slice();
  const shared = Math.min(set.length, other.length);
  for (let i = 0; i < shared; i++) set[i] = (set[i] as number) & ~(other[i] as number);
  return set;
}

/** How many people a set holds. */
export function sizeOf(set: Bitmap): number {
  let size = 0;
  for (let i = 0; i < set.length; i++) size += onesIn(set[i] as number);
  return size;
}

/** How many are in both sets. */
export function sizeOfBoth(one: Bitmap, other: Bitmap): number {
  const shared = Math.min(one.length, other.length);
  let size = 0;
  for (let i = 0; i < shared; i++) size += onesIn((one[i] as number) & (other[i] as number));
  return size;
}

/** The bits of a word are added up side by side: in twos, in fours, in bytes, and these by a product. */
function onesIn(word: number): number {
  const twos = word - ((word >>> 1) & 0x55555555);
  const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

export function has(set: Bitmap, id: number): boolean {
  return (((set[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;
}

/** Puts somebody in or takes them out; they must be within the words there are. */
export function put(set: Bitmap, id: number, isIn: boolean): void {
  const [word, bit] = [id >>> 5, 1 << (id & 31)];
  set[word] = isIn ? (set[word] as number) | bit : (set[word] as number) & ~bit;
}

/** The set as it is, or with room for ids below some number. */
export function withRoom(set: Bitmap, ids: number): Bitmap {
  return withLength(set, Math.ceil(ids / 32));
}

/** The numbers as they are, or in a longer array, by a quarter longer than it must be. */
export function withLength(numbers: Uint32Array, least: number): Uint32Array {
  if (least <= numbers.length) return numbers;
  const longer = new Uint32Array(Math.ceil(least * 1.25));
  longer.set(numbers);
  return longer;
}

export function bitmapOf(ids: readonly number[]): Bitmap {
  const set = withRoom(new Uint32Array(0), ids.reduce((most, id) => Math.max(most, id), -1) + 1);
  for (const id of ids) put(set, id, true);
  return set;
}

/**
 * Sets that come as rows of 32-bit numbers: the number of a word, then what stands in it for each set. Where somebody is in
 * any of them, the word is there, in any order.
 */
export function bitmapsOfRows(rows: Buffer, sets: number): Bitmap[] {
  const numbers = numbersIn(rows);
  const width = sets + 1;
  let most = -1;
  for (let row = 0; row < numbers.length; row += width) most = Math.max(most, numbers[row] as number);
  return Array.from({ length: sets }, (_, set) => {
    const bitmap = new Uint32Array(most + 1);
    for (let row = 0; row < numbers.length; row += width)
      bitmap[numbers[row] as number] = numbers[row + 1 + set] as number;
    return bitmap;
  });
}

/** Little-endian 32-bit numbers, wherever in memory they begin. */
export function numbersIn(bytes: Uint8Array): Uint32Array {
  const numbers = new Uint32Array(Math.floor(bytes.length / 4));
  new Uint8Array(numbers.buffer).set(bytes.subarray(0, numbers.length * 4));
  return numbers;
}

/** Selects sets of people as `bitmapsOfRows` reads them: from rows with a person_id, who fits each condition. */
export function rowsOfBitmaps(conditions: readonly string[], from: string): string {
  const bits = conditions.map(sql => `groupBitOrIf(bitShiftLeft(toUInt32(1), person_id % 32), ${sql})`);
  return `select toUInt32(intDiv(person_id, 32)) as word, ${bits.join(', ')} ${from} group by word`;
}
