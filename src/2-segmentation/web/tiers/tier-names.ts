import type { Tier as Shown } from '#web/kit/TierTag.tsx';

/** The tiers by the names they have on the wire, with those of the kit. */
export const TIERS = ['重要', '常规', '偶然'] as const;
export type TierName = (typeof TIERS)[number];

const SHOWN: Record<TierName, Shown> = { 重要: 'important', 常规: 'regular', 偶然: 'occasional' };

export function shownTier(name: string | null): Shown | undefined {
  return TIERS.some(tier => tier === name) ? SHOWN[name as TierName] : undefined;
}
