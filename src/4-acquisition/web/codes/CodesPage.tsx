import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { flag, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { periodField, usePeriods } from '../period.ts';
import { type CodeRow, useTouchpoints, useWhole } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useColumns } from './columns.tsx';

const codesSearch = search({ q: text, touchpoint: text, days: periodField, archived: flag });
type Field = SearchFields<typeof codesSearch>;

export default function CodesPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(codesSearch);
  const filters = useFilters(asked.days);
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

function useFilters(days: string | undefined): Filter<Field>[] {
  const t = useTexts();
  const touchpoints = useTouchpoints() ?? [];
  const { choices } = usePeriods(days);
  return [
    { kind: 'text', field: 'q', label: t('codes.search') },
    {
      kind: 'choice',
      field: 'touchpoint',
      label: t('codes.touchpoint'),
      choices: touchpoints.map(({ id, name }) => ({ value: id, label: name })),
    },
    { kind: 'choice', field: 'days', label: t('period.label'), choices },
    { kind: 'flag', field: 'archived', label: t('codes.archived'), more: true },
  ];
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
