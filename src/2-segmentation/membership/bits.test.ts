import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeBetween, changed, countOf, has, idsOf, peopleOf, peopleOfBitmap } from './bits.ts';

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 200_000 }), { maxLength: 300 });
const sorted = (list: number[]) => [...list].sort((one, other) => one - other);

test('a set gives back who was put in, in order, and counts them', () => {
  fc.assert(
    fc.property(ids, list => {
      const people = peopleOf(list);
      expect(idsOf(people)).toEqual(sorted(list));
      expect(countOf(people)).toBe(list.length);
      for (const id of list) expect(has(people, id)).toBe(true);
      expect(has(people, 200_001)).toBe(false);
    }),
  );
});

test('what changed between two sets turns the one into the other', () => {
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      const change = changeBetween(peopleOf(one), peopleOf(other));
      expect(idsOf(change.entered)).toEqual(sorted(other.filter(id => !one.includes(id))));
      expect(idsOf(change.left)).toEqual(sorted(one.filter(id => !other.includes(id))));
      const after = new Map([...peopleOf(one), ...changed(peopleOf(one), change)]);
      expect(idsOf(after)).toEqual(sorted(other));
    }),
  );
});

test('people that come 32 to a word are the same people, without chunks that hold nobody', () => {
  fc.assert(
    fc.property(ids, list => {
      const bitmap = new Uint32Array(Math.max(0, ...list.map(id => (id >> 5) + 1)));
      for (const id of list) bitmap[id >> 5] = (bitmap[id >> 5] ?? 0) | (1 << (id & 31));
      expect(peopleOfBitmap(bitmap)).toEqual(peopleOf(list));
    }),
  );
});
