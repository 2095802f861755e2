import { useQueryClient } from '@tanstack/react-query';
import type { savedView } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { refresh, useRead } from '#web/api/queries.ts';
import type { SavedView } from '#web/kit/filter/SavedViews.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import {
  matching,
  type Segment,
  type SegmentsFields,
  type SegmentsSearch,
  segmentsSearch,
} from './matching.ts';

/** The saved views of the list, with how many segments each finds. */
export function useViews(segments: readonly Segment[] | undefined) {
  const t = useTexts();
  const notify = useNotify();
  const client = useQueryClient();
  const { data } = useRead<{ data: Wire<typeof savedView>[] }>('/views', { list: 'segments' });
  const reread = () => refresh(client, ['/views']);
  const count = (value: SegmentsSearch) => segments && matching(segments, value).length;
  const saved = (data?.data ?? []).map(({ id, name, query, isOwn }): SavedView<SegmentsFields> => {
    const value = segmentsSearch.read(query);
    return { key: id, name, value, count: count(value), isOwn };
  });
  return {
    views: [{ key: 'all', name: t('list.all'), value: {}, count: count({}) }, ...saved],
    onSave: async (name: string, value: SegmentsSearch) => {
      await api.post('/views', { list: 'segments', name, query: segmentsSearch.write(value) });
      await reread();
    },
    onDelete: ({ key }: { key: string }) => {
      api.delete(`/views/${key}`).then(reread, notify.problem);
    },
  };
}
