import { expect, test } from 'vitest';
import { judge } from './judge.ts';

test('what was foretold is judged by how far off its sum was, either way', () => {
  expect(judge({ predicted: 1_050, actual: 1_000 })).toEqual({ verdict: 'good', off: 0.05, over: true });
  expect(judge({ predicted: 800, actual: 1_000 })).toMatchObject({ verdict: 'fair', over: false });
  expect(judge({ predicted: 1_400, actual: 1_000 })).toMatchObject({ verdict: 'poor', over: true });
  expect(judge({ predicted: 3, actual: 0 }).verdict).toBe('poor');
});
