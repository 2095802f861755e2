import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '#web/api/api.ts';
import { refresh } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';

/** Puts a segment away, which can be taken back for a moment. `leave`: its page is left for the list. */
export function useArchive({ leave = false } = {}): (segment: { id: string; name: string }) => void {
  const t = useTexts();
  const notify = useNotify();
  const client = useQueryClient();
  const navigate = useNavigate();
  const reread = () => refresh(client, ['/segments']);
  return ({ id, name }) => {
    const restore = async () => {
      await api.post(`/segments/${id}/restore`);
      await reread();
    };
    const done = async () => {
      if (leave) await navigate({ to: '/segments' });
      await reread();
      notify.done(t('list.archived', { name }), restore);
    };
    api.delete(`/segments/${id}`).then(done, notify.problem);
  };
}
