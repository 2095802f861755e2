import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type List, useRead, listOf as whole } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { listOf, type SearchFields, search, stringifySearch, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { albumItemState } from '../../product-album/contract.ts';
import { useTexts } from '../texts/index.ts';
import { Checks } from './Checks.tsx';
import { useColumns } from './columns.tsx';
import { EditItem } from './EditItem.tsx';
import { ItemLook } from './ItemLook.tsx';
import { type Album, type Item, useAlbum } from './reads.ts';

const albumSearch = search({ q: text, state: listOf(text), look: text });
type Field = SearchFields<typeof albumSearch>;

/** 商品图册: what members can send of the shop's products, kept the same here and at WeCom. */
export default function AlbumPage() {
  const { data, error, refetch } = useAlbum();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data) return <PageSkeleton />;
  return data.accounts.length === 0 ? <NoAccount /> : <Whole album={data} />;
}

function NoAccount() {
  const t = useTexts();
  return (
    <>
      <PageHeader lead={t('album.lead')} />
      <EmptyState
        title={t('album.noAccountTitle')}
        what={t('album.noAccountWhat')}
        action={<PageLink to="/settings/accounts">{t('album.toAccounts')}</PageLink>}
      />
    </>
  );
}

function Whole({ album }: { album: Album }) {
  const t = useTexts();
  const mayWrite = useSession().can('brand:write');
  const [asked, ask] = useSearch(albumSearch);
  const { look, ...filtered } = asked;
  const rows = useItems(albumSearch.write(filtered));
  const filters = useFilters();
  const isNarrowed = filters.some(one => isSet(one, asked));
  const isNew = rows.rows?.length === 0 && !isNarrowed;
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
      {t('album.add')}
    </Button>
  );
  const close = () => ask({ look: undefined }, { replace: true });
  return (
    <>
      <PageHeader lead={t('album.lead')} actions={!isNew && add} />
      <Checks accounts={album.accounts} onShow={() => ask({ state: ['changed', 'gone'], q: undefined })} />
      {!isNew && <FilterBar filters={filters} value={asked} onChange={ask} />}
      <DataTable
        name="album-items"
        label={t('album.label')}
        unit={t('album.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.description}
        list={rows}
        to={row => `/product-album${stringifySearch(albumSearch.write({ ...asked, look: row.id }))}`}
        onClearFilters={isNarrowed ? () => ask(cleared(filters)) : undefined}
        empty={<EmptyState title={t('album.emptyTitle')} what={t('album.emptyWhat')} action={add} />}
      />
      <ItemLook item={rows.rows?.find(({ id }) => id === look)} limits={album.limits} onClose={close} />
      {mayWrite && look === 'new' && (
        <EditItem accounts={album.accounts} limits={album.limits} onClose={close} />
      )}
    </>
  );
}

/** While WeCom is being told, what has become of it is asked for. */
function useItems(query: Record<string, string>): List<Item> {
  const every = (answer: { data: Item[] } | undefined) =>
    answer?.data.some(({ state }) => state === 'telling' || state === 'removing') ? 2_000 : false;
  const { data, isPlaceholderData, error, refetch } = useRead<{ data: Item[] }>('/album-items', query, {
    every,
  });
  return {
    ...whole(data?.data ?? []),
    ...{ rows: data?.data, isStale: isPlaceholderData, error, retry: () => void refetch() },
  };
}

function useFilters(): Filter<Field>[] {
  const t = useTexts();
  return [
    { kind: 'text', field: 'q', label: t('album.search') },
    {
      kind: 'choices',
      field: 'state',
      label: t('album.onlyState'),
      choices: albumItemState.options.map(value => ({ value, label: t(`album.states.${value}`) })),
    },
  ];
}
