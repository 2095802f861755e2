import type { Query } from '#web/api/client.ts';
import {
  day,
  type Field,
  listOf,
  oneOf,
  type SearchFields,
  type SearchValue,
  search,
  sortBy,
  text,
  whole,
} from '#web/url/search.ts';
import { type FieldRanges, readFieldRanges, writeFieldRanges } from '../../fields/ranges.contract.ts';
import { idOf, lookedFor } from '../search-fields.ts';
import { TIER_NAMES } from '../tier.ts';

/** Ranges of fields by key, as the API reads them. */
const ranges: Field<FieldRanges> = {
  read: text => {
    const found = readFieldRanges(text.slice(0, 2_000));
    return found && Object.keys(found).length > 0 ? found : undefined;
  },
  write: writeFieldRanges,
};

const yesNo = oneOf('yes', 'no');

/** The address of the customer list: the API's own filters by their own names, how it is sorted, who is looked at. */
export const customersSearch = search({
  q: lookedFor,
  tier: listOf(oneOf(...TIER_NAMES)),
  tag: listOf(idOf('tag')),
  city: text,
  source: text,
  member: listOf(idOf('mem')),
  shop: idOf('acc'),
  followed: yesNo,
  reachable: yesNo,
  phone: yesNo,
  ordersMin: whole(0, 1_000_000),
  ordersMax: whole(0, 1_000_000),
  paidMin: whole(0),
  paidMax: whole(0),
  lastOrderAfter: day,
  lastOrderBefore: day,
  createdAfter: day,
  createdBefore: day,
  followUpBefore: day,
  import: idOf('imp'),
  field: listOf(text),
  fieldRange: ranges,
  sort: sortBy('created', 'lastOrder', 'paid', 'orders', 'value', 'name', 'followUp'),
  page: whole(1, 100_000),
  look: idOf('cus'),
});

export type CustomersAsked = SearchValue<typeof customersSearch>;
export type CustomersFields = SearchFields<typeof customersSearch>;
export type CustomersSort = NonNullable<CustomersAsked['sort']>['key'];

/** Only the filters, as `/customers`, `/customers/count` and the batches take them. */
export function filterQuery(asked: CustomersAsked): Record<string, string> {
  return customersSearch.write({ ...asked, sort: undefined, page: undefined, look: undefined });
}

/** What the list asks the API for; the page is added by whoever pages. */
export function listQuery(asked: CustomersAsked): Query {
  const { sort } = asked;
  return {
    ...filterQuery(asked),
    ...(sort && { sort: sort.key, order: sort.descending ? 'desc' : 'asc' }),
  };
}
