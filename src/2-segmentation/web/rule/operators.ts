import { ATTRIBUTES, type ValueType } from '../../rules/vocabulary.contract.ts';
import type { DraftLeaf, DraftNumberTest, DraftTest, DraftWindow } from './draft.ts';

/**
 * What one can say of a value, as the builder's second control offers it: a test, for times also its kind of window,
 * and whether the opposite is meant. `last_day` is `within` the last n days.
 */
export type OperatorName =
  | DraftNumberTest['is']
  | 'one_of'
  | 'contains'
  | 'includes'
  | 'empty'
  | 'yes'
  | 'present'
  | 'anniversary'
  | 'any_member'
  | 'any_team'
  | 'any_account'
  | 'last_day'
  | 'last_hour'
  | 'before'
  | 'next'
  | 'between_days';
export type Operator = { name: OperatorName; negated: boolean };
/** An operator in one word, as a select's value: `one_of`, `not_one_of`. */
export type OperatorKey = OperatorName | `not_${OperatorName}`;

const is = (name: OperatorName): Operator => ({ name, negated: false });
const isNot = (name: OperatorName): Operator => ({ name, negated: true });

const KNOWN = [isNot('empty'), is('empty')];
const NUMBERS = [is('at_least'), is('at_most'), is('exactly'), is('between')];
const PAST = [is('last_day'), isNot('last_day'), is('last_hour'), is('before'), is('between_days')];
const INSTANT = [...PAST, is('anniversary'), ...KNOWN];

const OPERATORS: Record<ValueType, readonly Operator[]> = {
  text: [is('one_of'), isNot('one_of'), is('contains'), isNot('contains'), ...KNOWN],
  choice: [is('one_of'), isNot('one_of'), ...KNOWN],
  number: NUMBERS,
  money: NUMBERS,
  instant: INSTANT,
  date: [is('next'), is('last_day'), is('before'), is('between_days'), ...KNOWN],
  birthday: [is('anniversary'), ...KNOWN],
  flag: [is('yes'), isNot('yes')],
  members: [is('any_member'), isNot('any_member'), is('any_team'), isNot('any_team'), ...KNOWN],
  accounts: [is('any_account'), isNot('any_account'), ...KNOWN],
};

/** `words` is a text that somebody typed, `choices` several of some, `flag` yes or no. */
export type FactKind = 'number' | 'text' | 'instant' | 'words' | 'day' | 'choices' | 'flag';
const PRESENT = [is('present'), isNot('present')];
const DAYS = PAST.filter(({ name }) => name !== 'last_hour');
const OF_FACTS: Record<FactKind, readonly Operator[]> = {
  number: [...NUMBERS, ...PRESENT],
  text: [is('one_of'), isNot('one_of'), ...PRESENT],
  instant: [...PAST, is('next'), ...PRESENT],
  words: [is('one_of'), isNot('one_of'), is('contains'), isNot('contains'), ...PRESENT],
  day: [...DAYS, is('next'), is('anniversary'), ...PRESENT],
  choices: [is('includes'), isNot('includes'), ...PRESENT],
  flag: [is('one_of'), ...PRESENT],
};

export type PropertyKind = 'number' | 'text' | 'flag';
export const OF_PROPERTIES: Record<PropertyKind, readonly Operator[]> = {
  number: [...NUMBERS, is('present')],
  text: [is('one_of'), is('contains'), is('present')],
  flag: [is('yes'), is('present')],
};
export const OF_COUNTS: readonly Operator[] = NUMBERS;
export const OF_MEMBERSHIP: readonly Operator[] = [is('yes'), isNot('yes')];

/** What can be said of a leaf's value. What kind a fact is the data says; `undefined` while nobody knows. */
export function operatorsOf(leaf: DraftLeaf, factKind?: FactKind): readonly Operator[] {
  if ('attribute' in leaf) return OPERATORS[ATTRIBUTES[leaf.attribute].type];
  if ('fact' in leaf) return OF_FACTS[factKind ?? kindOfTest(leaf.test)];
  if ('segment' in leaf || 'reachable' in leaf) return OF_MEMBERSHIP;
  return OF_COUNTS;
}

/** The kind of fact that a test speaks of. */
export function kindOfTest(test: DraftTest): FactKind {
  if (test.is === 'one_of') return 'text';
  if (test.is === 'contains') return 'words';
  if (test.is === 'includes') return 'choices';
  if (test.is === 'anniversary') return 'day';
  return test.is === 'within' ? 'instant' : 'number';
}

export function operatorOf(test: DraftTest): OperatorName {
  if (test.is !== 'within') return test.is;
  const { window } = test;
  if (window.kind === 'last') return window.unit === 'day' ? 'last_day' : 'last_hour';
  return window.kind === 'between' ? 'between_days' : window.kind;
}

export function keyOf({ name, negated }: Operator): OperatorKey {
  return negated ? `not_${name}` : name;
}

/** Whether there are words for the opposite of what the leaf says. */
export function isNegatable(leaf: DraftLeaf): boolean {
  if ('segment' in leaf || 'reachable' in leaf) return true;
  if (!('attribute' in leaf || 'fact' in leaf)) return false;
  const name = operatorOf(leaf.test);
  return operatorsOf(leaf).some(operator => operator.negated && operator.name === name);
}

/** The test an operator asks for, keeping of the former one what still fits. */
export function testFor(name: OperatorName, former?: DraftTest): DraftTest {
  switch (name) {
    case 'at_least':
    case 'at_most':
    case 'exactly':
    case 'between':
      return numberTestFor(name, former);
    case 'one_of':
    case 'includes':
      return { is: name, values: former && 'values' in former ? former.values : [] };
    case 'contains':
      return { is: name, value: former?.is === 'contains' ? former.value : '' };
    case 'any_member':
    case 'any_team':
    case 'any_account':
      return { is: name, ids: former?.is === name ? former.ids : [] };
    case 'anniversary':
      return { is: name, days: former?.is === 'anniversary' ? former.days : 7 };
    case 'empty':
    case 'yes':
    case 'present':
      return { is: name };
    default:
      return { is: 'within', window: windowFor(name, former?.is === 'within' ? former.window : null) };
  }
}

export function numberTestFor(is: DraftNumberTest['is'], former?: DraftTest): DraftNumberTest {
  const isNumber =
    former !== undefined && ('value' in former || 'from' in former) && former.is !== 'contains';
  const low = isNumber ? ('value' in former ? former.value : former.from) : null;
  if (is === 'between') return { is, from: low, to: isNumber && 'to' in former ? former.to : null };
  return { is, value: low };
}

export type WindowName = 'last_day' | 'last_hour' | 'before' | 'next' | 'between_days';

export function windowFor(name: WindowName, former: DraftWindow | null): DraftWindow {
  const n = former !== null && 'n' in former ? former.n : 30;
  if (name === 'between_days')
    return former?.kind === 'between' ? former : { kind: 'between', from: null, to: null };
  if (name === 'last_day' || name === 'last_hour')
    return { kind: 'last', n, unit: name === 'last_day' ? 'day' : 'hour' };
  return { kind: name, n };
}
