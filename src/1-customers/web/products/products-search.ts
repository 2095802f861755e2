import {
  listOf,
  oneOf,
  type SearchFields,
  type SearchValue,
  search,
  sortBy,
  whole,
} from '#web/url/search.ts';
import { PRODUCT_ROLES } from '../../products/formula.contract.ts';
import { idOf, lookedFor } from '../search-fields.ts';

export const PERIOD_NAMES = ['30', '90', '365', '0'] as const;
export type PeriodName = (typeof PERIOD_NAMES)[number];
const days = oneOf(...PERIOD_NAMES);

/** The address of the product list: the API's own filters by their own names. */
export const productsSearch = search({
  q: lookedFor,
  shop: idOf('acc'),
  role: listOf(oneOf(...PRODUCT_ROLES, 'none')),
  suggested: oneOf('yes'),
  unmendable: oneOf('yes'),
  days,
  sort: sortBy('sold', 'buyers', 'revenue', 'returnRate', 'repeatRate', 'margin', 'name'),
  page: whole(1, 100_000),
});
export type ProductsAsked = SearchValue<typeof productsSearch>;
export type ProductsFields = SearchFields<typeof productsSearch>;
export type ProductsSort = NonNullable<ProductsAsked['sort']>['key'];

/** Only the filters, as the batches take them. */
export function filterQuery(asked: ProductsAsked): Record<string, string> {
  return productsSearch.write({ ...asked, sort: undefined, page: undefined, days: undefined });
}

export function listQuery(asked: ProductsAsked): Record<string, string> {
  const { sort, days: period } = asked;
  return {
    ...filterQuery(asked),
    ...(period && { days: period }),
    ...(sort && { sort: sort.key, order: sort.descending ? 'desc' : 'asc' }),
  };
}

export const productSearch = search({ days });
