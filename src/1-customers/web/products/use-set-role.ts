import { api } from '#web/api/api.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { ProductRole } from '../../products/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';

type Products = { ids: readonly string[] } | { filters: Record<string, string>; except: readonly string[] };

/** Gives products a role and says how many changed. */
export function useSetRole() {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  return async (products: Products, role: ProductRole | 'suggested' | null) => {
    const { changed } = await api.post<{ changed: number }>('/products/roles', { products, role });
    notify.done(
      changed === 0 ? t('products.unchanged') : t('products.changed', { count: formatCount(changed) }),
    );
    await again('/products', '/segments');
  };
}
