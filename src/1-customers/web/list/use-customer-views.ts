import { useQueries } from '@tanstack/react-query';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { SavedView } from '#web/kit/filter/SavedViews.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { savedView } from '../../contract.ts';
import { dayIn } from '../days.ts';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import {
  type CustomersAsked,
  type CustomersFields,
  customersSearch,
  filterQuery,
} from './customers-search.ts';

type View = SavedView<CustomersFields>;

/** The views of the list as tabs: the house's own, those saved for all, and the member's; each with its count. */
export function useCustomerViews() {
  const { data } = useRead<{ data: Wire<typeof savedView>[] }>('/views', { list: 'customers' });
  const saved = data?.data.map(
    (view): View => ({
      key: view.id,
      name: view.name,
      value: customersSearch.read(view.query),
      isOwn: view.isOwn,
    }),
  );
  const views = [...useHouseViews(), ...(saved ?? [])];
  const counts = useQueries({ queries: views.map(view => countQuery(view.value)) });
  const stored = useViewStore();
  return { views: views.map((view, at) => ({ ...view, count: counts[at]?.data?.total })), ...stored };
}

/** What every shop asks for; those whose conditions it can never meet are still told apart by their zero. */
function useHouseViews(): View[] {
  const t = useTexts();
  const { member } = useSession();
  const mine: View = { key: 'mine', name: t('views.mine'), value: { member: [member.id] } };
  return [
    { key: 'all', name: t('views.all'), value: {} },
    { key: 'important', name: t('views.important'), value: { tier: ['重要'] } },
    { key: 'reachable', name: t('views.reachable'), value: { reachable: 'yes' } },
    { key: 'due', name: t('views.due'), value: { followUpBefore: dayIn(0) } },
    { key: 'unfollowed', name: t('views.unfollowed'), value: { followed: 'no', phone: 'yes' } },
    { key: 'quiet', name: t('views.quiet'), value: { ordersMin: 2, lastOrderBefore: dayIn(-90) } },
    ...(member.role === 'manager' ? [mine] : []),
  ];
}

function countQuery(value: CustomersAsked) {
  const query = filterQuery(value);
  return {
    queryKey: ['/customers/count', query],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api.get<{ total: number }>('/customers/count', query, { signal }),
    staleTime: 60_000,
  };
}

function useViewStore() {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const save = async (name: string, value: CustomersAsked) => {
    await api.post('/views', { list: 'customers', name, query: filterQuery(value) });
    await again('/views');
  };
  return {
    save,
    remove: (view: View) => {
      const remove = async () => {
        await api.delete(`/views/${view.key}`);
        notify.done(t('views.removed', { name: view.name }), () => save(view.name, view.value));
        await again('/views');
      };
      void remove().catch(notify.problem);
    },
  };
}
