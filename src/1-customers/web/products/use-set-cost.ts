import { api } from '#web/api/api.ts';
import { formatFen } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';

/** How a cost is typed, in yuan: the API takes no more than the most. */
export const COST_INPUT = { min: 0, max: 1_000_000_000, precision: 2, controls: false, prefix: '¥' } as const;

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
