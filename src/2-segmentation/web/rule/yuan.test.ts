import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fenToYuan, yuanToFen } from './yuan.ts';

test('what is typed in yuan is kept in fen, to the last one', () => {
  expect(yuanToFen('0.29')).toBe(29);
  expect(yuanToFen(1234.5)).toBe(123_450);
  expect(yuanToFen('-3')).toBe(-300);
  expect(yuanToFen('12.')).toBe(1_200);
  for (const nothing of ['', null, 'abc', '1.234', '1e5']) expect(yuanToFen(nothing)).toBeNull();
  expect(fenToYuan(5)).toBe('0.05');
  expect(fenToYuan(-99)).toBe('-0.99');
  expect(fenToYuan(null)).toBeNull();
});

test('there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e14, max: 1e14 }), fen => {
      expect(yuanToFen(fenToYuan(fen))).toBe(fen);
    }),
  );
});
