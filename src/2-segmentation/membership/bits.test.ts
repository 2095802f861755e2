import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeBetween, changed, has, idsOf, peopleOf, sizeOf } from './bits.ts';

const ids = fc.uniqueArray(fc.integer({ min: 0, max: 200_000 }), { maxLength: 300 });
const sorted = (list: number[]) => [...list].sort((one, other) => one - other);

test('a set gives back who was put in, in order, and counts them', () => {
  fc.assert(
    fc.property(ids, list => {
      const people = peopleOf(list);
      expect(idsOf(people)).toEqual(sorted(list));
      expect([...people.values()].reduce((sum, bits) => sum + sizeOf(bits), 0)).toBe(list.length);
      for (const id of list) expect(has(people, id)).toBe(true);
      expect(has(people, 200_001)).toBe(false);
    }),
  );
});

test('what changed between two sets turns the one into the other', () => {
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      const change = changeBetween(peopleOf(one), peopleOf(other));
      expect(change.entered).toEqual(sorted(other.filter(id => !one.includes(id))));
      expect(change.left).toEqual(sorted(one.filter(id => !other.includes(id))));
      expect(idsOf(changed(peopleOf(one), change))).toEqual(sorted(other));
    }),
  );
});
