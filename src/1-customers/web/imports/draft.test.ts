import { expect, test } from 'vitest';
import { changeKind, choiceOf, draftOf, hasShop, missingFields, nameColumn } from './draft.ts';
import type { Inspection } from './import.ts';
import { readDraft } from './kept-draft.ts';

const fields = [
  { field: 'orderNo', kinds: ['orders', 'refunds'], name: '订单号' },
  { field: 'orderedAt', kinds: ['orders'], name: '下单时间' },
  { field: 'buyer', kinds: ['orders'], name: '买家账号' },
  { field: 'phone', kinds: ['customers'], name: '手机号' },
];
const unknown: Inspection = {
  ...{
    sheet: null,
    sheets: [],
    headerRow: 2,
    header: ['Invoice', 'When', 'Who'],
    hasHeader: true,
    sample: [],
  },
  ...{ recognised: [], fields, cancelPrefix: null, amountsPer: 'order' },
  guesses: [
    { column: 'Invoice', field: 'orderNo' },
    { column: 'When', field: null },
    { column: 'Who', field: 'buyer' },
  ],
};
const fresh = { format: '', mapping: null, headerRow: null, sheet: null, shop: null };
const known = (missing: string[]): Inspection => ({
  ...unknown,
  recognised: [
    { format: 'youzan_orders', name: '有赞订单', kind: 'orders', score: 0.9, missing, columns: [] },
  ],
});

test('a file that is known needs nothing but a shop with a name', () => {
  const draft = draftOf(known([]), fresh);
  expect(missingFields(draft)).toEqual([]);
  expect(choiceOf(draft, known([]))).toBeUndefined();
  expect(choiceOf({ ...draft, shop: { name: ' ' } }, known([]))).toBeUndefined();
  const shop = { name: '有赞商城' };
  expect(hasShop({ ...draft, shop })).toBe(true);
  expect(choiceOf({ ...draft, shop }, known([]))).toEqual({ shop, format: 'youzan_orders', headerRow: 2 });
});

test('one that lacks columns, or is unknown, starts with the guesses and says what is missing', () => {
  expect(draftOf(known(['下单时间']), fresh).format).toBe('mapped');
  const draft = draftOf(unknown, fresh);
  expect(draft.columns).toEqual({ 0: 'orderNo', 2: 'buyer' });
  expect(missingFields(draft)).toEqual([['orderedAt']]);
  expect(choiceOf({ ...draft, shop: { id: 'acc_4' } }, unknown)).toBeUndefined();
  expect(missingFields({ ...draft, kind: 'customers' })).toEqual([['phone', 'customerId', 'memberCard']]);
  expect(missingFields({ ...draft, columns: { 1: 'orderedAt' }, autoOrderNo: true })).toEqual([['buyer']]);
});

test('a field is one column’s, and only what the kind has stays', () => {
  const draft = draftOf(unknown, fresh);
  const moved = nameColumn(nameColumn(draft, 1, 'orderedAt'), 2, 'orderNo');
  expect(moved.columns).toEqual({ 1: 'orderedAt', 2: 'orderNo' });
  expect(nameColumn(moved, 1, undefined).columns).toEqual({ 2: 'orderNo' });
  expect(changeKind(moved, 'refunds', fields).columns).toEqual({ 2: 'orderNo' });
  const timed = { ...moved, timeFormats: { 1: 'yyyyMMdd' } };
  expect(nameColumn(timed, 1, 'buyer').timeFormats).toEqual({});
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
    ...{ format: 'mapped', mapping: choice?.mapping ?? null, headerRow: 0, sheet: null },
    shop: { id: 'acc_4', name: '店' },
  };
  expect(choiceOf(draftOf(unknown, stored), unknown)).toEqual(choice);
  const newShop = draftOf(unknown, { ...stored, shop: { id: null, name: '新店' } });
  expect(newShop.shop).toEqual({ name: '新店' });
});

test('a ledger of buyers and compact days is understood without a word', () => {
  const ledger: Inspection = {
    ...{ ...unknown, header: ['00001', '19970101'], hasHeader: false, sample: [['00001', '19970101']] },
    guesses: [
      { column: '00001', field: 'buyer' },
      { column: '19970101', field: 'orderedAt' },
    ],
  };
  const draft = draftOf(ledger, fresh);
  expect(draft).toMatchObject({ autoOrderNo: true, hasHeader: false, timeFormats: { 1: 'yyyyMMdd' } });
  expect(missingFields(draft)).toEqual([]);
});

test('returns and amounts per line are taken as the file seems to mean them, until somebody said otherwise', () => {
  const shop: Inspection = { ...unknown, cancelPrefix: 'C', amountsPer: 'line' };
  expect(draftOf(shop, fresh)).toMatchObject({ cancelPrefix: 'C', amountsPer: 'line' });
  const mapping = { columns: [], amountsPer: 'order' as const };
  const said = { ...fresh, format: 'mapped', headerRow: 2, mapping };
  expect(draftOf(shop, said)).toMatchObject({ cancelPrefix: '', amountsPer: 'order' });
});

test('another sheet of a workbook is another file', () => {
  const june = { ...known([]), sheet: '六月', sheets: ['六月', '七月'] };
  const said = { ...fresh, format: 'mapped', mapping: { columns: [] }, headerRow: 0, sheet: '七月' };
  const draft = draftOf(june, { ...said, shop: { id: 'acc_4', name: '店' } });
  expect(draft).toMatchObject({ format: 'youzan_orders', shop: { id: 'acc_4' } });
  expect(choiceOf(draft, june)).toMatchObject({ sheet: '六月', format: 'youzan_orders' });
  expect(draftOf({ ...june, sheet: '七月' }, said)).toMatchObject({ format: 'mapped', hasHeader: false });
});

test('a draft kept in the tab is taken up; what is none is not', () => {
  const draft = nameColumn(draftOf(unknown, fresh), 1, 'orderedAt');
  expect(readDraft(JSON.stringify(draft))).toEqual(draft);
  expect(readDraft(null)).toBeUndefined();
  expect(readDraft('{')).toBeUndefined();
  expect(readDraft('{"format":"mapped"}')).toBeUndefined();
  expect(readDraft('null')).toBeUndefined();
});

test('a column can be one of the brand’s own fields; a known file of customers starts with what it says and with fields of that name', () => {
  const own = { field: 'field.skin', kinds: ['customers'], name: '肤质' };
  const customers: Inspection = {
    ...unknown,
    header: ['手机', '肤质', '皮肤'],
    fields: [...fields, own],
    guesses: [],
    recognised: [
      {
        ...{ format: 'template_customers', name: '客户模板', kind: 'customers', score: 1, missing: [] },
        columns: [{ column: 0, field: 'phone' }],
      },
    ],
  };
  const draft = { ...draftOf(customers, fresh), format: 'mapped', shop: { id: 'acc_1' as const } };
  expect([draft.kind, draft.columns]).toEqual(['customers', { 0: 'phone', 1: 'field.skin' }]);
  const said = choiceOf(nameColumn(draft, 2, 'field.skin'), customers)?.mapping;
  expect(said).toMatchObject({
    columns: [{ field: 'phone', column: 1 }],
    custom: [{ key: 'skin', column: 3 }],
  });
  const again = draftOf(customers, { ...fresh, format: 'mapped', mapping: said as never, headerRow: 2 });
  expect(again.columns).toEqual({ 0: 'phone', 2: 'field.skin' });
  expect(changeKind(draft, 'orders', customers.fields).columns).toEqual({});
});
