import { useWebTexts } from '#web/i18n/i18n.ts';
import { shownTier, type TierName } from './tier-names.ts';

/** A tier's name in the reader's language. */
export function useTierWord(): (tier: TierName) => string {
  const web = useWebTexts();
  return tier => web(`tier.${shownTier(tier) ?? 'occasional'}`);
}
