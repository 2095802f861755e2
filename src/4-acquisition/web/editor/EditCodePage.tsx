import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { draftOf } from './draft.ts';
import { Editor } from './Editor.tsx';

/** A code that is there, led elsewhere: what is printed stays as it is. */
export default function EditCodePage() {
  const t = useTexts();
  const { codeId = '' } = useParams({ strict: false }) as { codeId?: string };
  const { data, error, isFetching, refetch } = useRead<Code>(`/live-codes/${codeId}`);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== codeId) return <PageSkeleton />;
  return (
    <>
      <PageHeader title={t('editor.editTitle', { name: data.name })} lead={t('editor.editLead')} />
      {data.archived && <Notice title={t('code.archivedTitle')}>{t('code.archivedWhat')}</Notice>}
      {!data.archived && <Held key={codeId} code={data} isFresh={!isFetching} />}
    </>
  );
}

/** What the editor began with is its own: what is read later does not change what somebody writes. */
function Held({ code, isFresh }: { code: Code; isFresh: boolean }) {
  const [held, hold] = useState<Code>();
  if (!held && isFresh) hold(code);
  return held ? <Editor initial={draftOf(held)} code={held} /> : <PageSkeleton />;
}
