/** `tag_bits0` to `tag_bits3` in ClickHouse's `customers`: a bit for each tag whose id is below 256. */
const WORDS = 4;
const BITS = 64;

/** Gives a value its placeholder: a `UInt64` for bits, an `Array(UInt32)` for ids. */
export type BindTags = { bits(mask: bigint): string; ids(ids: readonly number[]): string };

/**
 * Whoever has any of these tags. Bits are found in a third of the time that lists of ids take; the ids of a company with
 * more tags than there are bits are looked for in the list.
 */
export function anyTag(ids: readonly number[], bind: BindTags): string {
  const { masks, others } = inBits(ids);
  const parts = masks.map(({ word, mask }) => `bitAnd(tag_bits${word}, ${bind.bits(mask)}) <> 0`);
  if (others.length > 0) parts.push(`hasAny(tags, ${bind.ids(others)})`);
  return `(${parts.join(' or ') || 'false'})`;
}

/** Whoever has all of them. */
export function allTags(ids: readonly number[], bind: BindTags): string {
  const { masks, others } = inBits(ids);
  const parts = masks.map(({ word, mask }) => {
    const bits = bind.bits(mask);
    return `bitAnd(tag_bits${word}, ${bits}) = ${bits}`;
  });
  if (others.length > 0) parts.push(`hasAll(tags, ${bind.ids(others)})`);
  return `(${parts.join(' and ') || 'true'})`;
}

function inBits(ids: readonly number[]): { masks: { word: number; mask: bigint }[]; others: number[] } {
  const masks = Array.from({ length: WORDS }, (_, word) => ({
    word,
    mask: ids
      .filter(id => Math.floor(id / BITS) === word)
      .reduce((mask, id) => mask | (1n << BigInt(id % BITS)), 0n),
  }));
  return { masks: masks.filter(({ mask }) => mask > 0n), others: ids.filter(id => id >= WORDS * BITS) };
}
