import { expect, test } from 'vitest';
import { blankDraft, bodyOf, type Draft, missingIn } from './draft.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const draft = (over: Partial<Draft>): Draft => ({ ...blankDraft('acc_1', undefined), ...over });
const link = { title: '菜单', url: 'https://a.example/menu', cover: 'file_1' };

test('what is still wanting is said one thing at a time', () => {
  expect(missingIn(draft({ accountId: undefined }), NOW)).toBe('account');
  expect(missingIn(draft({ text: ' ' }), NOW)).toBe('content');
  expect(missingIn(draft({ text: '字'.repeat(2_001) }), NOW)).toBe('text');
  expect(missingIn(draft({ attach: 'image' }), NOW)).toBe('images');
  expect(missingIn(draft({ attach: 'video' }), NOW)).toBe('video');
  expect(missingIn(draft({ attach: 'link', link: { ...link, url: 'a' } }), NOW)).toBe('link');
  expect(missingIn(draft({ attach: 'link', link: { ...link, title: '字'.repeat(22) } }), NOW)).toBe(
    'linkTitle',
  );
  expect(missingIn(draft({ text: '早', at: '2026-11-22T09:59:00Z' }), NOW)).toBe('past');
  expect(missingIn(draft({ attach: 'link', link, at: '2026-11-22T10:01:00Z' }), NOW)).toBeUndefined();
});

test('only what is chosen goes along, whatever else was tried', () => {
  const tried = draft({ text: ' 早 ', attach: 'image', images: ['file_1', 'file_2'], link, video: 'file_3' });
  expect(bodyOf(tried)).toMatchObject({
    text: '早',
    attachments: [
      { kind: 'image', file: 'file_1' },
      { kind: 'image', file: 'file_2' },
    ],
  });
  expect(bodyOf({ ...tried, attach: 'none' }).attachments).toEqual([]);
});
