import { describe, expect, test } from 'vitest';
import type { Say } from '#web/i18n/texts.ts';
import { bestDay, type Home, sentences, tiersFinding } from './sentences.ts';
import zh from './texts/zh.ts';

const t: Say<typeof zh> = (key, values = {}) =>
  String((zh as unknown as Record<string, string>)[key]).replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name]),
  );
const figure = (value: number, before: number | null = null) => ({ value, before, people: null });
const home = (over: Partial<Home>) =>
  ({
    reachable: figure(90),
    followed: figure(100),
    added: figure(3),
    lost: figure(1),
    revenue: figure(12_000, 10_000),
    ...over,
  }) as Home;

describe('the page read aloud', () => {
  test('says what can be done, who came and went, what was sold against before', () => {
    expect(sentences(home({}), t)).toEqual([
      '今天可以联系 90 位客户，占已加企微客户的 90%。',
      '近 7 天新增 3 位，流失 1 位。',
      '近 30 天卖出 ¥120.00，比之前 30 天多 20.0%。',
    ]);
  });

  test('compares with nothing where there is nothing to compare with', () => {
    expect(sentences(home({ revenue: figure(12_000) }), t).at(-1)).toBe('近 30 天卖出 ¥120.00。');
    expect(sentences(home({ revenue: figure(12_000, 0) }), t).at(-1)).toBe('近 30 天卖出 ¥120.00。');
    expect(sentences(home({ revenue: figure(9_000, 10_000) }), t).at(-1)).toContain('少 10.0%');
  });

  test('is silent about what a new company does not have yet', () => {
    expect(sentences(home({ followed: figure(0), revenue: figure(0) }), t)).toEqual([]);
  });
});

test('the finding of the tiers counts losses as nothing, and needs an important tier', () => {
  const tier = (name: string, people: number, value: number) => ({ tier: name, people, value }) as never;
  expect(tiersFinding([tier('重要', 20, 600), tier('偶然', 70, 400), tier('', 10, -50)], t)).toBe(
    '重要客户占全部客户的 20%，贡献了 60% 的累计价值。',
  );
  expect(tiersFinding([tier('', 10, 0)], t)).toBeUndefined();
});

test('the best day is named, when there was one', () => {
  const day = (date: string, paid: number) => ({ day: date, paid, orders: 1 });
  expect(bestDay([day('2026-11-07', 100), day('2026-11-08', 3_000)], 'zh', t)).toBe(
    '最高的一天是 11月8日周日，¥30.00。',
  );
  expect(bestDay([day('2026-11-07', 0)], 'zh', t)).toBeUndefined();
});
