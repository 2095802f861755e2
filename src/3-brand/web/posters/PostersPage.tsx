import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useSession } from '#web/session/session.ts';
import { flag, type SearchFields, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { type PosterRow, pictureOf } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { Card, Cards } from './Cards.tsx';

const postersSearch = search({ q: text, archived: flag });
type Field = SearchFields<typeof postersSearch>;

/** All posters as they look. */
export default function PostersPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(postersSearch);
  const { q, archived } = asked;
  const query = { q, ...(archived && { archived: 'yes' }) };
  const { data, error, refetch } = useRead<{ data: PosterRow[] }>('/posters', query);
  const filters: Filter<Field>[] = [
    { kind: 'text', field: 'q', label: t('posters.search') },
    { kind: 'flag', field: 'archived', label: t('posters.archived') },
  ];
  const isNarrowed = filters.some(one => isSet(one, asked));
  const isNew = data?.data.length === 0 && !isNarrowed;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data) return <PageSkeleton />;
  return (
    <>
      <PageHeader lead={t('posters.lead')} actions={!isNew && <NewPoster />} />
      {!isNew && <FilterBar filters={filters} value={asked} onChange={ask} />}
      {isNew && (
        <EmptyState title={t('posters.emptyTitle')} what={t('posters.emptyWhat')} action={<NewPoster />} />
      )}
      {data.data.length === 0 && isNarrowed && (
        <EmptyState
          title={t('posters.noneTitle')}
          what={t('posters.noneWhat')}
          other={<ClearFilters onClear={() => ask(cleared(filters))} />}
        />
      )}
      <Posters rows={data.data} />
    </>
  );
}

function Posters({ rows }: { rows: readonly PosterRow[] }) {
  const t = useTexts();
  return (
    <Cards label={t('posters.label')}>
      {rows.map(row => (
        <Card
          key={row.id}
          to={`/posters/${row.id}`}
          picture={pictureOf(row, 480)}
          alt={t('posters.picture', { name: row.name })}
          name={row.name}
          what={row.hook || t('posters.noHook')}
          aside={t('posters.size', { width: row.width, height: row.height })}
        />
      ))}
    </Cards>
  );
}

function ClearFilters({ onClear }: { onClear: () => void }) {
  const t = useTexts();
  return <Button onClick={onClear}>{t('posters.clear')}</Button>;
}

function NewPoster() {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  if (!can('brand:write')) return null;
  return (
    <Button type="primary" onClick={() => void navigate({ to: '/posters/new' })}>
      {t('posters.new')}
    </Button>
  );
}
