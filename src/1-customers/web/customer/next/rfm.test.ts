import { expect, test } from 'vitest';
import { stretchOf } from './rfm.ts';

const thresholds = {
  recencyDays: [11, 34, 78, 199],
  frequency: [1, 3, 8, 17],
  monetary: [8_400, 32_600, 65_800, 117_880],
  important: 12,
  regular: 8,
} satisfies Parameters<typeof stretchOf>[2];

test('recency: few days make the best score', () => {
  expect(stretchOf('r', 5, thresholds)).toEqual({ from: undefined, to: 11 });
  expect(stretchOf('r', 4, thresholds)).toEqual({ from: 12, to: 34 });
  expect(stretchOf('r', 1, thresholds)).toEqual({ from: 200, to: undefined });
});

test('frequency and money: much makes the best score', () => {
  expect(stretchOf('f', 1, thresholds)).toEqual({ from: undefined, to: 1 });
  expect(stretchOf('f', 3, thresholds)).toEqual({ from: 4, to: 8 });
  expect(stretchOf('m', 5, thresholds)).toEqual({ from: 117_881, to: undefined });
});
