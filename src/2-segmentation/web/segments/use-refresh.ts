import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import type { Segment } from './matching.ts';

/** Counts segments again, one after the other: each is a question to all customers. */
export function useRefresh() {
  const t = useTexts();
  const notify = useNotify();
  const count = async (segments: readonly Segment[]) => {
    const counted: Segment[] = [];
    for (const { id } of segments) counted.push(await api.post<Segment>(`/segments/${id}/refresh`));
    return counted;
  };
  return useWrite(count, {
    refresh: ['/segments'],
    onDone: counted => notify.done(said(counted)),
    onProblem: notify.problem,
  });

  function said(counted: readonly Segment[]): string {
    const [only, ...others] = counted;
    if (!only || others.length > 0) return t('list.refreshedAll', { count: counted.length });
    const { name, people, reachable } = only;
    return t('list.refreshed', {
      name,
      people: formatCount(people ?? 0),
      reachable: formatCount(reachable ?? 0),
    });
  }
}
