import { api } from '#web/api/api.ts';
import { formatFen } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';

/** The API takes no more. */
export const MOST_YUAN = 1_000_000_000;

export const fenOf = (yuan: number | null): number | null => (yuan === null ? null : Math.round(yuan * 100));

/** Says what one piece of a product costs, in fen; null: nobody knows. Throws what the server refuses. */
export function useSetCost() {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  return async (id: string, cost: number | null) => {
    await api.put(`/products/${id}/cost`, { cost });
    notify.done(
      cost === null ? t('products.costRemoved') : t('products.costSaved', { cost: formatFen(cost) }),
    );
    await again('/products', '/customers');
  };
}
