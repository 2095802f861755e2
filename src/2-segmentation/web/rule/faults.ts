import { ATTRIBUTES, ORDER_MEASURES, RULE_LIMITS } from '../../rules/vocabulary.contract.ts';
import {
  type Branch,
  type DraftLeaf,
  type DraftNumberTest,
  type DraftTest,
  type DraftWindow,
  type EventsDraft,
  type FollowsDraft,
  type Group,
  isGroup,
  type PropertyDraft,
  type SequenceDraft,
  type StepDraft,
  type WhichDraft,
} from './draft.ts';
import { writeRule } from './write-rule.ts';

/** What a condition still lacks, in a word; texts `fault.*` say it to people. */
export type FaultCode =
  | 'group'
  | 'tags'
  | 'members'
  | 'segment'
  | 'event'
  | 'property'
  | 'values'
  | 'tooMany'
  | 'text'
  | 'number'
  | 'whole'
  | 'outside'
  | 'reversed'
  | 'days'
  | 'dates';
export type Fault = { key: number; code: FaultCode };

/** Everything that keeps a draft from being a rule, in the order of the tree; empty when it is one. */
export function faultsIn(root: Group): Fault[] {
  const faults = (branch: Branch): Fault[] => {
    if (isGroup(branch))
      return branch.branches.length === 0
        ? [{ key: branch.key, code: 'group' }]
        : branch.branches.flatMap(faults);
    const code = faultOf(branch.leaf);
    return code === undefined ? [] : [{ key: branch.key, code }];
  };
  return faults(root);
}

/** Whether the server would take a tree of this size; what would not fit is not offered. */
export function fits(root: Group): boolean {
  return (
    leavesOf(root) <= RULE_LIMITS.leaves && depthOf(writeRule(root)) <= RULE_LIMITS.depth && isSlim(root)
  );
}

/** Conditions there are, and one for each group that still waits for its first. */
function leavesOf(branch: Branch): number {
  if (!isGroup(branch)) return 1;
  return Math.max(
    1,
    branch.branches.reduce((sum, inner) => sum + leavesOf(inner), 0),
  );
}

function isSlim(branch: Branch): boolean {
  return (
    !isGroup(branch) || (branch.branches.length <= RULE_LIMITS.branches && branch.branches.every(isSlim))
  );
}

function depthOf(rule: object): number {
  const inner: object[] =
    'all' in rule ? list(rule.all) : 'any' in rule ? list(rule.any) : 'not' in rule ? list([rule.not]) : [];
  return 1 + Math.max(0, ...inner.map(depthOf));
}

const list = (branches: unknown) => branches as object[];

function faultOf(leaf: DraftLeaf): FaultCode | undefined {
  if ('attribute' in leaf) {
    const { type } = ATTRIBUTES[leaf.attribute];
    return testFault(leaf.test, type === 'money' ? WHOLE : ANY);
  }
  if ('tags' in leaf) return chosen(leaf.ids, 200, 'tags');
  if ('orders' in leaf)
    return (
      testFault(leaf.test, ORDER_MEASURES[leaf.orders].type === 'share' ? SHARE : COUNT) ??
      whenFault(leaf.window) ??
      whichFault(leaf)
    );
  if ('contacts' in leaf) return testFault(leaf.test, COUNT) ?? whenFault(leaf.window);
  if ('sequence' in leaf) return sequenceFault(leaf);
  if ('follows' in leaf) return followsFault(leaf);
  if ('holidays' in leaf) return chosen(leaf.holidays, 16, 'values') ?? daysFault(leaf.days, 0, 366);
  if ('events' in leaf) return eventsFault(leaf);
  if ('fact' in leaf) return isName(leaf.fact) ? testFault(leaf.test, ANY) : 'property';
  if ('segment' in leaf) return leaf.segment === null ? 'segment' : undefined;
  return undefined;
}

function eventsFault({ events, measure, test, window, where }: EventsDraft): FaultCode | undefined {
  if (!isName(events)) return 'event';
  if (measure.of === 'sum' && !isName(measure.property)) return 'property';
  return testFault(test, COUNT) ?? whenFault(window) ?? whereFault(where);
}

function whereFault(where: readonly PropertyDraft[]): FaultCode | undefined {
  if (where.length > 10) return 'tooMany';
  if (where.some(({ property }) => !isName(property))) return 'property';
  return where.map(one => testFault(one.test, ANY)).find(fault => fault !== undefined);
}

function whichFault({ shops, products, productName }: WhichDraft): FaultCode | undefined {
  if (shops.length > 100 || products.length > 500) return 'tooMany';
  return productName !== undefined && (productName.length < 1 || productName.length > 200)
    ? 'text'
    : undefined;
}

function sequenceFault({ first, next, within, window }: SequenceDraft): FaultCode | undefined {
  return stepFault(first) ?? stepFault(next) ?? daysFault(within.n, 1, 3_650) ?? whenFault(window);
}

function followsFault({ test, window, ended, ...which }: FollowsDraft): FaultCode | undefined {
  const { members, teams, accounts, ways, codes } = which;
  const isTooMany =
    [teams, accounts].some(ids => ids.length > 100) ||
    members.length > 500 ||
    ways.length > 50 ||
    codes.length > 200;
  if (isTooMany) return 'tooMany';
  if (codes.some(code => code.length > 200)) return 'text';
  return testFault(test, COUNT) ?? whenFault(window) ?? whenFault(ended);
}

function stepFault(step: StepDraft): FaultCode | undefined {
  if ('order' in step) return whichFault(step);
  return isName(step.event) ? whereFault(step.where) : 'event';
}

type Numbers = { whole: boolean; min: number; max: number };
const ANY: Numbers = { whole: false, min: -Number.MAX_VALUE, max: Number.MAX_VALUE };
const WHOLE: Numbers = { whole: true, min: -1e15, max: 1e15 };
const SHARE: Numbers = { whole: false, min: 0, max: 1 };
const COUNT: Numbers = { whole: true, min: 0, max: 1e12 };

function testFault(test: DraftTest, numbers: Numbers): FaultCode | undefined {
  switch (test.is) {
    case 'at_least':
    case 'at_most':
    case 'exactly':
    case 'between':
      return numberFault(test, numbers);
    case 'one_of':
    case 'includes':
      return test.values.some(value => value.length > 200) ? 'text' : chosen(test.values, 500, 'values');
    case 'any_member':
      return chosen(test.ids, 500, 'members');
    case 'any_team':
    case 'any_account':
      return chosen(test.ids, 100, 'values');
    case 'contains':
      return test.value.length >= 1 && test.value.length <= 200 ? undefined : 'text';
    case 'anniversary':
      return daysFault(test.days, 0, 366);
    case 'within':
      return windowFault(test.window);
    default:
      return undefined;
  }
}

function numberFault(test: DraftNumberTest, { whole, min, max }: Numbers): FaultCode | undefined {
  const values = test.is === 'between' ? [test.from, test.to] : [test.value];
  for (const value of values) {
    if (value === null) return 'number';
    if (whole && !Number.isInteger(value)) return 'whole';
    if (value < min || value > max) return 'outside';
  }
  return test.is === 'between' && (test.from ?? 0) > (test.to ?? 0) ? 'reversed' : undefined;
}

function whenFault(window: DraftWindow | null): FaultCode | undefined {
  return window === null ? undefined : windowFault(window);
}

function windowFault(window: DraftWindow): FaultCode | undefined {
  if (window.kind !== 'between') return daysFault(window.n, 1, window.kind === 'next' ? 366 : 3_650);
  const { from, to } = window;
  if (from === null && to === null) return 'dates';
  return from !== null && to !== null && from > to ? 'reversed' : undefined;
}

function daysFault(n: number | null, min: number, max: number): FaultCode | undefined {
  if (n === null) return 'days';
  if (!Number.isInteger(n)) return 'whole';
  return n < min || n > max ? 'outside' : undefined;
}

function chosen(values: readonly string[], most: number, lacking: FaultCode): FaultCode | undefined {
  if (values.length === 0) return lacking;
  return values.length > most ? 'tooMany' : undefined;
}

function isName(name: string): boolean {
  return name.length >= 1 && name.length <= 100;
}
