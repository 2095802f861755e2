import { expect, test } from 'vitest';
import { flatTexts } from '#web/i18n/texts.ts';
import type { Speak } from '../texts/index.ts';
import zh from '../texts/zh.ts';
import { sayTarget, sayWhen } from './say-plan.ts';

const texts = new Map(flatTexts(zh));
const t: Speak = (key, values = {}) =>
  (texts.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
const nameOf = (id: string) => ({ mem_1: '林晓雨', mem_2: '周宁' })[id] ?? '';

test('when a route applies', () => {
  expect(sayWhen({}, t)).toBe('任何时候');
  expect(sayWhen({ days: [1, 2, 3, 4, 5, 6, 7] }, t)).toBe('任何时候');
  expect(sayWhen({ days: [7, 2, 1, 3, 5], from: '22:00', to: '08:00' }, t)).toBe(
    '周一至周三、周五、周日，22:00 至 08:00',
  );
  expect(sayWhen({ calendar: 'free', from: '18:00', cities: ['杭州', '宁波'] }, t)).toBe(
    '休息日，18:00 至 24:00，来自杭州、宁波',
  );
});

test('where it leads', () => {
  const both = [{ memberId: 'mem_1' }, { memberId: 'mem_2' }];
  expect(sayTarget({ kind: 'staff', members: both }, nameOf, t)).toBe('林晓雨、周宁（按权重）');
  const one = [{ memberId: 'mem_1', weight: 3 }];
  expect(sayTarget({ kind: 'staff', members: one }, nameOf, t)).toBe('林晓雨');
  const uneven = [
    { memberId: 'mem_1', weight: 2 },
    { memberId: 'mem_2', dailyCap: 30 },
  ];
  expect(sayTarget({ kind: 'staff', members: uneven, pick: 'load' }, nameOf, t)).toBe(
    '林晓雨×2、周宁×1（每天 30 位）（谁加得少给谁）',
  );
  const departments = [{ id: 2, name: '门店' }];
  expect(sayTarget({ kind: 'staff', members: one, departments }, nameOf, t)).toBe(
    '林晓雨、门店的成员（按权重）',
  );
  expect(sayTarget({ kind: 'group', chatIds: ['a', 'b'] }, nameOf, t)).toBe('2 个客户群');
  expect(sayTarget({ kind: 'link', title: '商城', url: 'https://example.com' }, nameOf, t)).toBe(
    '链接“商城”',
  );
});
