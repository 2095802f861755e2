import type { Team } from '../reads.ts';

export type Placed = Team & { depth: number };

/** The teams as a tree read from top to bottom: each below the one it belongs to, as the list came. */
export function inTree(teams: readonly Team[]): Placed[] {
  const known = new Set(teams.map(team => team.id));
  const isTop = (team: Team) => team.parentId === null || !known.has(team.parentId);
  const under = (parent: Team, depth: number): Placed[] => [
    { ...parent, depth },
    ...teams.filter(team => team.parentId === parent.id).flatMap(team => under(team, depth + 1)),
  ];
  return teams.filter(isTop).flatMap(team => under(team, 0));
}

/** Where a team can be put: anywhere but into itself or below itself. */
export function possibleParents(teams: readonly Team[], teamId: string | undefined): Placed[] {
  const tree = inTree(teams);
  const at = tree.findIndex(team => team.id === teamId);
  const own = tree[at];
  if (!own) return tree;
  const after = tree.findIndex((team, place) => place > at && team.depth <= own.depth);
  return tree.filter((_, place) => place < at || (after >= 0 && place >= after));
}
