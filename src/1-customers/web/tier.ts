import type { Tier } from '#web/kit/TierTag.tsx';

/** The tiers as the API names them, and as the kit draws them. */
const TIERS: Record<string, Tier> = { 重要: 'important', 常规: 'regular', 偶然: 'occasional' };

export const TIER_NAMES = ['重要', '常规', '偶然'] as const;
export type TierName = (typeof TIER_NAMES)[number];

export function tierOf(name: string | null | undefined): Tier | undefined {
  return name ? TIERS[name] : undefined;
}
