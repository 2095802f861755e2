import { expect, test } from 'vitest';
import { changeKind, choiceOf, draftOf, missingFields, nameColumn } from './draft.ts';
import type { Inspection } from './import.ts';

const fields = [
  { field: 'orderNo', kinds: ['orders', 'refunds'], name: '订单号' },
  { field: 'orderedAt', kinds: ['orders'], name: '下单时间' },
  { field: 'buyer', kinds: ['orders'], name: '买家账号' },
  { field: 'phone', kinds: ['customers'], name: '手机号' },
];
const unknown: Inspection = {
  ...{ layout: '', headerRow: 2, header: ['Invoice', 'When', 'Who'], sample: [], recognised: [], fields },
  guesses: [
    { column: 'Invoice', field: 'orderNo' },
    { column: 'When', field: null },
    { column: 'Who', field: 'buyer' },
  ],
};
const fresh = { format: '', mapping: null, headerRow: null, shop: null };
const known = (missing: string[]): Inspection => ({
  ...unknown,
  recognised: [
    { format: 'youzan_orders', name: '有赞订单', kind: 'orders', score: 0.9, missing, columns: [] },
  ],
});

test('a file that is known needs nothing but a shop', () => {
  const draft = draftOf(known([]), fresh);
  expect(missingFields(draft)).toEqual([]);
  expect(choiceOf(draft, known([]))).toBeUndefined();
  const shop = { name: '有赞商城' };
  expect(choiceOf({ ...draft, shop }, known([]))).toEqual({ shop, format: 'youzan_orders', headerRow: 2 });
});

test('one that lacks columns, or is unknown, starts with the guesses and says what is missing', () => {
  expect(draftOf(known(['下单时间']), fresh).format).toBe('mapped');
  const draft = draftOf(unknown, fresh);
  expect(draft.columns).toEqual({ 0: 'orderNo', 2: 'buyer' });
  expect(missingFields(draft)).toEqual([['orderedAt']]);
  expect(missingFields({ ...draft, kind: 'customers' })).toEqual([['phone', 'customerId', 'memberCard']]);
  expect(missingFields({ ...draft, columns: { 1: 'orderedAt' }, autoOrderNo: true })).toEqual([['buyer']]);
});

test('a field is one column’s, and only what the kind has stays', () => {
  const draft = draftOf(unknown, fresh);
  const moved = nameColumn(nameColumn(draft, 1, 'orderedAt'), 2, 'orderNo');
  expect(moved.columns).toEqual({ 1: 'orderedAt', 2: 'orderNo' });
  expect(nameColumn(moved, 1, undefined).columns).toEqual({ 2: 'orderNo' });
  expect(changeKind(moved, 'refunds', fields).columns).toEqual({ 2: 'orderNo' });
});

test('what was chosen comes back after the page was closed', () => {
  const draft = {
    ...nameColumn(draftOf(unknown, fresh), 1, 'orderedAt'),
    ...{ timeFormats: { 1: 'yyyyMMdd' }, currency: 'GBP', hasHeader: false, shop: { id: 'acc_4' } },
  };
  const choice = choiceOf(draft, unknown);
  expect(choice).toMatchObject({
    headerRow: 0,
    mapping: {
      currency: 'GBP',
      columns: [
        { field: 'orderNo', column: 1 },
        { field: 'orderedAt', column: 2, format: 'yyyyMMdd' },
        { field: 'buyer', column: 3 },
      ],
    },
  });
  const stored = {
    format: 'mapped',
    mapping: choice?.mapping ?? null,
    headerRow: 0,
    shop: { id: 'acc_4', name: '店' },
  };
  expect(choiceOf(draftOf(unknown, stored), unknown)).toEqual(choice);
});

test('a ledger of buyers and compact days is understood without a word', () => {
  const ledger: Inspection = {
    ...{ ...unknown, header: ['customer_id', 'date'], sample: [['00001', '19970101']] },
    guesses: [
      { column: 'customer_id', field: 'buyer' },
      { column: 'date', field: 'orderedAt' },
    ],
  };
  const draft = draftOf(ledger, fresh);
  expect(draft).toMatchObject({ autoOrderNo: true, timeFormats: { 1: 'yyyyMMdd' } });
  expect(missingFields(draft)).toEqual([]);
});
