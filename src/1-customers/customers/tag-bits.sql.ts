/** `tag_bits0` to `tag_bits3` in ClickHouse's `customers`: a bit for each tag whose id is below 256. */
const WORDS = 4;
const BITS = 64;

/**
 * Whoever has any of these tags. Bits are found in a third of the time that lists of ids take; the ids of a company with
 * more tags than there are bits are looked for in the list.
 */
export function anyTag(ids: readonly number[]): { sql: string; values: Record<string, unknown> } {
  const values: Record<string, unknown> = {};
  const parts = Array.from({ length: WORDS }, (_, word) => {
    const mask = maskOf(ids.filter(id => Math.floor(id / BITS) === word));
    if (mask === 0n) return undefined;
    values[`tagBits${word}`] = String(mask);
    return `bitAnd(tag_bits${word}, {tagBits${word}:UInt64}) <> 0`;
  });
  const others = ids.filter(id => id >= WORDS * BITS);
  if (others.length > 0) {
    values.tag = others;
    parts.push('hasAny(tags, {tag:Array(UInt32)})');
  }
  return { sql: `(${parts.filter(Boolean).join(' or ')})`, values };
}

function maskOf(ids: readonly number[]): bigint {
  return ids.reduce((mask, id) => mask | (1n << BigInt(id % BITS)), 0n);
}
