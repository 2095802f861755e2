import type { segmentList } from '#segmentation/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { formatCount } from '#web/kit/format.ts';
import type { Find } from '#web/stage-pages.ts';

const find: Find = async (query, signal) => {
  const { data } = await api.get<Wire<typeof segmentList>>('/segments', {}, { signal });
  const wanted = query.toLowerCase();
  return data
    .filter(({ name, description }) => `${name} ${description ?? ''}`.toLowerCase().includes(wanted))
    .slice(0, 6)
    .map(({ id, name, words, people }) => ({
      key: id,
      title: people === null ? name : `${name} · ${formatCount(people)}`,
      note: words,
      to: `/segments/${id}`,
    }));
};

export default find;
