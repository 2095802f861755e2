import { expect, test } from 'vitest';
import { flatTexts } from '#web/i18n/texts.ts';
import zh from '../texts/zh.ts';
import type { ImportResult } from './import.ts';
import { sentencesOf } from './sentences.ts';

const texts = new Map(flatTexts(zh));
const t = (key: string, values: Record<string, string | number> = {}) =>
  (texts.get(key) ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

const result: ImportResult = {
  ...{ rows: 1_200, rejectedRows: 3, warnedRows: 0, items: 0, issues: [] },
  orders: { told: 1_100, added: 1_000, changed: 80, unchanged: 20, withoutCustomer: 0 },
  refunds: { told: 0, added: 0 },
  customers: { added: 600, merged: 0, total: 600 },
  amounts: {
    soldExact: '9747747.934',
    soldImported: '9747747.93',
    refundedExact: '0.00',
    refundedImported: '0.00',
  },
};

test('counts read as sentences, and what is nothing is not said', () => {
  expect(sentencesOf(result, true, t)).toEqual([
    '文件共 1,200 行，其中 3 行不能导入，0 行可以导入但有提醒。',
    '订单 1,100 笔：新增 1,000 笔，更新 80 笔，没有变化 20 笔。',
    '预计新增 600 位客户；已有的客户按手机号和买家账号认出。',
    '商品明细金额合计 9,747,747.93 元，文件里是 9,747,747.934 元，相差的是不足一分的尾数。',
  ]);
});
