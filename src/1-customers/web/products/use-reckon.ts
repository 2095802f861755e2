import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';

/** Works out the figures of all products now. */
export function useReckon() {
  const t = useTexts();
  const notify = useNotify();
  return useWrite(
    (_: undefined, key: string) => api.post<{ products: number }>('/products/figures', {}, { key }),
    {
      refresh: ['/products'],
      onDone: ({ products }) => notify.done(t('products.reckoned', { products: formatCount(products) })),
      onProblem: notify.problem,
    },
  );
}
