/**
 * The states of ways and links that Siyu makes itself: eight letters, then whom the way leads to, and a letter for the
 * poster it stands on. People read where somebody came in, and never these.
 */
export function ownState(
  slug: string,
  to: { member: number; mark?: string } | { groups: string } | { official: number } | 'duty' | 'link',
): string {
  if (to === 'duty') return `${slug}-d`;
  if (to === 'link') return `${slug}-l`;
  if ('official' in to) return `${slug}-o${to.official}`;
  return 'member' in to ? `${slug}-m${to.member}${to.mark ?? ''}` : `${slug}-g${to.groups}`;
}

export const OWN_STATE = '^[a-z2-9]{8}-(d|l|m[0-9]+[a-z]?|o[0-9]+|g[0-9a-z]+)$';

export const isOwnState = (state: string) => new RegExp(OWN_STATE).test(state);
