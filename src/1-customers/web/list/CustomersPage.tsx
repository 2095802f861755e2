import { usePagedList } from '#web/api/queries.ts';
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
import { BatchTags } from './BatchTags.tsx';
import { CustomerLook } from './CustomerLook.tsx';
import { type CustomersFields, customersSearch, filterQuery, listQuery } from './customers-search.ts';
import { NoCustomers } from './NoCustomers.tsx';
import { type CustomerRow, useCustomerColumns } from './use-customer-columns.tsx';
import { useCustomerFilters } from './use-customer-filters.ts';
import { useCustomerViews } from './use-customer-views.ts';

/** 客户列表: everybody in scope, by any filter; all of its state in the address. */
export default function CustomersPage() {
  const t = useTexts();
  const { can } = useSession();
  const [asked, ask] = useSearch(customersSearch);
  // Other conditions find other people: the page counted among the former ones means nothing any more.
  const narrow: SetSearch<CustomersFields> = (patch, options) => ask({ page: undefined, ...patch }, options);
  const filters = useCustomerFilters(asked);
  const { views, save, remove } = useCustomerViews();
  const query = filterQuery(asked);
  const selection = useSelection(query);
  const list = usePagedList<CustomerRow>('/customers', listQuery(asked), {
    page: asked.page ?? 1,
    go: page => ask({ page: page > 1 ? page : undefined }),
  });
  const isFiltered = filters.some(filter => isSet(filter, asked));
  // Who knows nobody yet needs the one next step, not filters.
  const isNew = list.total === 0 && !isFiltered;
  return (
    <>
      <PageHeader lead={t('list.lead')} actions={can('imports:write') && !isNew && <ImportButton />} />
      {!isNew && (
        <>
          <SavedViews
            views={views}
            search={customersSearch}
            filters={filters}
            value={asked}
            onPick={narrow}
            onSave={save}
            onDelete={remove}
          />
          <FilterBar filters={filters} value={asked} onChange={narrow} />
        </>
      )}
      <DataTable
        name="customers"
        label={t('list.label')}
        unit={t('unit')}
        columns={useCustomerColumns()}
        rowKey={row => row.id}
        rowName={row => row.name || row.id}
        list={list}
        sort={asked.sort}
        onSort={sort => narrow({ sort })}
        to={row => `/customers${stringifySearch(customersSearch.write({ ...asked, look: row.id }))}`}
        {...(can('customers:write') && { selection })}
        batch={(chosen, count) => (
          <BatchTags chosen={chosen} count={count} filters={query} onDone={selection.clear} />
        )}
        onClearFilters={isFiltered ? () => narrow(cleared(filters)) : undefined}
        empty={<NoCustomers />}
      />
      <CustomerLook id={asked.look} onClose={() => ask({ look: undefined })} />
    </>
  );
}
