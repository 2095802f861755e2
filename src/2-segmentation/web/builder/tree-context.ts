import { createContext, useContext } from 'react';
import type { Branch, ConditionOf, DraftLeaf, Group } from '../rule/draft.ts';
import { changeCondition } from '../rule/edit.ts';
import type { FaultCode } from '../rule/faults.ts';
import type { SegmentFault } from './use-refusal.ts';

/** What every node of the tree needs of the whole. */
export type Tree = {
  root: Group;
  change(next: Group, field?: string): void;
  faults: ReadonlyMap<number, FaultCode | SegmentFault>;
  /** Somebody tried to save: what is missing is said aloud. */
  isLoud: boolean;
  /** The segment being changed, which cannot lean on itself. */
  selfId: string | undefined;
  /** Puts the focus on a node once it is drawn. */
  focusOn(key: number | undefined): void;
};

export const TreeContext = createContext<Tree | undefined>(undefined);

export function useTree(): Tree {
  const tree = useContext(TreeContext);
  if (!tree) throw new Error('A node of a rule is drawn inside a RuleTree');
  return tree;
}

/** Changes one condition's leaf; `field` names the input typed into. */
export function useChangeLeaf<Leaf extends DraftLeaf>(condition: ConditionOf<Leaf>) {
  const { root, change } = useTree();
  return (patch: Partial<Leaf>, field?: string) => {
    const leaf = { ...condition.leaf, ...patch };
    const next = changeCondition(root, condition.key, ({ negated }) => ({ leaf, negated }));
    change(next, field && `${condition.key} ${field}`);
  };
}

/** Where the keyboard goes when a branch has gone: to the one after it, else before it, else its group. */
export function neighbourOf(parent: Group, branch: Branch): number {
  const at = parent.branches.indexOf(branch);
  return (parent.branches[at + 1] ?? parent.branches[at - 1] ?? parent).key;
}
