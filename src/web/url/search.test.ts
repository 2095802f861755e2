import { expect, test } from 'vitest';
import {
  day,
  flag,
  listOf,
  oneOf,
  parseSearch,
  type SearchValue,
  search,
  sortBy,
  stringifySearch,
  text,
  whole,
} from './search.ts';

const customers = search({
  q: text,
  tier: listOf(oneOf('important', 'regular')),
  min: whole(0),
  since: day,
  mine: flag,
  sort: sortBy('spent', 'name'),
});

const roundTrip = (value: SearchValue<typeof customers>) =>
  customers.read(parseSearch(stringifySearch(customers.write(value))));

test('what is written is read again', () => {
  const value: SearchValue<typeof customers> = {
    q: '王 & 李+1=,#?',
    tier: ['important', 'regular'],
    min: 10_000,
    since: '2026-11-01',
    mine: true,
    sort: { key: 'spent', descending: true },
  };
  expect(roundTrip(value)).toEqual(value);
});

test('the address is short and readable, and says nothing of what is not set', () => {
  const address = stringifySearch(
    customers.write({
      q: '',
      tier: ['regular', 'important'],
      min: undefined,
      sort: { key: 'name', descending: false },
    }),
  );
  expect(address).toBe('?tier=regular,important&sort=name');
  expect(stringifySearch(customers.write({}))).toBe('');
});

test('a phone number stays text and keeps its zeros', () => {
  expect(customers.read(parseSearch('?q=0138'))).toEqual({ q: '0138' });
});

test('what nobody understands is left out', () => {
  const strange = '?tier=vip,important&min=-5&since=2026-13-45&mine=yes&sort=-age&other=1&q=';
  expect(customers.read(parseSearch(strange))).toEqual({ tier: ['important'] });
  expect(customers.read({ q: 12, min: null })).toEqual({});
});

test('two states are the same when their addresses are', () => {
  expect(customers.same({ q: 'a', mine: undefined }, { q: 'a' })).toBe(true);
  expect(customers.same({ tier: [] }, {})).toBe(true);
  expect(customers.same({ min: 1 }, { min: 2 })).toBe(false);
});
