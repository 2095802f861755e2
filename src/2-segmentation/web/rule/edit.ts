import { type Branch, type Condition, type Group, isGroup, type Mode, nextKey, rekeyed } from './draft.ts';

/** Edits of a draft. Each takes a tree and gives one; what an edit does not touch stays the same object. */

/** A node with its parent and place; undefined for a key that is not there. The root has no parent. */
export type Place = { node: Branch; parent: Group | undefined; at: number };

export function find(root: Group, key: number): Place | undefined {
  if (root.key === key) return { node: root, parent: undefined, at: 0 };
  const within = (group: Group): Place | undefined => {
    for (const [at, node] of group.branches.entries()) {
      if (node.key === key) return { node, parent: group, at };
      const found = isGroup(node) ? within(node) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  return within(root);
}

/** Puts other branches in a node's place: none removes it. */
function replace(root: Group, key: number, by: (node: Branch) => readonly Branch[]): Group {
  if (!root.branches.some(branch => branch.key === key || isGroup(branch))) return root;
  let changed = false;
  const branches = root.branches.flatMap(branch => {
    if (branch.key === key) {
      changed = true;
      return by(branch);
    }
    const next = isGroup(branch) ? replace(branch, key, by) : branch;
    changed ||= next !== branch;
    return next;
  });
  return changed ? { ...root, branches } : root;
}

function changeGroup(root: Group, key: number, change: (group: Group) => Group): Group {
  if (root.key === key) return change(root);
  return replace(root, key, node => [isGroup(node) ? change(node) : node]);
}

export function changeCondition(
  root: Group,
  key: number,
  change: (condition: Condition) => Omit<Condition, 'key'>,
): Group {
  return replace(root, key, node => [isGroup(node) ? node : { ...change(node), key }]);
}

export function setMode(root: Group, key: number, mode: Mode): Group {
  return changeGroup(root, key, group => ({ ...group, mode }));
}

/** Adds a branch at the end of a group; its keys are made new. */
export function add(root: Group, groupKey: number, branch: Branch): Group {
  const fresh = rekeyed(branch, nextKey(root));
  return changeGroup(root, groupKey, group => ({ ...group, branches: [...group.branches, fresh] }));
}

export function remove(root: Group, key: number): Group {
  return replace(root, key, () => []);
}

/** A copy right after the original. */
export function duplicate(root: Group, key: number): Group {
  const first = nextKey(root);
  return replace(root, key, node => [node, rekeyed(node, first)]);
}

/** Puts a branch into a new group of its own, which stands in its place. */
export function wrap(root: Group, key: number, mode: Mode): Group {
  const groupKey = nextKey(root);
  return replace(root, key, node => [{ key: groupKey, mode, branches: [node] }]);
}

/** Lets a group's branches stand in its place. */
export function unwrap(root: Group, key: number): Group {
  return replace(root, key, node => (isGroup(node) ? node.branches : [node]));
}

export type Direction = 'up' | 'down' | 'out' | 'in';

/**
 * Moves a branch: up or down among its neighbours, out behind the group it is in, into the group beside it (the one
 * above, else the one below). The same tree when there is nowhere to go. A group left empty by it goes too.
 */
export function move(root: Group, key: number, direction: Direction): Group {
  const place = find(root, key);
  if (!place?.parent) return root;
  const { node, parent, at } = place;
  if (direction === 'up' || direction === 'down')
    return swap(root, parent, at, direction === 'up' ? at - 1 : at + 1);
  if (direction === 'out') return moveOut(root, parent, node);
  const above = parent.branches[at - 1];
  const below = parent.branches[at + 1];
  const target = above && isGroup(above) ? above : below && isGroup(below) ? below : undefined;
  if (!target) return root;
  const add = (group: Group): Group =>
    target === above
      ? { ...group, branches: [...group.branches, node] }
      : { ...group, branches: [node, ...group.branches] };
  return changeGroup(remove(root, key), target.key, add);
}

function swap(root: Group, parent: Group, from: number, to: number): Group {
  const branches = [...parent.branches];
  const [moved, neighbour] = [branches[from], branches[to]];
  if (!moved || !neighbour) return root;
  branches[to] = moved;
  branches[from] = neighbour;
  return changeGroup(root, parent.key, group => ({ ...group, branches }));
}

function moveOut(root: Group, parent: Group, node: Branch): Group {
  if (parent.key === root.key) return root;
  const left = { ...parent, branches: parent.branches.filter(branch => branch !== node) };
  return replace(root, parent.key, () => (left.branches.length > 0 ? [left, node] : [node]));
}
