import { describe, expect, test } from 'vitest';
import { bodyOf, type Draft, draftOf, EMPTY, missingIn, textOf } from './draft.ts';

const rule = { reachable: 'wecom' as const };
const draft: Draft = {
  ...EMPTY,
  name: '周三可颂',
  audience: { segmentId: 'seg_1', rule, name: '沉睡客户' },
  accountId: 'acc_1',
  text: '新出炉的可颂',
};

describe('what the API gets', () => {
  test('a segment by its id, a rule as it is', () => {
    expect(bodyOf(draft)).toMatchObject({ segmentId: 'seg_1', rule: null, accountId: 'acc_1' });
    expect(bodyOf({ ...draft, audience: { rule, name: '条件' } })).toMatchObject({ segmentId: null, rule });
  });

  test('nothing while audience, account or text are missing', () => {
    expect(bodyOf({ ...draft, audience: undefined })).toBeUndefined();
    expect(bodyOf({ ...draft, accountId: undefined })).toBeUndefined();
    expect(bodyOf({ ...draft, text: '  ' })).toBeUndefined();
  });

  test('a link that is not finished is left out of the preview, and by hand goes only text', () => {
    const link = { kind: 'link' as const, title: '', url: 'https://' };
    const image = { kind: 'image' as const, file: 'file_1' };
    expect(bodyOf({ ...draft, attachments: [link, image] })?.message?.attachments).toEqual([image]);
    expect(bodyOf({ ...draft, channel: 'hand', attachments: [image] })).toMatchObject({
      accountId: null,
      message: { attachments: [] },
    });
  });
});

test('what is missing is named, the first thing first', () => {
  const what = (over: Partial<Draft>) => missingIn({ ...draft, ...over })?.what;
  expect(what({})).toBeUndefined();
  expect(what({ accountId: undefined, text: '' })).toBe('missingAccount');
  expect(what({ accountId: undefined, channel: 'hand' })).toBeUndefined();
  expect(what({ name: ' ' })).toBe('missingName');
  expect(what({ text: '长'.repeat(1_334) })).toBe('tooLong');
  expect(missingIn({ ...draft, text: '{{nmae}}' })).toEqual({ what: 'missingPlace', place: '{{nmae}}' });
  expect(what({ attachments: [{ kind: 'link', title: '菜单', url: 'menu' }] })).toBe('missingLink');
});

test('a broadcast that is there becomes a draft again', () => {
  const view = {
    name: '旧的',
    segmentId: null,
    segmentName: null,
    rule,
    ruleWords: '今天可触达',
    channel: 'wecom' as const,
    accountId: 'acc_1',
    purpose: 'marketing' as const,
    topic: null,
    message: { text: '好久不见' },
    holdoutPercent: 20,
  };
  expect(bodyOf(draftOf(view))).toMatchObject({
    name: '旧的',
    rule,
    topic: null,
    holdoutPercent: 20,
    message: { text: '好久不见', attachments: [] },
  });
});

test('a subscribe notice is its template with every field filled, and no message beside it', () => {
  const noticeTemplate = {
    ...{ id: 'ntt_1', account: { id: 'acc_2', name: '公众号' }, code: 'c', title: '上新通知' },
    ...{ content: '商品：{{thing1.DATA}}', fields: [{ key: 'thing1', label: '商品' }], longTerm: false },
    ...{ source: 'hand' as const, followers: 1, grants: 1, updatedAt: '2026-06-03T02:00:00.000Z' },
  };
  const notice: Draft = { ...draft, channel: 'official_account', officialId: 'acc_2', isNotice: true };
  expect(missingIn(notice)).toEqual({ what: 'missingNoticeTemplate' });
  expect(missingIn({ ...notice, noticeTemplate })).toEqual({ what: 'missingNoticeField', place: '商品' });
  const whole = { ...notice, noticeTemplate, noticeValues: { thing1: '{{name|您}}要的可颂' } };
  expect(missingIn(whole)).toBeUndefined();
  expect(missingIn({ ...whole, noticeUrl: 'example' })).toEqual({ what: 'missingNoticeUrl' });
  expect(textOf(whole)).toBe('上新通知\n商品：{{name|您}}要的可颂');
  const body = bodyOf(whole);
  expect(body?.notice).toEqual({ templateId: 'ntt_1', values: whole.noticeValues, url: '' });
  expect(body?.message).toBeUndefined();
});
