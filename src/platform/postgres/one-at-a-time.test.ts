import { expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { oneAtATime, together } from './one-at-a-time.ts';

const { pool } = await testPlatform();
const said: string[] = [];

/** Work that lasts until it is told to end. */
function work(name: string) {
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const act = async () => {
    said.push(`${name} begins`);
    await promise;
    said.push(`${name} ends`);
  };
  return { act, end, begun: () => eventually(async () => expect(said).toContain(`${name} begins`)) };
}
const isWaiting = () =>
  eventually(async () => {
    const { rows } = await pool.query(
      `select count(*)::integer as n from pg_locks
       where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(rows[0].n).toBe(1);
  });

test('many may be at it together, and who is at it alone waits for them and keeps the others out', async () => {
  const [a, b, alone, c, other] = ['a', 'b', 'alone', 'c', 'other'].map(work) as ReturnType<typeof work>[];
  const all = [together(pool, 'thing', a!.act), together(pool, 'thing', b!.act)];
  await Promise.all([a!.begun(), b!.begun()]);
  all.push(oneAtATime(pool, 'thing', alone!.act));
  await isWaiting();
  all.push(together(pool, 'thing', c!.act));
  all.push(oneAtATime(pool, 'another thing', other!.act));
  await other!.begun();
  a!.end();
  b!.end();
  await alone!.begun();
  expect(said).not.toContain('c begins');
  alone!.end();
  await c!.begun();
  for (const one of [c, other]) one!.end();
  await Promise.all(all);
  expect(said.indexOf('c begins')).toBeGreaterThan(said.indexOf('alone ends'));
});
