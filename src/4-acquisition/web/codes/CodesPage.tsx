import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { search } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { usePeriods } from '../period.ts';
import { placeFields, usePlaceFilters } from '../place-filters.ts';
import { type CodeRow, useWhole } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useColumns } from './columns.tsx';

const codesSearch = search(placeFields);

export default function CodesPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(codesSearch);
  const filters = usePlaceFilters('codes', asked.days);
  const { archived, ...others } = asked;
  const query = { ...codesSearch.write(others), ...(archived && { archived: 'yes' }) };
  const list = useWhole<CodeRow>('/live-codes', query);
  const period = usePeriods(asked.days);
  const isNarrowed = filters.some(one => isSet(one, asked));
  const isNew = list.total === 0 && !isNarrowed;
  return (
    <>
      <PageHeader lead={t('codes.lead')} actions={!isNew && <NewCode />} />
      {!isNew && <FilterBar filters={filters} value={asked} onChange={ask} />}
      <DataTable
        name="live-codes"
        label={t('codes.label')}
        unit={t('codes.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/live-codes/${row.id}${asked.days ? `?days=${asked.days}` : ''}`}
        tools={t('period.of', { period: period.said })}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('codes.emptyTitle')} what={t('codes.emptyWhat')} action={<NewCode />} />}
      />
    </>
  );
}

function NewCode() {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  if (!can('acquisition:write')) return null;
  return (
    <Button type="primary" onClick={() => void navigate({ to: '/live-codes/new' })}>
      {t('codes.new')}
    </Button>
  );
}
