import { useParams } from '@tanstack/react-router';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useTexts } from '../texts/index.ts';
import { formatBytes } from './bytes.ts';
import { ImportOutcome } from './ImportOutcome.tsx';
import { ImportWizard } from './ImportWizard.tsx';
import { useImport } from './import.ts';
import { Working } from './Working.tsx';

/** One import on its way: what it is asked next, how far it is, or what came of it. */
export default function ImportPage() {
  const { importId } = useParams({ strict: false }) as { importId?: string };
  return <OneImport key={importId} id={importId ?? ''} />;
}

function OneImport({ id }: { id: string }) {
  const t = useTexts();
  const { data: row, error, refetch } = useImport(id);
  if (!row) {
    if (error) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
    return <PageSkeleton />;
  }
  const isOver = row.status === 'done' || row.status === 'undone';
  const isMoving = row.status === 'importing' || row.status === 'undoing';
  return (
    <>
      <PageHeader
        title={row.fileName}
        lead={t('imports.fileLead', { size: formatBytes(row.bytes), who: row.createdBy })}
      />
      {isMoving && <Working row={row} />}
      {isOver && <ImportOutcome row={row} />}
      {!isMoving && !isOver && <ImportWizard row={row} />}
    </>
  );
}
