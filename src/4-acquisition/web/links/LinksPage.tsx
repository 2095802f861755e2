import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, isSet } from '#web/kit/filter/filters.ts';
import { MakeNew } from '#web/kit/MakeNew.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { search, stringifySearch, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { usePeriods } from '../period.ts';
import { placeFields, usePlaceFilters } from '../place-filters.ts';
import { type LinkRow, useWhole } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useColumns } from './columns.tsx';
import { EditLink } from './EditLink.tsx';
import { LinkLook } from './LinkLook.tsx';
import { Quotas } from './Quotas.tsx';

const linksSearch = search({ ...placeFields, look: text });

/** 获客链接: who opens them, who comes, who writes, and what is left of the quota. */
export default function LinksPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(linksSearch);
  const filters = usePlaceFilters('links', asked.days);
  const { archived, look, ...others } = asked;
  const query = { ...linksSearch.write(others), ...(archived && { archived: 'yes' }) };
  const list = useWhole<LinkRow>('/acquisition-links', query);
  const period = usePeriods(asked.days);
  const isNarrowed = filters.some(one => isSet(one, asked));
  const isNew = list.total === 0 && !isNarrowed;
  return (
    <>
      <PageHeader lead={t('links.lead')} actions={!isNew && <NewLink />} />
      <Quotas />
      {!isNew && <FilterBar filters={filters} value={asked} onChange={ask} />}
      <DataTable
        name="acquisition-links"
        label={t('links.label')}
        unit={t('links.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/acquisition-links${stringifySearch(linksSearch.write({ ...asked, look: row.id }))}`}
        tools={t('period.of', { period: period.said })}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('links.emptyTitle')} what={t('links.emptyWhat')} action={<NewLink />} />}
      />
      <LinkLook link={list.rows?.find(row => row.id === look)} onClose={() => ask({ look: undefined })} />
    </>
  );
}

function NewLink() {
  const t = useTexts();
  return (
    <MakeNew may="acquisition:write" label={t('links.new')}>
      {close => <EditLink onClose={close} />}
    </MakeNew>
  );
}
