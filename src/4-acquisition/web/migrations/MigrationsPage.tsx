import { useNavigate } from '@tanstack/react-router';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { MakeNew } from '#web/kit/MakeNew.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import type { MigrationRow } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useColumns } from './columns.tsx';
import { EditMigration } from './EditMigration.tsx';

/** Existing buyers on their way to be friends: every plan and how far it is. */
export default function MigrationsPage() {
  const t = useTexts();
  const list = useWholeList<MigrationRow>('/buyer-migrations');
  const isNew = list.total === 0;
  return (
    <>
      <PageHeader lead={t('migrations.lead')} actions={!isNew && <NewMigration />} />
      <DataTable
        name="buyer-migrations"
        label={t('migrations.label')}
        unit={t('migrations.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/buyer-migrations/${row.id}`}
        empty={
          <EmptyState
            title={t('migrations.emptyTitle')}
            what={t('migrations.emptyWhat')}
            action={<NewMigration />}
          />
        }
      />
    </>
  );
}

function NewMigration() {
  const t = useTexts();
  const navigate = useNavigate();
  return (
    <MakeNew may="acquisition:write" label={t('migrations.new')}>
      {close => (
        <EditMigration onSaved={id => void navigate({ to: `/buyer-migrations/${id}` })} onClose={close} />
      )}
    </MakeNew>
  );
}
