import { useTexts } from './texts/index.ts';

/** What a customer goes by; who has no name anywhere is told by their number. */
export function CustomerName({ of }: { of: { id: string; name: string | null } }) {
  const t = useTexts();
  return of.name || t('unnamed', { number: of.id.slice(4) });
}
