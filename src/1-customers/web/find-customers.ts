import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { formatFen } from '#web/kit/format.ts';
import type { Find } from '#web/stage-pages.ts';
import type { customerList } from '../contract.ts';

/** ⌘K: people by name, pinyin initials or their whole phone number. */
const find: Find = async (query, signal) => {
  const asked = { q: query.slice(0, 100), sort: 'paid', pageSize: 6 };
  const { data } = await api.get<Wire<typeof customerList>>('/customers', asked, { signal });
  return data.map(row => ({
    key: row.id,
    title: row.name || row.phone || row.id,
    note: [row.tier, row.phone, row.city, formatFen(row.paid)].filter(Boolean).join('  '),
    to: `/customers/${row.id}`,
  }));
};

export default find;
