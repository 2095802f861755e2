import { useTexts } from '../texts/index.ts';

/** What a customer goes by; who has no name anywhere is told by their number. */
export function useCustomerName(): (of: { id: string; name: string | null }) => string {
  const t = useTexts();
  return ({ id, name }) => name || t('sample.unnamed', { number: id.slice(4) });
}
