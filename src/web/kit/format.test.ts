import { describe, expect, test } from 'vitest';
import {
  change,
  formatAgo,
  formatCount,
  formatCountShort,
  formatDuration,
  formatFen,
  formatFenShort,
  formatInstant,
  formatShare,
  sayDay,
} from './format.ts';

describe('money', () => {
  test.each([
    [0, '¥0.00'],
    [5, '¥0.05'],
    [123_450, '¥1,234.50'],
    [-99, '-¥0.99'],
    [9_007_199_254_740_991, '¥90,071,992,547,409.91'],
  ])('%i fen reads %s, to the last fen', (fen, text) => expect(formatFen(fen)).toBe(text));

  test('a gain can say so', () => {
    expect(formatFen(1, { sign: true })).toBe('+¥0.01');
    expect(formatFen(0, { sign: true })).toBe('¥0.00');
  });

  test('in tight places in the units of the language', () => {
    expect(formatFenShort(12_345_600, 'zh')).toBe('¥12.3万');
    expect(formatFenShort(12_345_600, 'en')).toBe('¥123.5k');
    expect(formatFenShort(-99_950, 'zh')).toBe('-¥1,000');
  });
});

test('counts and shares', () => {
  expect(formatCount(2_038)).toBe('2,038');
  expect(formatCount(-1_000_000)).toBe('-1,000,000');
  expect(formatCountShort(9_999, 'zh')).toBe('9,999');
  expect(formatCountShort(120_000_000, 'zh')).toBe('1.2亿');
  expect(formatCountShort(9_999, 'en')).toBe('9,999');
  expect(formatCountShort(12_300, 'en')).toBe('12.3k');
  expect(formatShare(0.1234)).toBe('12.3%');
});

describe('time is Shanghai’s', () => {
  const evening = '2026-11-20T17:30:00Z';

  test('an evening in London is tomorrow in the shop', () => {
    expect(formatInstant(evening)).toBe('2026-11-21 01:30');
    expect(formatInstant(evening, 'day')).toBe('2026-11-21');
    expect(formatInstant(evening, 'second')).toBe('2026-11-21 01:30:00');
    expect(sayDay(evening, 'zh')).toBe('11月21日周六');
    expect(sayDay(evening, 'en')).toBe('Sat 21 Nov');
  });

  test('how long ago, by calendar days and not by 24 hours', () => {
    const now = new Date('2026-11-21T02:00:00Z');
    expect(formatAgo('2026-11-21T01:59:30Z', now, 'zh')).toBe('刚刚');
    expect(formatAgo('2026-11-21T01:40:00Z', now, 'zh')).toBe('20分钟前');
    expect(formatAgo('2026-11-20T17:00:00Z', now, 'zh')).toBe('9小时前');
    expect(formatAgo('2026-11-20T15:00:00Z', now, 'zh')).toBe('昨天');
    expect(formatAgo('2026-11-24T02:00:00Z', now, 'en')).toBe('in 3 days');
    expect(formatAgo('2026-08-01T02:00:00Z', now, 'zh')).toBe('2026-08-01');
  });

  test('a length of time in its two largest units', () => {
    expect(formatDuration(200_000, 'zh')).toBe('3 分 20 秒');
    expect(formatDuration(7_500_000, 'zh')).toBe('2 小时 5 分');
    expect(formatDuration(400, 'en')).toBe('0 s');
    expect(formatDuration(86_400_000, 'en')).toBe('1 d');
  });
});

test('a change has no share of nothing', () => {
  expect(change(12, 0)).toEqual({ by: 12, share: undefined });
  expect(change(9, 12)).toEqual({ by: -3, share: -0.25 });
});
