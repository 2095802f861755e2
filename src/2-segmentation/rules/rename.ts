import type { RenamedOption } from '#customers';
import type { FactLeaf, Rule } from './contract.ts';

/** The rule with an option of a field by its new word; the very same rule where it asks for no such thing. */
export function renameInRule(rule: Rule, renamed: RenamedOption): Rule {
  if ('all' in rule) return withBranches(rule, rule.all, renamed, all => ({ all }));
  if ('any' in rule) return withBranches(rule, rule.any, renamed, any => ({ any }));
  if ('not' in rule) {
    const not = renameInRule(rule.not, renamed);
    return not === rule.not ? rule : { not };
  }
  return 'fact' in rule && rule.fact === renamed.fact ? renameInLeaf(rule, renamed) : rule;
}

function withBranches(
  rule: Rule,
  branches: Rule[],
  renamed: RenamedOption,
  made: (branches: Rule[]) => Rule,
): Rule {
  const next = branches.map(branch => renameInRule(branch, renamed));
  return next.every((branch, i) => branch === branches[i]) ? rule : made(next);
}

/** A text that is searched for in a value stays: it was never an option's whole word. */
function renameInLeaf(leaf: FactLeaf, { from, to }: RenamedOption): Rule {
  const { test } = leaf;
  if (!('values' in test) || !test.values.includes(from)) return leaf;
  return { ...leaf, test: { ...test, values: test.values.map(value => (value === from ? to : value)) } };
}
