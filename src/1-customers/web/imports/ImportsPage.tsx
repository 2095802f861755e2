import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { refresh, useList } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatShare } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { ImportButton } from '../ImportButton.tsx';
import { useTexts } from '../texts/index.ts';
import { type ImportRow, isWorking } from './import.ts';
import { TemplateLinks } from './TemplateLinks.tsx';

/** Every file that was brought in, newest first: what it was, what came of it. */
export default function ImportsPage() {
  const t = useTexts();
  const list = useImports();
  return (
    <>
      <PageHeader lead={t('imports.lead')} actions={list.total !== 0 && <ImportButton />} />
      <DataTable
        name="imports"
        label={t('imports.label')}
        unit={t('imports.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.fileName}
        list={list}
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

/** Asked for again while one of them is worked on. */
function useImports() {
  const client = useQueryClient();
  const list = useList<ImportRow>('/imports', { limit: 50 });
  const working = list.rows?.some(isWorking) ?? false;
  useEffect(() => {
    if (!working) return;
    const timer = setInterval(() => void refresh(client, ['/imports']), 2_000);
    return () => clearInterval(timer);
  }, [client, working]);
  return list;
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
      cell: row => <Status of={row} />,
      phone: 'aside',
    },
    { key: 'shop', title: t('imports.shop'), cell: row => row.shop?.name ?? <Count of={null} /> },
    {
      key: 'format',
      title: t('imports.format'),
      cell: row => row.formatName || <Count of={null} />,
      phone: 'hidden',
    },
    {
      key: 'orders',
      title: t('imports.newOrders'),
      cell: row => <Brought of={row} what="orders" />,
      align: 'end',
    },
    {
      key: 'customers',
      title: t('imports.newCustomers'),
      cell: row => <Brought of={row} what="customers" />,
      align: 'end',
    },
    {
      key: 'rejected',
      title: t('imports.rejectedRows'),
      cell: row => <Count of={row.status === 'done' ? row.result?.rejectedRows : null} />,
      align: 'end',
    },
    { key: 'by', title: t('imports.by'), cell: row => row.createdBy, phone: 'hidden' },
    { key: 'at', title: t('imports.at'), cell: row => <DateTime at={row.createdAt} />, align: 'end' },
  ];
}

function Status({ of: { status, progress } }: { of: ImportRow }) {
  const t = useTexts();
  const share = progress && progress.share > 0 ? ` ${formatShare(progress.share, 0)}` : '';
  return <Tag tone={TONES[status]}>{`${t(`imports.status.${status}`)}${share}`}</Tag>;
}

/** What came in and is still there; what a dry run promised, or was taken back, did not. */
function Brought({ of: { status, result }, what }: { of: ImportRow; what: 'orders' | 'customers' }) {
  return <Count of={status === 'done' ? result?.[what].added : null} />;
}
