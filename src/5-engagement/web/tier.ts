import type { Tier } from '#web/kit/TierTag.tsx';

const TIERS: Record<string, Tier> = { 重要: 'important', 常规: 'regular', 偶然: 'occasional' };

/** A tier as the API names it, as the kit draws it; none where there is none. */
export function tierOf(name: string): Tier | undefined {
  return TIERS[name];
}
