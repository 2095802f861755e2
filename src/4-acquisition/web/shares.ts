import type { Touchpoint } from './reads.ts';

export type Figures = Touchpoint['figures'];

/** Of how many somebody is a share; no share of nobody. */
export function shareOf(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}

/** Of those who opened the link’s page, how many added a member; unknown where more came by WeCom’s own picture. */
export function addShare({ added, visitors }: Figures): number | undefined {
  return added <= visitors ? shareOf(added, visitors) : undefined;
}

/** Of those who came 30 (90) or more days ago, how many were still there after them. */
export function retained({ stayed30, ripe30, stayed90, ripe90 }: Figures, days: 30 | 90): number | undefined {
  return days === 30 ? shareOf(stayed30, ripe30) : shareOf(stayed90, ripe90);
}

/** Of those who came in by whatever, whom a member, a group or an official account reaches since (吸粉率). */
export function reachedShare({ reached, people }: Figures): number | undefined {
  return shareOf(reached, people);
}
