import { useEffect, useState } from 'react';
import type { Wire } from '#web/api/client.ts';
import { useAsk } from '#web/api/queries.ts';
import type { previewView } from '../../broadcasts/contract.ts';
import { bodyOf, type Draft } from './draft.ts';

export type Preview = Wire<typeof previewView>;
export type PreviewAnswer = { data: Preview | undefined; isBusy: boolean; error: Error | null };

const SETTLES = 500;

/** What the draft would do if it were sent then; asked again when one has stopped writing for a moment. */
export function usePreview(draft: Draft, at: string | undefined, id: string | undefined): PreviewAnswer {
  const body = bodyOf(draft);
  const wanted = body && JSON.stringify({ ...body, at: at ?? null, draftId: id ?? null });
  const [settled, settle] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => settle(wanted), SETTLES);
    return () => clearTimeout(timer);
  }, [wanted]);
  const question = settled === undefined ? undefined : (JSON.parse(settled) as object);
  const answer = useAsk<Preview>('/broadcasts/preview', question);
  return {
    data: question && answer.data,
    isBusy: wanted !== settled || answer.isFetching,
    error: answer.error,
  };
}
