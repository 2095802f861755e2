import { expect, test } from 'vitest';
import { testPlatform } from '../testing/test-platform.ts';
import { oneAtATime, together } from './one-at-a-time.ts';

const { pool } = await testPlatform();
const said: string[] = [];
const work = (name: string) => async () => {
  said.push(`${name} begins`);
  await new Promise(resolve => setTimeout(resolve, 150));
  said.push(`${name} ends`);
};

test('many may be at it together, and who is at it alone waits for them and keeps the others out', async () => {
  const first = together(pool, 'thing', work('a'));
  const second = together(pool, 'thing', work('b'));
  await new Promise(resolve => setTimeout(resolve, 50));
  const alone = oneAtATime(pool, 'thing', work('alone'));
  await new Promise(resolve => setTimeout(resolve, 50));
  const later = together(pool, 'thing', work('c'));
  const other = oneAtATime(pool, 'another thing', work('other'));
  await Promise.all([first, second, alone, later, other]);
  const at = (what: string) => said.indexOf(what);
  expect(at('b begins'), 'together').toBeLessThan(at('a ends'));
  expect(at('alone begins')).toBeGreaterThan(Math.max(at('a ends'), at('b ends')));
  expect(at('c begins')).toBeGreaterThan(at('alone ends'));
  expect(at('other begins'), 'another name').toBeLessThan(at('alone ends'));
});
