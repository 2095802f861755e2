import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { SavedView } from '#web/kit/filter/SavedViews.tsx';
import type { productList } from '../../products/contract.ts';
import { useTexts } from '../texts/index.ts';
import { listQuery, type PeriodName, type ProductsAsked, type ProductsFields } from './products-search.ts';

/** What somebody comes here for, each with how many it is; and when the figures are of. */
export function useNamedViews(days: PeriodName | undefined) {
  const t = useTexts();
  const none: ProductsAsked = { role: ['none'] };
  const all = useCount({}, days);
  const views: SavedView<ProductsFields>[] = [
    { key: 'all', name: t('products.views.all'), value: {}, count: all?.total },
    { key: 'none', name: t('products.views.none'), value: none, count: useCount(none, days)?.total },
    {
      key: 'suggested',
      name: t('products.views.suggested'),
      value: { suggested: 'yes' },
      count: useCount({ suggested: 'yes' }, days)?.total,
    },
    {
      key: 'unmendable',
      name: t('products.views.unmendable'),
      value: { unmendable: 'yes' },
      count: useCount({ unmendable: 'yes' }, days)?.total,
    },
  ];
  return { views, at: all?.at };
}

function useCount(value: ProductsAsked, days: PeriodName | undefined) {
  const query = { ...listQuery({ ...value, days }), pageSize: 1 };
  return useRead<Wire<typeof productList>>('/products/figures', query).data;
}
