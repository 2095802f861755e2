import { type List, useRead } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { ImportButton } from '../ImportButton.tsx';
import { useTexts } from '../texts/index.ts';
import type { ImportRow } from './import.ts';
import { TemplateLinks } from './TemplateLinks.tsx';

/** Every file that was brought in, newest first: what it was, what came of it. */
export default function ImportsPage() {
  const t = useTexts();
  return (
    <>
      <PageHeader lead={t('imports.lead')} actions={<ImportButton />} />
      <DataTable
        name="imports"
        label={t('imports.label')}
        unit={t('imports.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.fileName}
        list={useImports()}
        to={row => `/imports/${row.id}`}
        empty={
          <EmptyState
            title={t('imports.emptyTitle')}
            what={t('imports.emptyWhat')}
            action={<ImportButton />}
            other={<TemplateLinks />}
          />
        }
      />
    </>
  );
}

function useImports(): List<ImportRow> {
  const { data, error, refetch } = useRead<{ data: ImportRow[] }>('/imports');
  return {
    rows: data?.data,
    total: data?.data.length,
    isStale: false,
    error,
    retry: () => void refetch(),
    paging: { kind: 'pages', page: 1, pages: 1, go: () => undefined },
  };
}

const TONES: Record<ImportRow['status'], Tone> = {
  uploaded: 'advice',
  checking: 'accent',
  checked: 'advice',
  importing: 'accent',
  done: 'plain',
  failed: 'stop',
  undoing: 'accent',
  undone: 'plain',
};

function useColumns(): Column<ImportRow>[] {
  const t = useTexts();
  return [
    { key: 'file', title: t('imports.file'), cell: row => row.fileName, width: 200 },
    {
      key: 'status',
      title: t('imports.statusTitle'),
      cell: row => <Tag tone={TONES[row.status]}>{t(`imports.status.${row.status}`)}</Tag>,
      phone: 'aside',
    },
    { key: 'shop', title: t('imports.shop'), cell: row => row.shop?.name ?? <Count of={null} /> },
    { key: 'format', title: t('imports.format'), cell: row => row.formatName || <Count of={null} /> },
    {
      key: 'orders',
      title: t('imports.newOrders'),
      cell: row => <Count of={row.result?.orders.added} />,
      align: 'end',
    },
    {
      key: 'customers',
      title: t('imports.newCustomers'),
      cell: row => <Count of={row.result?.customers.added} />,
      align: 'end',
    },
    {
      key: 'rejected',
      title: t('imports.rejectedRows'),
      cell: row => <Count of={row.result?.rejectedRows} />,
      align: 'end',
    },
    { key: 'by', title: t('imports.by'), cell: row => row.createdBy },
    { key: 'at', title: t('imports.at'), cell: row => <DateTime at={row.createdAt} />, align: 'end' },
  ];
}
