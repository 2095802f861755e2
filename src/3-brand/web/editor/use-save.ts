import { useNavigate } from '@tanstack/react-router';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { Poster } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { bodyOf, type Draft } from './draft.ts';

type Save = { draft: Draft; version: number | undefined };

/** Writes a poster; what is refused stays on the page. `overwrite` puts it in the place of what another wrote meanwhile. */
export function useSave(poster: Poster | undefined, onKept: (draft: Draft, version: number) => void) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const act = async ({ draft, version }: Save, key: string) => {
    const body = bodyOf(draft);
    if (!poster) return { id: (await api.post<{ id: string }>('/posters', body, { key })).id };
    const now = version ?? (await api.get<Poster>(`/posters/${poster.id}`)).version;
    const kept = await api.put<{ version: number }>(
      `/posters/${poster.id}`,
      { ...body, version: now },
      { key },
    );
    return { draft, version: kept.version };
  };
  const write = useWrite(act, {
    refresh: ['/posters', ...(poster ? [`/posters/${poster.id}`] : [])],
    onDone: done => {
      notify.done(t(poster ? 'editor.saved' : 'editor.created'));
      if ('id' in done) void navigate({ to: `/posters/${done.id}`, ignoreBlocker: true });
      else onKept(done.draft, done.version);
    },
  });
  return {
    isRunning: write.isRunning,
    problem: write.problem,
    run: (draft: Draft, version: number | undefined) => write.run({ draft, version }),
    overwrite: (draft: Draft) => write.run({ draft, version: undefined }),
  };
}
