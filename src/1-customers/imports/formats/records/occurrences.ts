/**
 * Counts how often a key has come, so that rows without a number of their own get a stable one: the same file gives the
 * same keys again. Remembers a number per key (53 bits of it), not the texts; two keys out of ten million may fall
 * together, which only skips a count.
 */
export class Occurrences {
  #seen = new Map<number, number>();

  next(key: string): number {
    const hash = hash53(key);
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    return count;
  }
}

/** cyrb53 by bryc (public domain): two 32-bit multiplicative hashes side by side. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
