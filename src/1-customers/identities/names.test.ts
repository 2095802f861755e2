import { expect, test } from 'vitest';
import { compareNames, isOtherName } from './names.ts';

test.each([
  ['张三', '李四', 'other'],
  ['张三', '张三丰', 'other'],
  ['张 三', '张三', 'same'],
  ['张**', '张三', 'same'],
  ['张**', '李四', 'other'],
  ['**', '李四', 'same'],
  ['tb183919', '张三', 'unknown'],
  ['', '张三', 'unknown'],
] as const)('%s and %s: %s', (one, other, told) => {
  expect(compareNames(one, other)).toBe(told);
  expect(compareNames(other, one)).toBe(told);
});

test('among several names one that agrees is enough, and accounts say nothing', () => {
  expect(isOtherName('张三', ['tb_1', '李四'])).toBe(true);
  expect(isOtherName('张三', ['李四', '张*'])).toBe(false);
  expect(isOtherName('张三', ['tb_1'])).toBe(false);
});
