import type { FollowsLeaf } from './contract.ts';
import { holdsForNumber } from './numbers.ts';
import type { PersonFacts, PersonFollow } from './person.ts';
import { membersOf } from './teams.ts';
import { isWithin, spanOf } from './windows.ts';

/** `actual` is how many members. */
export function checkFollows(leaf: FollowsLeaf, { follows, teams }: PersonFacts, now: Date) {
  const meant =
    leaf.follows === 'first'
      ? follows.filter(one => follows.every(other => !isEarlier(other, one)))
      : follows;
  const wanted = new Set([...leaf.members, ...membersOf(teams, leaf.teams)]);
  const isAnybody = leaf.members.length + leaf.teams.length === 0;
  const found = meant.filter(
    follow => (isAnybody || wanted.has(follow.memberId)) && isSuch(follow, leaf, now),
  );
  const actual = new Set(found.map(({ memberId }) => memberId)).size;
  return { holds: holdsForNumber(actual, leaf.test), actual };
}

function isSuch(follow: PersonFollow, leaf: FollowsLeaf, now: Date): boolean {
  const isFirst = leaf.follows === 'first';
  const at = isFirst ? follow.firstAt : follow.followedAt;
  const { accounts, ways, codes } = leaf;
  if (leaf.follows === 'now' && follow.endedAt !== null) return false;
  if (leaf.follows === 'ended' && follow.endedAt === null) return false;
  if (accounts.length > 0 && !accounts.includes(follow.accountId)) return false;
  if (ways.length > 0 && !ways.includes(isFirst ? follow.firstWay : follow.way)) return false;
  if (codes.length > 0 && !codes.includes(isFirst ? follow.firstCode : follow.code)) return false;
  if (leaf.endedBy !== null && follow.endedBy !== leaf.endedBy) return false;
  if (leaf.ended !== null && (follow.endedAt === null || !isWithin(follow.endedAt, spanOf(leaf.ended, now))))
    return false;
  return isWithin(at, spanOf(leaf.window, now));
}

function isEarlier(one: PersonFollow, other: PersonFollow): boolean {
  const difference = one.firstAt.getTime() - other.firstAt.getTime();
  return difference < 0 || (difference === 0 && one.id < other.id);
}
