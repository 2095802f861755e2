import { expect, test } from 'vitest';
import { flatTexts } from '#web/i18n/texts.ts';
import zh from '../texts/zh.ts';
import type { ImportResult } from './import.ts';
import { hasNoGoodRow, headlineOf, isNothingNew, sentencesOf, undoLines, undoneWords } from './sentences.ts';

const texts = new Map(flatTexts(zh));
const t = (key: string, values: Record<string, string | number> = {}) =>
  (texts.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

const none: ImportResult = {
  ...{ rows: 1_200, rejectedRows: 0, warnedRows: 0, items: 0, issues: [] },
  orders: { told: 0, added: 0, changed: 0, unchanged: 0, withoutCustomer: 0, unknown: 0 },
  refunds: { told: 0, added: 0, changed: 0 },
  customers: { added: 0, merged: 0, total: 600 },
  amounts: { soldExact: '0.00', soldImported: '0.00', refundedExact: '0.00', refundedImported: '0.00' },
};
const orders = (patch: Partial<ImportResult['orders']>) => ({
  ...none,
  orders: { ...none.orders, ...patch },
});
const say = (result: ImportResult, isForecast = true) => sentencesOf(result, { isForecast, unit: '元' }, t);

test('counts read as sentences, and what is nothing is not said', () => {
  const result: ImportResult = {
    ...orders({ told: 1_100, added: 1_000, changed: 80, unchanged: 20 }),
    ...{ rejectedRows: 3, customers: { added: 600, merged: 0, total: 600 } },
    amounts: { ...none.amounts, soldExact: '9747747.934', soldImported: '9747747.93' },
  };
  expect(headlineOf(result)).toEqual({ count: 1_000, of: 'orders' });
  expect(say(result)).toEqual([
    '文件共 1,200 行，其中 3 行不能导入。',
    '订单 1,100 笔：新增 1,000 笔，更新 80 笔，没有变化 20 笔。',
    '预计新增 600 位客户；已有的客户按手机号和买家账号认出。',
    '商品明细金额合计 9,747,747.93 元，文件里是 9,747,747.934 元，相差的是不足一分的尾数。',
  ]);
  expect(say(orders({ told: 1_200, added: 1_200 }), false)).toEqual([
    '文件共 1,200 行，每一行都没有问题。',
    '订单 1,200 笔，全部是新的。',
  ]);
});

test('the same file again is said to change nothing, before and after', () => {
  const same = orders({ told: 1_100, unchanged: 1_100 });
  expect(isNothingNew(same)).toBe(true);
  expect(say(same)[0]).toContain('再导入一次也不会改变任何数据');
  expect(say(same, false)).toEqual([
    '文件里的内容之前都已经导入过，和现有的一模一样，所以什么都没有改变。',
    '文件共 1,200 行，每一行都没有问题。',
    '订单 1,100 笔：没有变化 1,100 笔。',
  ]);
  expect(undoLines(same, t)).toEqual([]);
});

test('a file of which no row can be imported is not said to be known', () => {
  const wrong = { ...none, rejectedRows: 1_200 };
  expect(hasNoGoodRow(wrong)).toBe(true);
  expect(isNothingNew(wrong)).toBe(false);
  expect(say(wrong)).toEqual(['文件共 1,200 行，其中 1,200 行不能导入。']);
});

test('the first number is what the file brings: refunds, changes, people', () => {
  const refunds = { ...none, refunds: { told: 9, added: 7, changed: 0 } };
  expect(headlineOf(refunds)).toEqual({ count: 7, of: 'refunds' });
  expect(say(refunds)[1]).toBe('退款 9 笔：新增 7 笔。');
  const items = { ...orders({ told: 40, changed: 30, unknown: 10 }), items: 55 };
  expect(headlineOf(items)).toEqual({ count: 30, of: 'changed' });
  expect(say(items).at(-1)).toContain('有 10 笔订单还不在这家店里');
});

test('a file of people we know may still tell something of them', () => {
  expect(isNothingNew(none)).toBe(false);
  expect(headlineOf(none)).toEqual({ count: 0, of: 'customers' });
  expect(say(none).at(-1)).toContain('补上缺少的资料和标签');
  expect(undoLines(none, t)).toEqual(['去掉这次加上的标签']);
});

test('taking it back says what goes, and then what went', () => {
  const result = { ...orders({ told: 90, added: 80, changed: 10 }), items: 100 };
  expect(undoLines({ ...result, customers: { added: 70, merged: 0, total: 70 } }, t)).toEqual([
    '删除这次新增的 80 笔订单和它们的商品明细',
    '把这次更新的 10 笔订单恢复成导入前的样子',
    '移除这次带来的 70 位客户；后来有了别的订单、跟进、标签或消息的会保留',
  ]);
  const undone = { ordersRemoved: 80, ordersRestored: 0, customersRemoved: 67, customersKept: 3 };
  expect(undoneWords(undone, t)).toBe(
    '删除了 80 笔订单，移除了 67 位客户，3 位客户后来有了别的记录，已经保留。',
  );
});
