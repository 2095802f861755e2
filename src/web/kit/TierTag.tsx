import { useWebTexts } from '../i18n/i18n.ts';
import { Tag } from './Tag.tsx';

export type Tier = 'important' | 'regular' | 'occasional';

/** A customer's tier, in its quiet tint; the word says it too, for those who do not see the tint. */
export function TierTag({ tier }: { tier: Tier }) {
  const t = useWebTexts();
  return <Tag tone={tier}>{t(`tier.${tier}`)}</Tag>;
}
