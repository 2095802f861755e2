import { expect, test } from 'vitest';
import {
  choose,
  chosenCount,
  EVERYTHING,
  isChosen,
  isNothing,
  NOTHING,
  span,
  toChosen,
} from './selection.ts';

test('rows one by one', () => {
  const two = choose(NOTHING, ['a', 'b'], true);
  expect(toChosen(choose(two, ['a'], false))).toEqual({ all: false, ids: ['b'] });
  expect(chosenCount(two, 2_038)).toBe(2);
  expect(isChosen(two, 'c')).toBe(false);
  expect(isNothing(choose(two, ['a', 'b'], false), 2_038)).toBe(true);
});

test('all of the query, also what was never loaded, save those taken out', () => {
  const most = choose(EVERYTHING, ['a'], false);
  expect(isChosen(most, 'a')).toBe(false);
  expect(isChosen(most, 'not loaded')).toBe(true);
  expect(chosenCount(most, 2_038)).toBe(2_037);
  expect(toChosen(most)).toEqual({ all: true, except: ['a'] });
  expect(toChosen(choose(most, ['a'], true))).toEqual({ all: true, except: [] });
});

test('all of a list nobody counted is a number nobody knows', () => {
  expect(chosenCount(EVERYTHING, undefined)).toBeUndefined();
  expect(isNothing(EVERYTHING, undefined)).toBe(false);
  expect(isNothing(choose(EVERYTHING, ['a'], false), 1)).toBe(true);
});

test('Shift takes the rows between, in either direction', () => {
  const ids = ['a', 'b', 'c', 'd'];
  expect(span(ids, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(span(ids, 'c', 'a')).toEqual(['a', 'b', 'c']);
  expect(span(ids, undefined, 'c')).toEqual(['c']);
  expect(span(ids, 'gone', 'c')).toEqual(['c']);
});
