import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { bodyOf, type Draft } from './draft.ts';

type Save = {
  draft: Draft;
  /** Absent: only keep it. */
  start?: { at: string | undefined };
  done: (id: string) => void;
  failed: (problem: Error) => void;
};

/** Keeps the draft on the server, so that a closed page loses nothing, and starts it in the end. */
export function useSave({ id, onSaved }: { id: string | undefined; onSaved: (id: string) => void }) {
  const act = async ({ draft, start }: Save, key: string) => {
    const body = bodyOf(draft);
    if (id) await api.put(`/broadcasts/${id}`, body, { key });
    const saved = id ?? (await api.post<{ id: string }>('/broadcasts', body, { key })).id;
    if (!id) onSaved(saved);
    if (start)
      await api.post(`/broadcasts/${saved}/start`, { at: start.at ?? null }, { key: `${key}-start` });
    return saved;
  };
  const write = useWrite(
    (save: Save, key) =>
      act(save, key).then(
        saved => save.done(saved),
        (problem: Error) => {
          save.failed(problem);
          throw problem;
        },
      ),
    { refresh: ['/broadcasts', '/home', '/todos'] },
  );
  return {
    isRunning: write.isRunning,
    save: (draft: Draft, done: Save['done'], failed: Save['failed']) => write.run({ draft, done, failed }),
    start: (draft: Draft, at: string | undefined, done: Save['done'], failed: Save['failed']) =>
      write.run({ draft, start: { at }, done, failed }),
  };
}
