/**
 * The states of ways and links that Siyu makes itself: eight letters, then whom the way leads to. People read where
 * somebody came in, and never these.
 */
export function ownState(
  slug: string,
  to: { member: number } | { groups: string } | 'duty' | 'link',
): string {
  if (to === 'duty') return `${slug}-d`;
  if (to === 'link') return `${slug}-l`;
  return 'member' in to ? `${slug}-m${to.member}` : `${slug}-g${to.groups}`;
}

export const OWN_STATE = '^[a-z2-9]{8}-(d|l|m[0-9]+|g[0-9a-z]+)$';

export const isOwnState = (state: string) => new RegExp(OWN_STATE).test(state);
