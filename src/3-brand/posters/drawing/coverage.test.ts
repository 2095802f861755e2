import { expect, test } from 'vitest';
import { unknownIn } from './coverage.ts';

test('everyday and rare Chinese, letters and emoji are there', async () => {
  const texts = [
    '每周三，早上七点：“面包”¥9.9',
    '䶮㛃喆',
    'Café №1',
    '🥐👨‍👩‍👧‍👦👩🏽‍🍳❤️🇨🇳',
    '一\n二\u200b\u202e',
  ];
  expect(await unknownIn(texts)).toEqual([]);
});

test('what no font has is named, once', async () => {
  expect(await unknownIn(['𠮷野家', '𠮷\ue000'])).toEqual(['𠮷', '\ue000']);
});
