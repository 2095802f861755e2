import { expect, test } from 'vitest';
import { filled, filledCards } from './fill.ts';
import { isSaid, takesAll, variantDrafts, variantsOf } from './variants.ts';

test('what is known stands in its place, else the fallback', () => {
  const text = '{{name|朋友}}，我是{{ member }}，{{city|这里}}今天有雨{{tier}}';
  expect(filled(text, { name: '微微', member: '小林' })).toBe('微微，我是小林，这里今天有雨');
  expect(filled(text, { name: '', member: '小林' })).toBe('朋友，我是小林，这里今天有雨');
});

test('cards are read with their places filled, too', () => {
  const card = { kind: 'miniprogram', appId: 'wx8bd80126147dfAAA', page: 'p', cover: 'file_1' } as const;
  expect(filledCards([{ ...card, title: '{{name|您}}的菜单' }], { name: '微微' })).toEqual([
    { ...card, title: '微微的菜单' },
  ]);
});

test('a welcome is said when its words hold and its links are whole', () => {
  expect(isSaid({ message: { text: '您好 {{name|朋友}}' } })).toBe(true);
  expect(isSaid({ message: { text: ' ' } })).toBe(false);
  expect(isSaid({ message: { text: '{{nmae}}' } })).toBe(false);
  expect(isSaid({ message: { text: '烤'.repeat(1_334) } })).toBe(false);
  const link = { kind: 'link', title: '', url: 'https://example.com' } as const;
  expect(isSaid({ message: { text: '您好', attachments: [link] } })).toBe(false);
  const card = { kind: 'miniprogram', title: '菜单', appId: 'wx8bd80126147dfAAA', page: 'p' } as const;
  const says = (over: object) =>
    isSaid({ message: { text: '您好', attachments: [{ ...card, cover: 'file_1', ...over }] } });
  expect(says({})).toBe(true);
  expect(
    [{ appId: 'gh_d43f693ca31f' }, { page: ' ' }, { cover: '' }, { title: '烤'.repeat(22) }].some(says),
  ).toBe(false);
});

test('only who greets anybody at any hour leaves nothing to those below', () => {
  const message = { text: '您好' };
  expect(takesAll({ message })).toBe(true);
  expect(takesAll({ message, from: '00:00', to: '24:00', memberIds: [] })).toBe(true);
  expect(takesAll({ message, who: 'new' })).toBe(false);
  expect(takesAll({ message, to: '18:00' })).toBe(false);
  expect(takesAll({ message, memberIds: ['mem_1'] })).toBe(false);
});

test('keys are the page’s own and do not travel', () => {
  const variants = [{ who: 'new' as const, message: { text: '您好' } }, { message: { text: '早' } }];
  const drafts = variantDrafts({ variants });
  expect(new Set(drafts.map(draft => draft.key)).size).toBe(2);
  expect(variantsOf(drafts)).toEqual([variants[0], { who: 'anybody', message: { text: '早' } }]);
});
