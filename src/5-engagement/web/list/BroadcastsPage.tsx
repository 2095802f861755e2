import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { usePagedList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { search, whole } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { type Row, useColumns } from './columns.tsx';

const listSearch = search({ page: whole(1, 100_000) });
const PAGE = 20;

export default function BroadcastsPage() {
  const t = useTexts();
  const [{ page = 1 }, ask] = useSearch(listSearch);
  const list = usePagedList<Row>('/broadcasts', {}, { page, size: PAGE, go: page => ask({ page }) });
  return (
    <>
      <PageHeader lead={t('list.lead')} actions={list.total !== 0 && <NewButton />} />
      <DataTable
        name="broadcasts"
        label={t('list.label')}
        unit={t('list.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => (row.status === 'draft' ? `/broadcasts/new?draft=${row.id}` : `/broadcasts/${row.id}`)}
        empty={<EmptyState title={t('list.emptyTitle')} what={t('list.emptyWhat')} action={<NewButton />} />}
      />
    </>
  );
}

function NewButton() {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  if (!can('broadcasts:write')) return null;
  return (
    <Button type="primary" onClick={() => void navigate({ to: '/broadcasts/new' })}>
      {t('list.new')}
    </Button>
  );
}
