import { expect, test } from 'vitest';
import type { Code } from '../reads.ts';
import { blankDraft, blankRoute, bodyOf, changeOf, type Draft, draftOf, missingIn, planOf } from './draft.ts';

const blank = blankDraft({ touchpointId: undefined, accountId: undefined });
const staff: Draft['routes'][number] = {
  ...blankRoute(),
  when: { days: [1, 2], from: '09:00', to: '18:00' },
  target: { kind: 'staff', members: [{ memberId: 'mem_1', weight: 2, dailyCap: 3 }], pick: 'load' },
};
const whole: Draft = {
  ...blank,
  ...{ name: ' 柜台 ', touchpointId: 'tp_1', accountId: 'acc_1', routes: [staff], backup: ['mem_2'] },
  fallback: { text: ' 打烊了 ', phone: '' },
  welcome: [{ key: 'a', who: 'new', message: { text: '您好', attachments: [] } }],
  ...{ tagIds: ['tag_1'], remark: '{{name}}' },
};

test('what is wanting is said one after the other, until nothing is', () => {
  const steps: Partial<Draft>[] = [
    {},
    { name: '柜台' },
    { touchpointId: 'tp_1' },
    { accountId: 'acc_1' },
    { routes: [staff, blankRoute()] },
    { routes: [staff], welcome: [{ key: 'a', message: { text: '{{nmae}}' } }] },
    { welcome: null },
  ];
  const said = steps.map((_, at) => missingIn(Object.assign({}, blank, ...steps.slice(0, at + 1))));
  expect(said).toEqual([
    { what: 'name' },
    { what: 'touchpoint' },
    { what: 'account' },
    { what: 'route', at: 1 },
    { what: 'route', at: 2 },
    { what: 'variant', at: 1 },
    undefined,
  ]);
});

test('a route without anybody, without a picture or without an address leads nowhere, so there is nothing to try', () => {
  const to = (target: Draft['routes'][number]['target']) =>
    planOf({ ...whole, routes: [{ ...staff, target }] });
  expect(to({ kind: 'staff', members: [] })).toBeUndefined();
  expect(to({ kind: 'group', chatIds: [] })).toBeUndefined();
  expect(to({ kind: 'picture', title: '公众号', file: '' })).toBeUndefined();
  expect(to({ kind: 'link', title: '商城', url: 'shop.example.com' })).toBeUndefined();
  expect(to({ kind: 'link', title: '商城', url: 'https://shop.example.com' })?.routes).toHaveLength(1);
});

test('what is written goes out trimmed, without the keys of the page; a change is the whole of it and its version', () => {
  const { key: _, ...route } = staff;
  const body = {
    ...{ name: '柜台', touchpointId: 'tp_1', tagIds: ['tag_1'], remark: '{{name}}' },
    plan: { routes: [route], backup: ['mem_2'], fallback: { text: '打烊了', phone: '' } },
    welcome: { variants: [{ who: 'new', message: { text: '您好', attachments: [] } }] },
  };
  expect(bodyOf(whole)).toEqual({ ...body, accountId: 'acc_1' });
  expect(changeOf({ ...whole, paused: true }, 7)).toEqual({ ...body, paused: true, version: 7 });
  expect(bodyOf({ ...whole, name: '' })).toBeUndefined();
});

test('a code that is read and written again is the same', () => {
  const body = changeOf(whole, 1);
  const read = {
    ...{ name: '柜台', paused: false, remark: '{{name}}', plan: body?.plan, welcome: body?.welcome },
    ...{ touchpoint: { id: 'tp_1', name: '' }, account: { id: 'acc_1', name: '' } },
    tags: [{ id: 'tag_1', name: '' }],
  } as unknown as Code;
  expect(changeOf(draftOf(read), 1)).toEqual(body);
});
