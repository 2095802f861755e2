import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { useColumns } from '../codes/columns.tsx';
import { type CodeRow, type Touchpoint, useWhole } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

/** The codes put up at a place. */
export function CodesOf({ touchpoint, days }: { touchpoint: Touchpoint; days: string | undefined }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  const list = useWhole<CodeRow>('/live-codes', { touchpoint: touchpoint.id, ...(days && { days }) });
  const make = !touchpoint.archived && can('acquisition:write') && (
    <Button
      onClick={() => void navigate({ to: '/live-codes/new', search: { touchpoint: touchpoint.id } as never })}
    >
      {t('codes.new')}
    </Button>
  );
  return (
    <Panel title={t('touchpoints.codesHere')} aside={(list.total ?? 0) > 0 && make}>
      <DataTable
        name="touchpoint-codes"
        label={t('codes.label')}
        unit={t('codes.unit')}
        columns={useColumns().filter(({ key }) => key !== 'touchpoint')}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/live-codes/${row.id}`}
        empty={
          <EmptyState title={t('touchpoints.noCodes')} what={t('touchpoints.noCodesWhat')} action={make} />
        }
      />
    </Panel>
  );
}
