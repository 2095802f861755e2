import { useNavigate } from '@tanstack/react-router';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { bodyOf, changeOf, type Draft } from './draft.ts';

type Save = { draft: Draft; version: number | undefined };

/** Writes a code; what is refused stays on the page. `overwrite` puts it in the place of what another wrote meanwhile. */
export function useSave(code: Code | undefined) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const act = async ({ draft, version }: Save, key: string) => {
    if (!code) return (await api.post<{ id: string }>('/live-codes', bodyOf(draft), { key })).id;
    const now = version ?? (await api.get<Code>(`/live-codes/${code.id}`)).version;
    await api.put(`/live-codes/${code.id}`, changeOf(draft, now), { key });
    return code.id;
  };
  const write = useWrite(act, {
    refresh: ['/live-codes', '/touchpoints', ...(code ? [`/live-codes/${code.id}`] : [])],
    onDone: id => {
      notify.done(t(code ? 'editor.saved' : 'editor.created'));
      void navigate({ to: `/live-codes/${id}`, ignoreBlocker: true });
    },
  });
  return {
    isRunning: write.isRunning,
    problem: write.problem,
    run: (draft: Draft) => write.run({ draft, version: code?.version }),
    overwrite: (draft: Draft) => write.run({ draft, version: undefined }),
  };
}
