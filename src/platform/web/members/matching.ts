import { oneOf, type SearchFields, type SearchValue, search, text } from '#web/url/search.ts';
import type { Member } from '../reads.ts';

export const ROLES = ['owner', 'manager', 'staff'] as const;
export const SCOPES = ['own', 'team', 'all'] as const;
export const STATUSES = ['active', 'disabled'] as const;

export const membersSearch = search({
  q: text,
  role: oneOf(...ROLES),
  team: text,
  status: oneOf(...STATUSES),
  look: text,
});
export type MembersFields = SearchFields<typeof membersSearch>;

/** The members asked for; those who can sign in first, disabled ones last, else as they came. */
export function matching(members: readonly Member[], asked: SearchValue<typeof membersSearch>): Member[] {
  const wanted = asked.q?.trim().toLowerCase() ?? '';
  return members
    .filter(
      member =>
        `${member.name}\n${member.login ?? ''}`.toLowerCase().includes(wanted) &&
        (asked.role ?? member.role) === member.role &&
        (asked.team === undefined || asked.team === member.teamId) &&
        (asked.status ?? member.status) === member.status,
    )
    .sort((one, other) => rank(one) - rank(other));
}

function rank({ status, login }: Member): number {
  if (status === 'disabled') return 2;
  return login === null ? 1 : 0;
}
