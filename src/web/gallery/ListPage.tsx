import { Button } from 'antd';
import { FilterBar } from '../kit/filter/FilterBar.tsx';
import { cleared, isSet } from '../kit/filter/filters.ts';
import { SavedViews } from '../kit/filter/SavedViews.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { DataTable } from '../kit/table/DataTable.tsx';
import { useSelection } from '../kit/table/use-selection.ts';
import { useNotify } from '../kit/use-notify.tsx';
import { stringifySearch } from '../url/search.ts';
import { useSearch } from '../url/use-search.ts';
import { NoSamples, SampleLook } from './SampleLook.tsx';
import { useSampleColumns, useSampleFilters, useSampleViews } from './sample-columns.tsx';
import { useTexts } from './texts/index.ts';
import { sampleSearch, useSamples } from './use-samples.ts';

/** The house's list page: views, filters, table, batch actions, quick look; all of its state in the address. */
export default function ListPage() {
  const t = useTexts();
  const notify = useNotify();
  const [asked, ask] = useSearch(sampleSearch);
  const { sort, look, ...filtered } = asked;
  const list = useSamples(asked);
  const selection = useSelection(filtered);
  const filters = useSampleFilters();
  const isFiltered = filters.some(filter => isSet(filter, asked));
  return (
    <>
      <PageHeader lead={t('list.lead')} actions={<Button type="primary">{t('list.new')}</Button>} />
      <SavedViews
        views={useSampleViews()}
        search={sampleSearch}
        filters={filters}
        value={asked}
        onPick={ask}
        onSave={async () => undefined}
      />
      <FilterBar filters={filters} value={asked} onChange={ask} />
      <DataTable
        name="kit"
        label={t('list.name')}
        columns={useSampleColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        unit={t('list.unit')}
        sort={sort}
        onSort={next => ask({ sort: next })}
        to={row => `/kit/list${stringifySearch(sampleSearch.write({ ...asked, look: row.id }))}`}
        selection={selection}
        batch={(_, count) => (
          <>
            <Button
              onClick={() => notify.done(t('list.tagged', { count: count ?? 0 }), async () => undefined)}
            >
              {t('list.tag')}
            </Button>
            <Button type="primary">{t('list.send')}</Button>
          </>
        )}
        onClearFilters={isFiltered ? () => ask(cleared(filters)) : undefined}
        empty={<NoSamples />}
      />
      <SampleLook id={look} onClose={() => ask({ look: undefined })} />
    </>
  );
}
