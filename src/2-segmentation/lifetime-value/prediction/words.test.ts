import { expect, test } from 'vitest';
import { sayRule } from '../../rules/say-rule.ts';
import { FACTS } from '../../rules/vocabulary.contract.ts';
import { KEYS } from './apply.sql.ts';

test('every fact that is predicted has a name in rules', () => {
  expect(Object.keys(FACTS)).toEqual(expect.arrayContaining([...KEYS]));
});

test('a rule over predictions reads as one says it: yuan, percent, days', () => {
  const rule = {
    all: [
      { fact: 'alive', test: { is: 'at_least' as const, value: 0.7 } },
      { fact: 'value.expected', test: { is: 'between' as const, from: 50_000, to: 99_999 } },
      { fact: 'cycle.days', test: { is: 'at_most' as const, value: 3 } },
    ],
  };
  expect(sayRule(rule, 'zh')).toBe('活跃概率 ≥ 70%，且预计一年价值 ¥500.00 – ¥999.99，且 cycle.days ≤ 3');
  expect(sayRule(rule, 'en')).toContain('Probability of being active ≥ 70%');
});
