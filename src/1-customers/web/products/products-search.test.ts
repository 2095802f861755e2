import { expect, test } from 'vitest';
import { parseSearch } from '#web/url/search.ts';
import { filterQuery, productsSearch } from './products-search.ts';

const asked = (address: string) => filterQuery(productsSearch.read(parseSearch(address)));

test('what the API would refuse in an old link is left out, or cut to what it takes', () => {
  expect(asked('?shop=acc_3&role=ip,none')).toEqual({ shop: 'acc_3', role: 'ip,none' });
  expect(asked(`?shop=hubin&role=star&q=${'长'.repeat(120)}`)).toEqual({ q: '长'.repeat(100) });
});
