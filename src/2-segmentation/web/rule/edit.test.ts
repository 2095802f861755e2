import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleSchema } from '../../rules/contract.ts';
import { ATTRIBUTES, ORDER_MEASURES, type OrderMeasure } from '../../rules/vocabulary.contract.ts';
import {
  type Branch,
  type Condition,
  conditionsIn,
  type DraftTest,
  EMPTY,
  type Group,
  isGroup,
  type SequenceDraft,
  type StepDraft,
  type WhichDraft,
} from './draft.ts';
import { add, changeCondition, duplicate, find, move, remove, setMode, unwrap, wrap } from './edit.ts';
import { faultsIn, fits } from './faults.ts';
import { edit, redo, startHistory, undo } from './history.ts';
import { isNegatable, OF_PROPERTIES, operatorsOf, testFor } from './operators.ts';
import { parseRule, readRule } from './read-rule.ts';
import { conditionOn, subjectOf } from './subjects.ts';
import { ruleText, writeRule } from './write-rule.ts';

const SEED = 20_261_122;

const condition = (key: number, city: string): Condition => ({
  key,
  negated: false,
  leaf: { attribute: 'city', test: { is: 'one_of', values: [city] } },
});
/** all(a, any(b, c), d) with the keys 1, 2 (3, 4), 5. */
const tree: Group = {
  key: 0,
  mode: 'all',
  branches: [
    condition(1, 'a'),
    { key: 2, mode: 'any', branches: [condition(3, 'b'), condition(4, 'c')] },
    condition(5, 'd'),
  ],
};
/** A tree in one line: `all(a any(b c) d)`. */
const say = (branch: Branch): string =>
  isGroup(branch)
    ? `${branch.mode}(${branch.branches.map(say).join(' ')})`
    : 'attribute' in branch.leaf && branch.leaf.test.is === 'one_of'
      ? String(branch.leaf.test.values)
      : subjectOf(branch.leaf);

test('a branch moves up, down, out of its group and into the one beside it', () => {
  expect(say(move(tree, 2, 'up'))).toBe('all(any(b c) a d)');
  expect(say(move(tree, 1, 'down'))).toBe('all(any(b c) a d)');
  expect(say(move(tree, 4, 'out'))).toBe('all(a any(b) c d)');
  expect(say(move(tree, 5, 'in'))).toBe('all(a any(b c d))');
  expect(say(move(tree, 1, 'in'))).toBe('all(any(a b c) d)');
  for (const [key, direction] of [
    [1, 'up'],
    [5, 'down'],
    [1, 'out'],
    [3, 'in'],
    [0, 'up'],
    [99, 'down'],
  ] as const)
    expect(move(tree, key, direction)).toBe(tree);
});

test('the last one to leave a group takes the group along', () => {
  const one = remove(tree, 4);
  expect(say(one)).toBe('all(a any(b) d)');
  expect(say(move(one, 3, 'out'))).toBe('all(a b d)');
});

test('branches are added, copied, put into a group and let out of one', () => {
  expect(say(add(tree, 2, condition(0, 'e')))).toBe('all(a any(b c e) d)');
  expect(say(duplicate(tree, 2))).toBe('all(a any(b c) any(b c) d)');
  expect(say(wrap(tree, 5, 'none'))).toBe('all(a any(b c) none(d))');
  expect(say(unwrap(tree, 2))).toBe('all(a b c d)');
  expect(say(setMode(tree, 0, 'any'))).toBe('any(a any(b c) d)');
  expect(say(remove(tree, 2))).toBe('all(a d)');
});

test('what an edit does not touch stays the same object', () => {
  const next = remove(tree, 5);
  expect(next.branches[1]).toBe(tree.branches[1]);
  expect(changeCondition(tree, 99, c => c)).toBe(tree);
});

test('a word typed is one step back; what was taken back comes again', () => {
  let history = startHistory(tree);
  history = edit(history, setMode(tree, 0, 'any'));
  for (const word of ['x', 'xy', 'xyz'])
    history = edit(
      history,
      changeCondition(history.now, 1, c => ({ ...c, leaf: condition(0, word).leaf })),
      '1',
    );
  expect(say(history.now)).toBe('any(xyz any(b c) d)');
  history = undo(history);
  expect(say(history.now)).toBe('any(a any(b c) d)');
  expect(undo(undo(history)).now).toBe(tree);
  expect(say(redo(history).now)).toBe('any(xyz any(b c) d)');
  expect(redo(edit(history, tree)).now).toBe(tree);
});

test('a stored rule is read and written as it was', () => {
  const rule = {
    all: [
      { attribute: 'tier', test: { is: 'one_of', values: ['重要'] } },
      { not: { attribute: 'city', test: { is: 'one_of', values: ['杭州'] } } },
      { not: { any: [{ tags: 'any', ids: ['tag_1'] }, { segment: 'seg_2' }] } },
      { not: { tags: 'all', ids: ['tag_1', 'tag_2'] } },
      { attribute: 'orders', test: { is: 'between', from: 1, to: 1 } },
      { not: { not: { reachable: 'wecom' } } },
    ],
  };
  const { root } = readRule(rule);
  expect(root && writeRule(root)).toEqual(rule);
  expect(root?.branches.map(branch => (isGroup(branch) ? branch.mode : branch.negated))).toEqual([
    false,
    true,
    'none',
    'none',
    false,
    'none',
  ]);
});

test('a rule of one condition stands alone, and what is no rule is refused with the place', () => {
  const alone = { attribute: 'minor', test: { is: 'yes' } };
  const { root } = readRule(alone);
  expect(root && writeRule(root)).toEqual(alone);
  const all = (leaf: object) => readRule({ all: [alone, leaf] }).at;
  expect(all({ attribute: 'height', test: { is: 'yes' } })).toBe('all[1].attribute');
  expect(all({ attribute: 'city', test: { is: 'at_least', value: 1 } })).toBe('all[1].test.is');
  expect(all({ tags: 'any', ids: ['12'] })).toBe('all[1].ids[0]');
  expect(all({ not: { segment: 7 } })).toBe('all[1].not.segment');
  expect(all({ orders: 'count', test: { is: 'at_least', value: '1' } })).toBe('all[1].test.value');
  expect(readRule({ any: [] }).at).toBe('any');
  for (const nonsense of [null, [], 'x', 7, {}]) expect(readRule(nonsense).at).toBe('');
  expect(parseRule('{').at).toBe('');
});

const SUBJECTS = [
  ...Object.keys(ATTRIBUTES).map(name => `attribute:${name}`),
  ...[
    'tags',
    'orders',
    'segment',
    'reachable',
    'sequence',
    'contacts',
    'consent',
    'follows',
    'holiday',
    'event:page_viewed',
    'event:',
    'fact:cycle.days',
  ],
];
const amount = fc.option(fc.oneof(fc.integer({ min: -5, max: 4_000 }), fc.constantFrom(0.5, 1e13)), {
  nil: null,
});
const ids = (prefix: string) =>
  fc.array(
    fc.integer({ min: 1, max: 9 }).map(n => `${prefix}_${n}`),
    { maxLength: 3 },
  );
const text = fc.string({ maxLength: 5, unit: 'grapheme-ascii' });
const day = fc.option(fc.constantFrom('2026-01-31', '2025-12-01'), { nil: null });

/** The test with other values in all its places. */
function filled(test: DraftTest, g: fc.GeneratorValue): DraftTest {
  switch (test.is) {
    case 'at_least':
    case 'at_most':
    case 'exactly':
      return { ...test, value: g(() => amount) };
    case 'between':
      return { ...test, from: g(() => amount), to: g(() => amount) };
    case 'one_of':
      return { ...test, values: g(() => fc.array(text, { maxLength: 3 })) };
    case 'contains':
      return { ...test, value: g(() => text) };
    case 'anniversary':
      return { ...test, days: g(() => amount) };
    case 'any_member':
      return { ...test, ids: g(() => ids('mem')) };
    case 'any_team':
      return { ...test, ids: g(() => ids('team')) };
    case 'any_account':
      return { ...test, ids: g(() => ids('acc')) };
    case 'within':
      return test.window.kind === 'between'
        ? { ...test, window: { ...test.window, from: g(() => day), to: g(() => day) } }
        : { ...test, window: { ...test.window, n: g(() => amount) } };
    default:
      return test;
  }
}

const MEASURES = Object.keys(ORDER_MEASURES) as OrderMeasure[];

function whichTinkered(g: fc.GeneratorValue): WhichDraft {
  const which = { products: g(() => ids('prd')), shops: g(() => ids('acc')) };
  const productName = g(() => fc.constantFrom(undefined, '', '可颂'));
  const roles = g(() =>
    fc.constantFrom(undefined, ['traffic' as const], ['ip' as const, 'benefit' as const]),
  );
  return {
    ...which,
    ...(productName === undefined ? {} : { productName }),
    ...(roles === undefined ? {} : { roles }),
  };
}

function sequenceTinkered(
  leaf: SequenceDraft,
  window: SequenceDraft['window'],
  g: fc.GeneratorValue,
): SequenceDraft {
  const property = g(() => fc.constantFrom('sku', ''));
  const where = [{ property, test: filled(testFor('exactly'), g) }];
  const steps: StepDraft[] = [
    { event: g(() => fc.constantFrom('viewed', '')), where: g(() => fc.constantFrom([], where)) },
    { order: 'paid', ...whichTinkered(g) },
    leaf.next,
  ];
  return {
    sequence: g(() => fc.constantFrom('followed', 'not_followed')),
    first: g(() => fc.constantFrom(...steps)),
    next: g(() => fc.constantFrom(...steps)),
    within: { n: g(() => amount), unit: g(() => fc.constantFrom('day', 'hour')) },
    window,
  };
}

/** What the controls of a condition can make of it. */
function tinkered({ leaf, negated }: Condition, g: fc.GeneratorValue): Omit<Condition, 'key'> {
  const operator = g(() => fc.constantFrom(...operatorsOf(leaf)));
  if ('attribute' in leaf || 'fact' in leaf) {
    const test = filled(testFor(operator.name, leaf.test), g);
    return { leaf: { ...leaf, test }, negated: operator.negated };
  }
  if ('segment' in leaf)
    return { leaf: { segment: g(() => fc.constantFrom('seg_1', null)) }, negated: operator.negated };
  if ('tags' in leaf)
    return {
      leaf: { tags: g(() => fc.constantFrom('any', 'all', 'none')), ids: g(() => ids('tag')) },
      negated,
    };
  if ('reachable' in leaf) return { leaf, negated: operator.negated };
  if ('holidays' in leaf)
    return {
      leaf: { holidays: g(() => fc.constantFrom([], ['qixi'] as const)), days: g(() => amount) },
      negated,
    };
  if ('consent' in leaf)
    return { leaf: { ...leaf, channel: g(() => fc.constantFrom('all', 'wecom', 'sms', 'hand')) }, negated };
  const window = g(() => fc.constantFrom(leaf.window, null, { kind: 'before', n: 3 } as const));
  if ('sequence' in leaf) return { leaf: sequenceTinkered(leaf, window, g), negated };
  const test = filled(testFor(operator.name, leaf.test), g) as typeof leaf.test;
  if ('follows' in leaf)
    return {
      leaf: {
        ...leaf,
        ...{ test, window, ended: g(() => fc.constantFrom(null, { kind: 'next', n: 0 } as const)) },
        follows: g(() => fc.constantFrom('now', 'ended', 'ever', 'first')),
        ...{ members: g(() => ids('mem')), teams: g(() => ids('team')), accounts: g(() => ids('acc')) },
        ways: g(() => fc.constantFrom([], [1, 16])),
        codes: g(() => fc.constantFrom([], ['直播间'], ['x'.repeat(201)])),
        endedBy: g(() => fc.constantFrom(null, 'customer')),
      },
      negated,
    };
  if ('contacts' in leaf)
    return { leaf: { ...leaf, test, window, channel: g(() => fc.constantFrom('sms', null)) }, negated };
  if ('orders' in leaf)
    return {
      leaf: { ...leaf, test, window, orders: g(() => fc.constantFrom(...MEASURES)), ...whichTinkered(g) },
      negated,
    };
  const property = g(() => fc.constantFrom('sku', ''));
  const [kind] = [g(() => fc.constantFrom('text', 'number', 'flag'))] as const;
  const name = g(() => fc.constantFrom(...OF_PROPERTIES[kind])).name;
  const measure = g(() => fc.constantFrom({ of: 'days' } as const, { of: 'sum', property } as const));
  return {
    leaf: { ...leaf, test, window, measure, where: [{ property, test: filled(testFor(name), g) }] },
    negated,
  };
}

function oneEdit(root: Group, g: fc.GeneratorValue): Group {
  const nodes = (branch: Branch): Branch[] =>
    isGroup(branch) ? [branch, ...branch.branches.flatMap(nodes)] : [branch];
  const { key } = g(() => fc.constantFrom(...nodes(root)));
  const mode = g(() => fc.constantFrom('all', 'any', 'none'));
  const subject = g(() => fc.constantFrom(...SUBJECTS));
  const edits: (() => Group)[] = [
    () => add(root, key, { key: 0, ...conditionOn(subject) }),
    () => add(root, root.key, { key: 0, ...conditionOn(subject) }),
    () => changeCondition(root, key, c => tinkered(c, g)),
    () => changeCondition(root, key, () => conditionOn(subject)),
    () => wrap(root, key, mode),
    () => unwrap(root, key),
    () => duplicate(root, key),
    () => remove(root, key),
    () => setMode(root, key, mode),
    () =>
      move(
        root,
        key,
        g(() => fc.constantFrom('up', 'down', 'in', 'out')),
      ),
  ];
  const next = g(() => fc.constantFrom(...edits))();
  return fits(next) ? next : root;
}

/** What makes no sense and the server would still take: from 5 to 3, half a fen, between no day and no day. */
const STRICTER = new Set(['reversed', 'whole', 'dates']);

test(`whatever edits are made, a tree is a rule the server takes or the builder says what it lacks (seed ${SEED})`, () => {
  let finished = 0;
  fc.assert(
    fc.property(fc.gen(), fc.integer({ min: 1, max: 25 }), (g, edits) => {
      let root: Group = EMPTY;
      for (let n = 0; n < edits; n++) root = oneEdit(root, g);
      const keys = [0, ...root.branches.flatMap(branch => keysIn(branch))];
      expect(new Set(keys).size).toBe(keys.length);
      for (const one of conditionsIn(root)) expect(find(root, one.key)?.node).toBe(one);
      const faults = faultsIn(root);
      const isTaken = ruleSchema.safeDecode(writeRule(root)).success;
      if (faults.some(({ code }) => !STRICTER.has(code))) expect(isTaken).toBe(false);
      if (faults.length > 0) return;
      expect(isTaken).toBe(true);
      finished += 1;
      const again = parseRule(ruleText(root)).root;
      expect(again && ruleText(again)).toBe(ruleText(root));
      for (const one of conditionsIn(root)) if (one.negated) expect(isNegatable(one.leaf)).toBe(true);
    }),
    { seed: SEED, numRuns: 3_000, endOnFailure: true },
  );
  expect(finished).toBeGreaterThan(100);
});

function keysIn(branch: Branch): number[] {
  return isGroup(branch) ? [branch.key, ...branch.branches.flatMap(keysIn)] : [branch.key];
}
