import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from '#web/url/search.ts';
import { customersSearch, filterQuery, listQuery } from './customers-search.ts';

const read = (address: string) => customersSearch.read(parseSearch(address));

test('the address carries the API’s own filters and comes back as it was', () => {
  const asked = read(
    '?q=王&tier=重要,常规&tag=tag_3&paidMin=10000&reachable=yes&sort=-paid&page=2&look=cus_7',
  );
  expect(asked).toEqual({
    q: '王',
    tier: ['重要', '常规'],
    tag: ['tag_3'],
    paidMin: 10_000,
    reachable: 'yes',
    sort: { key: 'paid', descending: true },
    page: 2,
    look: 'cus_7',
  });
  expect(read(stringifySearch(customersSearch.write(asked)))).toEqual(asked);
});

test('the API is asked without what only the page knows', () => {
  const asked = read('?city=杭州&sort=name&page=3&look=cus_7');
  expect(filterQuery(asked)).toEqual({ city: '杭州' });
  expect(listQuery(asked)).toEqual({ city: '杭州', sort: 'name', order: 'asc' });
  expect(listQuery({})).toEqual({});
});

test('ranges of fields stand in the address as the API reads them; a broken one is left out', () => {
  const asked = read('?fieldRange=height=-1.5..180,baby=2024-02-29..');
  expect(asked.fieldRange).toEqual({ height: { from: '-1.5', to: '180' }, baby: { from: '2024-02-29' } });
  expect(filterQuery(asked)).toEqual({ fieldRange: 'baby=2024-02-29..,height=-1.5..180' });
  expect(read(stringifySearch(customersSearch.write(asked)))).toEqual(asked);
  for (const broken of ['height', 'height=..', 'height=x..', 'baby=2023-02-29..', 'height=1..2024-01-01'])
    expect(read(`?fieldRange=${broken}`)).toEqual({});
});

test('what the server would refuse never reaches it', () => {
  const long = '长'.repeat(300);
  expect(read(`?q=${long}&tag=tag_0,tag_x,tag_5&member=42&shop=acc_-1&page=0&look=1&tier=vip`)).toEqual({
    q: '长'.repeat(100),
    tag: ['tag_5'],
  });
});
