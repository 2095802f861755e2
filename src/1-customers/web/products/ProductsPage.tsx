import { Button } from 'antd';
import { usePagedList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, isSet } from '#web/kit/filter/filters.ts';
import { SavedViews } from '#web/kit/filter/SavedViews.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSelection } from '#web/kit/table/use-selection.ts';
import { useSession } from '#web/session/session.ts';
import { stringifySearch } from '#web/url/search.ts';
import { type SetSearch, useSearch } from '#web/url/use-search.ts';
import { ImportButton } from '../ImportButton.tsx';
import { useTexts } from '../texts/index.ts';
import { AsOf } from './AsOf.tsx';
import { BatchRoles } from './BatchRoles.tsx';
import { PeriodSelect } from './PeriodSelect.tsx';
import styles from './Products.module.css';
import {
  filterQuery,
  listQuery,
  type ProductsFields,
  productSearch,
  productsSearch,
} from './products-search.ts';
import { useNamedViews } from './use-named-views.ts';
import { type ProductRow, useProductColumns } from './use-product-columns.tsx';
import { useProductFilters } from './use-product-filters.ts';
import { useReckon } from './use-reckon.ts';

/** 商品: what each is for and how it does, over a chosen period. */
export default function ProductsPage() {
  const t = useTexts();
  const { can } = useSession();
  const [asked, ask] = useSearch(productsSearch);
  const narrow: SetSearch<ProductsFields> = (patch, options) => ask({ page: undefined, ...patch }, options);
  const filters = useProductFilters();
  const query = filterQuery(asked);
  const selection = useSelection(query);
  const list = usePagedList<ProductRow>('/products/figures', listQuery(asked), {
    page: asked.page ?? 1,
    go: page => ask({ page: page > 1 ? page : undefined }),
  });
  const isFiltered = filters.some(filter => isSet(filter, asked));
  const { views, at } = useNamedViews(asked.days);
  const isNew = list.total === 0 && !isFiltered;
  return (
    <>
      <PageHeader
        lead={t('products.lead')}
        aside={!isNew && <AsOf at={at} />}
        actions={
          !isNew && (
            <span className={styles.actions}>
              <PeriodSelect days={asked.days} onChange={days => narrow({ days })} />
              {can('segments:write') && <ReckonButton />}
            </span>
          )
        }
      />
      {!isNew && (
        <>
          <SavedViews views={views} search={productsSearch} filters={filters} value={asked} onPick={narrow} />
          <FilterBar filters={filters} value={asked} onChange={narrow} />
        </>
      )}
      <DataTable
        name="products"
        label={t('products.label')}
        unit={t('products.unit')}
        columns={useProductColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        sort={asked.sort}
        onSort={sort => narrow({ sort })}
        to={row => `/products/${row.id}${stringifySearch(productSearch.write({ days: asked.days }))}`}
        {...(can('segments:write') && { selection })}
        batch={(chosen, count) => (
          <BatchRoles chosen={chosen} count={count} filters={query} onDone={selection.clear} />
        )}
        onClearFilters={isFiltered ? () => narrow(cleared(filters)) : undefined}
        empty={
          <EmptyState
            title={t('products.emptyTitle')}
            what={t('products.emptyWhat')}
            action={can('imports:write') && <ImportButton />}
          />
        }
      />
    </>
  );
}

function ReckonButton() {
  const t = useTexts();
  const reckon = useReckon();
  return (
    <Button loading={reckon.isRunning} onClick={() => reckon.run(undefined)}>
      {t('products.reckon')}
    </Button>
  );
}
