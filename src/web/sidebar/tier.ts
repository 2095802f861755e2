import type { Words } from '#platform/contract.ts';
import { h } from './dom.ts';
import type { Say } from './words.ts';

const TIERS: Record<string, { tone: string; words: Words }> = {
  重要: { tone: 'important', words: { zh: '重要', en: 'Important' } },
  常规: { tone: 'regular', words: { zh: '常规', en: 'Regular' } },
  偶然: { tone: 'occasional', words: { zh: '偶然', en: 'Occasional' } },
};

/** A customer's tier as the API names it, in its quiet tint; nothing where there is none. */
export function tierMark(name: string | null | undefined, say: Say): HTMLElement | null {
  const tier = name ? TIERS[name] : undefined;
  return tier ? h('span', { class: `tier ${tier.tone}` }, say(tier.words)) : null;
}
