import { useNavigate } from '@tanstack/react-router';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatInstant } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { bodyOf, type Draft } from './draft.ts';

type Save = { draft: Draft; hand: boolean };

/** Keeps what is written and, where that is wished, hands it to the members; what is refused stays on the page. */
export function useSave(id: string | undefined) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const act = async ({ draft, hand }: Save, key: string) => {
    const body = bodyOf(draft);
    const kept = id
      ? await api.put<{ id: string }>(`/moments/${id}`, body, { key })
      : await api.post<{ id: string }>('/moments', body, { key });
    if (hand)
      await api.post(`/moments/${kept.id}/schedule`, { at: draft.at ?? null }, { key: `${key}-hand` });
    const said =
      hand && draft.at ? t('moments.editor.scheduled', { time: formatInstant(draft.at) }) : undefined;
    return { id: kept.id, said: said ?? t(hand ? 'moments.editor.handed' : 'moments.editor.saved') };
  };
  return useWrite(act, {
    refresh: ['/moments', '/moments/calendar', ...(id ? [`/moments/${id}`] : [])],
    onDone: done => {
      notify.done(done.said);
      void navigate({ to: `/moments/${done.id}`, ignoreBlocker: true });
    },
  });
}
