import { type Random, seededRandom } from '#platform/random.ts';

/** Chances about something in particular: the same for the same numbers, whoever asks and in whatever order. */
export function chanceOf(seed: number, ...about: number[]): Random {
  let hash = seed | 0;
  for (const part of about) {
    hash = Math.imul(hash ^ part, 0x9e3779b1);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85ebca6b) ^ (hash >>> 13);
  }
  return seededRandom(hash >>> 0);
}

export function happens(random: Random, probability: number): boolean {
  return random.next() < probability;
}

export function within(random: Random, from: number, to: number): number {
  return from + random.next() * (to - from);
}

/** One of the items, each as likely as its weight. */
export function weighted<T>(random: Random, items: readonly T[], weightOf: (item: T) => number): T {
  let left = random.next() * items.reduce((sum, item) => sum + weightOf(item), 0);
  for (const item of items) {
    left -= weightOf(item);
    if (left < 0) return item;
  }
  const last = items.at(-1);
  if (last === undefined) throw new Error('Nothing to choose from');
  return last;
}

/** How often something rare happens when it happens `mean` times on average (Knuth; normal from 30 on). */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}
