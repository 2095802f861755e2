import { expect, test } from 'vitest';
import { flatTexts } from '#web/i18n/texts.ts';
import en from '../texts/en.ts';
import zh from '../texts/zh.ts';
import { type Due, sayDue } from './say-due.ts';

const speak = (words: typeof zh | typeof en) => {
  const texts = new Map(flatTexts(words));
  return (key: string, values: Record<string, string | number> = {}) =>
    (texts.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
};
const nothing = { cause: 'rhythm' as const, promises: [], planned: null, rhythm: null, last: null };
const say = (of: Partial<Due>, words: typeof zh | typeof en = zh) =>
  sayDue({ ...nothing, ...of }, '2026-06-03', speak(words));
const rhythm = { days: 21.4, gaps: 4, since: 33, lastOrder: '2026-05-01' };

test('the rhythm in words; who came once is held against the shop', () => {
  expect(say({ rhythm })).toEqual(['大约每 21 天来一次，已经 33 天没来']);
  expect(say({ rhythm: { ...rhythm, since: 2 } })).toEqual(['大约每 21 天来一次，最近一次在 2 天前']);
  expect(say({ rhythm: { ...rhythm, since: 0 } })).toEqual(['大约每 21 天来一次，今天来过']);
  expect(say({ rhythm: { ...rhythm, gaps: 0, days: 10 } })).toEqual([
    '只来过一次，在 33 天前；店里的老客户一般 10 天来一次',
  ]);
});

test('promises come first, overdue ones with by how much; those of later days are not said', () => {
  const promises = [
    { id: 'prm_1', text: '寄新品试吃', dueDay: '2026-05-31' },
    { id: 'prm_2', text: '留生日蛋糕', dueDay: '2026-06-03' },
    { id: 'prm_3', text: '问尺码', dueDay: '2026-06-04' },
  ];
  expect(say({ promises, rhythm })).toEqual([
    '答应 5-31 前寄新品试吃，已过 3 天',
    '答应 6-03 前留生日蛋糕',
    '大约每 21 天来一次，已经 33 天没来',
  ]);
});

test('the day that was set, and the last time with what was said, in both languages', () => {
  const last = { at: '2026-05-20T17:00:00.000Z', by: '小林', note: '说周末来' };
  expect(say({ planned: '2026-06-01', last })).toEqual(['约好 6-01 跟进', '上次跟进 5-21（说周末来）']);
  expect(say({ planned: '2026-06-04', last: { ...last, note: '' } })).toEqual(['上次跟进 5-21']);
  expect(say({ planned: '2026-06-01', rhythm }, en)).toEqual([
    'to be followed up on 6-01',
    'comes about every 21 days, has not for 33 days',
  ]);
});
