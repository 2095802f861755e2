import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { Problem, TOO_LARGE } from './problem.ts';
import { write } from './route.ts';

const platform = await testPlatform();
const { db } = platform;
await sql`create table runs (id bigint generated always as identity, said jsonb)`.execute(db);

/** What the handler does between its own write and its end. */
let between = async (): Promise<void> => undefined;
const common = { summary: '', tag: '', may: 'signed-in' } as const;
const run = write({
  ...common,
  method: 'post',
  path: '/runs',
  name: 'run',
  body: z.object({ said: z.unknown() }),
  returns: z.object({ run: z.number(), said: z.unknown() }),
  handle: async ({ db: tx, body }) => {
    const said = JSON.stringify(body.said ?? null);
    const { rows } = await sql<{
      id: number;
    }>`insert into runs (said) values (${said}::jsonb) returning id`.execute(tx);
    await between();
    return { run: rows[0]!.id, said: body.said ?? null };
  },
});
const patch = write({
  ...common,
  method: 'patch',
  path: '/runs',
  name: 'other',
  returns: z.object({}),
  handle: async () => ({}),
});

const client = testClient(platform, [run, patch]).as(await testMember(platform));
const other = client.as(await testMember(platform));
let keys = 0;
const newKey = () => ({ 'idempotency-key': `key-${++keys}` });
const runsOf = async () => (await sql<{ n: number }>`select count(*) as n from runs`.execute(db)).rows[0]!.n;
const stored = async () =>
  (await sql<{ n: number }>`select count(*) as n from idempotency_keys`.execute(db)).rows[0]!.n;

test('the same key again gets the first answer, and nothing happens again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }), async said => {
      const key = newKey();
      const before = await runsOf();
      const first = await client.post('/runs', { said }, key);
      const again = await client.post('/runs', { said }, key);
      if (first.status !== 201) return expect(again.status).toBe(first.status); // jsonb takes no NUL
      expect([again.status, again.body]).toEqual([201, first.body]);
      expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([
        null,
        'true',
      ]);
      expect(await runsOf()).toBe(before + 1);
    }),
    { numRuns: 40, seed: 20_261_122 },
  );
});

test('fifty at the same moment: one runs, the others hear that it is running or get its answer', async () => {
  const key = newKey();
  const before = await runsOf();
  between = () => new Promise(resolve => setTimeout(resolve, 40));
  const answers = await Promise.all(Array.from({ length: 50 }, () => client.post('/runs', { said: 1 }, key)));
  between = async () => undefined;
  expect(await runsOf()).toBe(before + 1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  const bodies = answers.filter(({ status }) => status === 201).map(({ body }) => JSON.stringify(body));
  expect(new Set(bodies).size).toBe(1);
  for (const { status, body } of answers)
    if (status === 409) expect(body).toMatchObject({ code: 'idempotency_key_in_use' });
});

test('the same key for something else is refused: another body, another method', async () => {
  const key = newKey();
  await client.post('/runs', { said: 'first' }, key);
  const before = await runsOf();
  for (const answer of [
    await client.post('/runs', { said: 'second' }, key),
    await client.send('PATCH', '/runs', {}, key),
  ])
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  expect(await runsOf()).toBe(before);
});

test('a key is one’s own: another member’s same key is another key', async () => {
  const key = newKey();
  const mine = await client.post('/runs', { said: 'mine' }, key);
  const theirs = await other.post('/runs', { said: 'theirs' }, key);
  expect(theirs).toMatchObject({ status: 201, body: { said: 'theirs' } });
  expect((await client.post('/runs', { said: 'mine' }, key)).body).toEqual(mine.body);
});

test.each([
  ['a refusal', () => new Problem(TOO_LARGE, { limit: '1' }), 413],
  ['a fault of ours', () => new Error('select secret from vault'), 500],
  ['a database that goes away', () => Object.assign(new Error('bye'), { code: 'ECONNRESET' }), 503],
])('%s is not kept: nothing happened, and the same key may try again', async (_, failure, status) => {
  const [key, before, keptBefore] = [newKey(), await runsOf(), await stored()];
  between = () => Promise.reject(failure());
  const quiet = testClient({ ...platform, log: { ...platform.log, error: () => undefined } as never }, [run]);
  const member = await testMember(platform);
  expect((await quiet.as(member).post('/runs', { said: 1 }, key)).status).toBe(status);
  expect([await runsOf(), await stored()]).toEqual([before, keptBefore]);
  between = async () => undefined;
  expect((await client.as(member).post('/runs', { said: 1 }, key)).status).toBe(201);
  expect(await runsOf()).toBe(before + 1);
});

test('the connection dies in the middle: 503, nothing is kept, and the repeat runs', async () => {
  const [key, before, keptBefore] = [newKey(), await runsOf(), await stored()];
  between = async () => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`.execute(db);
  };
  const cut = await client.post('/runs', { said: 1 }, key);
  between = async () => undefined;
  expect(cut).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect([await runsOf(), await stored()]).toEqual([before, keptBefore]);
  expect((await client.post('/runs', { said: 1 }, key)).status).toBe(201);
});

test('an answer is stored sealed: what it shows is nowhere in the database to read', async () => {
  await client.post('/runs', { said: '+8613900001111' }, newKey());
  const { rows } = await platform.pool.query(`select body::text as body from idempotency_keys`);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.body).toMatch(/^"[\w+/=]+"$/);
});

test('a key longer than 255 is refused, an empty one is none', async () => {
  const before = await stored();
  expect(await client.post('/runs', { said: 1 }, { 'idempotency-key': 'k'.repeat(256) })).toMatchObject({
    status: 400,
  });
  expect((await client.post('/runs', { said: 1 }, { 'idempotency-key': '' })).status).toBe(201);
  expect(await stored()).toBe(before);
});
