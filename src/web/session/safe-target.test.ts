import { expect, test } from 'vitest';
import { safeTarget } from './safe-target.ts';

test('after signing in one comes to where one wanted to go', () => {
  expect(safeTarget('/customers?tier=important#orders')).toBe('/customers?tier=important#orders');
  expect(safeTarget(undefined)).toBe('/');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '',
  '/login?to=/login',
])('but never to another site or back to the door: %s', target => expect(safeTarget(target)).toBe('/'));
