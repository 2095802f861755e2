import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { problemSchema, say } from '../contract.ts';
import { silentLogger } from '../logger.ts';
import { connectPostgres } from '../postgres/connect.ts';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import * as kinds from './problem.ts';
import { type Route, read, write } from './route.ts';

const platform = await testPlatform();
const common = { summary: '', tag: '', may: 'public' } as const;
let failure: unknown;
const fail = write({
  ...common,
  method: 'post',
  path: '/fail',
  name: 'fail',
  body: z.object({ name: z.string().min(2).max(4), size: z.number() }).partial(),
  returns: z.object({}),
  handle: async ({ db }) => {
    if (typeof failure === 'string') await sql.raw(failure).execute(db);
    throw failure;
  },
});
const whoAmI = read({
  ...common,
  may: 'signed-in',
  path: '/me',
  name: 'me',
  returns: z.object({}),
  handle: async () => ({}),
});

const logged: { level: string; entry: Record<string, unknown> }[] = [];
const note = (level: string) => (entry: Record<string, unknown>) => void logged.push({ level, entry });
const log = { ...silentLogger, error: note('error'), warn: note('warn') } as never;
const app = testClient({ ...platform, log }, [fail, whoAmI]);
const failWith = async (error: unknown, headers = {}, body: unknown = {}) => {
  failure = error;
  return await app.post('/fail', body, headers);
};

test('every kind of problem is a whole RFC 9457 body, in Chinese and in English', async () => {
  const all = Object.values(kinds).filter(kind => typeof kind === 'object') as kinds.ProblemKind[];
  expect(all.length).toBeGreaterThan(12);
  for (const kind of all)
    for (const language of ['zh', 'en'] as const) {
      const values = { count: 1, limit: 2, permission: 'x', allow: 'GET', requestId: 'r' };
      const answer = await failWith(new kinds.Problem(kind, values), { 'accept-language': language });
      const body = problemSchema.parse(answer.body);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect([answer.status, body.status, body.code, body.instance]).toEqual([
        kind.status,
        kind.status,
        kind.code,
        '/api/v1/fail',
      ]);
      expect([body.title, body.detail]).toEqual([
        say(kind.title, language, values),
        say(kind.detail, language, values),
      ]);
      expect(body.detail).not.toMatch(/[{}]/);
      expect(body.requestId).toBe(answer.headers.get('x-request-id'));
    }
});

test('the language is what the browser asks for, unless a member or the page has chosen', async () => {
  const title = async (headers: Record<string, string>) =>
    ((await app.get('/nowhere', headers)).body as { title: string }).title;
  for (const [accept, wanted] of [
    ['en', 'Not found'],
    ['en-GB,en;q=0.9', 'Not found'],
    ['EN-us', 'Not found'],
    ['zh-CN', '没有找到'],
    ['fr', '没有找到'],
    ['', '没有找到'],
    ['english', '没有找到'],
  ])
    expect(await title({ 'accept-language': accept! }), accept).toBe(wanted);
  expect(await title({ 'accept-language': 'zh', 'x-siyu-language': 'en' })).toBe('Not found');
  const member = app.as(await testMember(platform, 'staff'));
  failure = new kinds.Problem(kinds.NOT_FOUND);
  expect((await member.post('/fail', {}, { 'accept-language': 'en' })).body).toMatchObject({
    title: '没有找到',
  });
});

test('faults in fields are named one by one, in the reader’s words', async () => {
  const body = { name: 'x', size: 'big' };
  const zh = (await failWith(undefined, {}, body)).body as { errors: { path: string; message: string }[] };
  const en = (await failWith(undefined, { 'accept-language': 'en' }, body)).body as typeof zh;
  expect(zh.errors.map(error => error.path)).toEqual(['body.name', 'body.size']);
  expect(zh.errors[0]!.message).toMatch(/[\u4e00-\u9fff]/);
  expect(en.errors[0]!.message).toMatch(/^[\x20-\x7e≥≤>=<]+$/);
});

test('what goes wrong in us tells nothing but a number to ask by; the log has all of it', async () => {
  const secrets = [
    'select password_hash from members',
    'relation "no_such_table" does not exist',
    '/src/platform',
    'secret-token',
  ];
  const failures = [
    new Error('select password_hash from members where secret-token'),
    new TypeError('/src/platform/vault/vault.ts:12'),
    Object.assign(new Error('secret-token'), { code: '42P01', detail: 'secret-token', hint: 'x' }),
    'select password_hash from no_such_table',
    new RangeError('Maximum call stack size exceeded'),
  ];
  for (const error of failures) {
    logged.length = 0;
    const answer = await failWith(error);
    const text = JSON.stringify(answer.body);
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([500, 'unexpected']);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\bat \w+|\.ts:\d+|stack/);
    expect(logged).toMatchObject([
      { level: 'error', entry: { requestId: answer.headers.get('x-request-id') } },
    ]);
  }
});

test.each([
  ["insert into teams (name, parent_id) values ('x', 999)", 422, 'unknown_reference'],
  ["insert into settings (name, value, updated_by) values ('a', '1', 'x'), ('a', '1', 'x')", 409, 'conflict'],
  ["select '2026-13-45'::date", 400, 'invalid_request'],
  ["select 'x'::bigint", 400, 'invalid_request'],
  ['select 99999999999::integer', 400, 'invalid_request'],
  [`select '"\\ud800"'::jsonb`, 400, 'invalid_request'],
  ['select 1 / 0', 500, 'unexpected'],
])('the database refuses “%s”: %i %s, and says so in the log', async (statement, status, code) => {
  logged.length = 0;
  expect(await failWith(statement)).toMatchObject({ status, body: { code } });
  expect(logged.map(({ level }) => level)).toEqual([status === 500 ? 'error' : 'warn']);
});

test('a database that cannot be reached is 503 with a time to come again, on every route', async () => {
  const { db } = connectPostgres('postgres://siyu:siyu@127.0.0.1:1/nowhere', silentLogger);
  const cut = testClient({ ...platform, db, log }, [fail, whoAmI] as Route[]);
  const answers = [
    await cut.post('/fail', {}),
    await cut.as({ id: 1, token: 'A'.repeat(43) }).get('/me', { 'accept-language': 'en' }),
  ];
  await db.destroy();
  for (const answer of answers) {
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([503, 'unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(answers[1]!.body).toMatchObject({ title: 'Unavailable for a moment' });
});

test.each([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  '57P01',
  '57P03',
  '53100',
  '53300',
  '40P01',
  '40001',
])('%s passes by itself: asked again later it works', async code => {
  const answer = await failWith(Object.assign(new Error('x'), { code }));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
});
