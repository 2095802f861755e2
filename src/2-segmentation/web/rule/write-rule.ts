import type { RuleWire } from '../../rules/contract.ts';
import {
  type Branch,
  type Condition,
  type DraftLeaf,
  type DraftNumberTest,
  type DraftTest,
  type Group,
  isGroup,
  type PropertyDraft,
  type StepDraft,
  type WhichDraft,
} from './draft.ts';

/** The rule a finished draft says (see faults.ts). A root that holds one thing is that thing. */
export function writeRule(root: Group): RuleWire {
  let top: Branch = root;
  while (isGroup(top) && top.mode !== 'none') {
    const [only, ...others]: readonly Branch[] = top.branches;
    if (only === undefined || others.length > 0) break;
    top = only;
  }
  return writeBranch(top);
}

/** Two drafts that say the same have the same text, whatever their keys are. */
export function ruleText(root: Group): string {
  return JSON.stringify(writeRule(root));
}

function writeBranch(branch: Branch): RuleWire {
  if (!isGroup(branch)) return writeCondition(branch);
  const branches = branch.branches.map(writeBranch);
  if (branch.mode !== 'none') return branch.mode === 'all' ? { all: branches } : { any: branches };
  const [only, ...others] = branches;
  return { not: only !== undefined && others.length === 0 ? only : { any: branches } };
}

function writeCondition({ leaf, negated }: Condition): RuleWire {
  const rule = writeLeaf(leaf);
  return negated ? { not: rule } : rule;
}

// What is still missing was reported by faults.ts before anybody writes, so the shapes agree here.
function writeLeaf(leaf: DraftLeaf): RuleWire {
  if ('where' in leaf)
    return { ...leaf, test: writeTest(leaf.test), where: writeWhere(leaf.where) } as RuleWire;
  if ('sequence' in leaf)
    return { ...leaf, first: writeStep(leaf.first), next: writeStep(leaf.next) } as RuleWire;
  if ('orders' in leaf) return { ...writeWhich(leaf), test: writeTest(leaf.test) } as RuleWire;
  return ('test' in leaf ? { ...leaf, test: writeTest(leaf.test) } : leaf) as RuleWire;
}

function writeStep(step: StepDraft): object {
  return 'event' in step ? { ...step, where: writeWhere(step.where) } : writeWhich(step);
}

/** What may be absent stands last, so that the same rule has the same text. */
function writeWhich<Which extends WhichDraft>({ productName, roles, ...which }: Which): object {
  return {
    ...which,
    ...(productName === undefined ? {} : { productName }),
    ...(roles === undefined ? {} : { roles }),
  };
}

function writeWhere(where: readonly PropertyDraft[]): object[] {
  return where.map(({ property, test }) => ({ property, test: writeTest(test) }));
}

function writeTest(test: DraftTest | DraftNumberTest): object {
  return test.is === 'exactly' ? { is: 'between', from: test.value, to: test.value } : test;
}
