import { createHash } from 'node:crypto';
import { type Random, seededRandom } from '#platform/random.ts';
import type { Store } from './store.ts';

/**
 * Names and chances that follow from the seed. A chance is drawn from the seed and from what it is about (this
 * customer, that message), so it does not depend on what happened before, and a restart does not change it.
 */
export type Chance = {
  seed: number;
  /** A repeatable source for one decision. */
  about(...parts: (string | number)[]): Random;
  /**
   * A name never given before in this world: `prefix` and `length` characters of base64url. With `of`, one that
   * nobody else gets in another world of this seed either.
   */
  name(prefix: string, length: number, of?: string): string;
};

export function makeChance(store: Store, seed: number): Chance {
  const digest = (parts: (string | number)[]) =>
    createHash('sha512')
      .update([seed, ...parts].join('\0'))
      .digest();
  return {
    seed,
    about: (...parts) => seededRandom(digest(parts).readUInt32BE(0)),
    name(prefix, length, of = '') {
      const number = nextNumber(store);
      const blocks = Array.from({ length: Math.ceil(length / 86) }, (_, block) =>
        digest(['name', of, number, block]),
      );
      return (
        prefix +
        blocks
          .map(block => block.toString('base64url'))
          .join('')
          .slice(0, length)
      );
    },
  };
}

function nextNumber(store: Store): number {
  const row = store.one<{ value: string }>(
    `insert into meta values ('names', '1')
     on conflict (key) do update set value = cast(value as integer) + 1 returning value`,
  );
  return Number(row?.value);
}
