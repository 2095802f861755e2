import { expect, test } from 'vitest';
import type { Speak } from '../texts/index.ts';
import zh from '../texts/zh/code-posters.ts';
import { sayVerdict } from './say-verdict.ts';

/** The Chinese texts themselves, with their places filled. */
const t = ((key: string, values: Record<string, string> = {}) => {
  const text = key
    .split('.')
    .slice(1)
    .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], zh);
  return String(text).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}) as Speak;
const markOf = (id: string) => (id === 'var_1' ? 'A' : 'B');
const compared = { step: 'add', variant: 'var_2', against: 'var_1' } as const;

test('what is less is said with an interval of how much less', () => {
  const less = {
    ...compared,
    share: 0.2,
    otherShare: 0.3,
    verdict: 'sure',
    low: -0.138,
    high: -0.062,
    needed: null,
  } as const;
  expect(sayVerdict(less, markOf, t)).toEqual({
    said: '添加率：海报 B 比海报 A 低 10.0 个百分点（95% 区间 6.2 到 13.8），不太可能是碰巧。',
  });
});

test('what may be chance says how many people would tell', () => {
  const open = {
    ...compared,
    share: 0.45,
    otherShare: 0.4,
    verdict: 'open',
    low: -0.047,
    high: 0.147,
    needed: 1_531,
  } as const;
  expect(sayVerdict(open, markOf, t)).toEqual({
    said: '添加率：海报 B 比海报 A 高 5.0 个百分点（95% 区间 -4.7 到 14.7），可能只是碰巧。',
    more: '真有这么大差别的话，每张约要 1,531 人才看得出来。',
  });
});

test('too few is too few', () => {
  const few = {
    ...compared,
    share: 0.5,
    otherShare: 0,
    verdict: 'too_few',
    low: null,
    high: null,
    needed: null,
  } as const;
  expect(sayVerdict(few, markOf, t).said).toBe(
    '添加率：海报 B 是 50.0%，海报 A 是 0.0%。人还太少，看不出谁好。',
  );
});
