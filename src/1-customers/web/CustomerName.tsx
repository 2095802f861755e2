import { goesBy } from './goes-by.ts';
import { useTexts } from './texts/index.ts';

type Named = Parameters<typeof goesBy>[0] & { id: string };

/** What a customer goes by; who has no name anywhere is told by their number. */
export function CustomerName({ of }: { of: Named }) {
  return useCustomerName(of);
}

export function useCustomerName(of: Named): string {
  const t = useTexts();
  return goesBy(of) || t('unnamed', { number: of.id.slice(4) });
}
