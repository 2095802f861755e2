import { expect, test } from 'vitest';
import { seededRandom } from '#platform/random.ts';
import { spread } from './spread.ts';

const people = (values: readonly number[]) => values.map((value, key) => ({ key, value }));
const shares = (assigned: Map<number, number>, values: readonly number[]) =>
  [...Map.groupBy(assigned, ([, taker]) => taker)].map(([taker, of]) => ({
    taker,
    count: of.length,
    value: of.reduce((sum, [key]) => sum + (values[key] ?? 0), 0),
  }));

test('evenly, nobody has two more than another', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 50; round++) {
    const values = Array.from({ length: 1 + Math.floor(random.next() * 200) }, () =>
      Math.floor(random.next() * 1e6),
    );
    const takers = Array.from({ length: 1 + Math.floor(random.next() * 9) }, (_, i) => 100 + i);
    const assigned = spread(people(values), takers, 'evenly');
    expect(assigned.size).toBe(values.length);
    const counts = takers.map(taker => [...assigned.values()].filter(one => one === taker).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
});

test('by value, no two differ by more than the most valuable single one', () => {
  const random = seededRandom(4);
  for (let round = 0; round < 50; round++) {
    const values = Array.from({ length: 60 }, () => Math.floor(random.next() ** 6 * 1e7));
    const sums = shares(spread(people(values), [1, 2, 3], 'by_value'), values).map(share => share.value);
    expect(Math.max(...sums) - Math.min(...sums)).toBeLessThanOrEqual(Math.max(...values));
  }
});

test('by value, people of whom nothing is known make up for numbers', () => {
  const values = [900, 300, 300, 300, 0, 0, 0, 0];
  const counts = shares(spread(people(values), [1, 2], 'by_value'), values);
  expect(counts.map(share => share.value)).toEqual([900, 900]);
  expect(counts.map(share => share.count)).toEqual([4, 4]);
});
