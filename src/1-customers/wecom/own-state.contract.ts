/**
 * The states of ways that Siyu makes itself: the code's eight letters, then whom the way leads to. People read where
 * somebody came in, and never these.
 */
export function ownState(
  slug: string,
  to: { member: number } | { groups: string } | { official: number } | 'duty',
): string {
  if (to === 'duty') return `${slug}-d`;
  if ('official' in to) return `${slug}-o${to.official}`;
  return 'member' in to ? `${slug}-m${to.member}` : `${slug}-g${to.groups}`;
}

export const OWN_STATE = '^[a-z2-9]{8}-(d|[mo][0-9]+|g[0-9a-z]+)$';

export const isOwnState = (state: string) => new RegExp(OWN_STATE).test(state);
