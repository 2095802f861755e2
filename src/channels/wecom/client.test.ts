import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeLogger } from '#platform/logger.ts';
import type { Endpoint } from './endpoint.ts';
import { orThrow } from './outcome.ts';
import { ScriptedServer, SECRET, testClient } from './testing/scripted-server.ts';

const READ: Endpoint<{ items: string[] }> = {
  path: 'externalcontact/list',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({ items: z.array(z.string()) }),
};
const WRITE: Endpoint<{ msgid: string }> = {
  path: 'externalcontact/add_msg_template',
  method: 'POST',
  effect: 'once',
  answer: z.object({ msgid: z.string() }),
};

let server: ScriptedServer;
beforeEach(async () => {
  server = await new ScriptedServer().open();
});
afterEach(() => server.close());

describe('a call', () => {
  it('carries the token in the query and nowhere else', async () => {
    server.on(WRITE.path, { errcode: 0, errmsg: 'ok', msgid: 'm1', unheard_of: 1 });
    const { client } = testClient(server);
    expect(await client.call(WRITE, { text: '你好' })).toEqual({ ok: true, data: { msgid: 'm1' } });
    const asked = server.asked.at(-1);
    expect(asked).toMatchObject({
      method: 'POST',
      query: { access_token: 'token-1' },
      body: { text: '你好' },
    });
    expect(JSON.stringify([asked?.headers, asked?.body])).not.toContain('token-1');
  });

  it('puts the input of a GET into the query, leaving out what is undefined', async () => {
    server.on(READ.path, { items: [] });
    await testClient(server).client.call(READ, { userid: '张三&x=1', cursor: undefined });
    expect(server.asked.at(-1)?.query).toEqual({ access_token: 'token-1', userid: '张三&x=1' });
  });

  it('is judged by errcode, never by fields', async () => {
    const { client } = testClient(server);
    server.on(READ.path, { errcode: 84061, errmsg: 'not external contact', items: [] });
    expect(await client.call(READ)).toMatchObject({ ok: false, kind: 'gone', code: 84061 });
    server.on(READ.path, { items: ['a'] });
    expect(await client.call(READ)).toEqual({ ok: true, data: { items: ['a'] } });
    server.on(READ.path, { errcode: '84061', items: [] });
    expect(await client.call(READ)).toMatchObject({ code: 84061 });
    server.on(READ.path, { errcode: 123456, errmsg: 'news', items: [] });
    expect(await client.call(READ)).toMatchObject({ ok: false, kind: 'bug', code: 123456, detail: 'news' });
  });

  it('does not trust an answer that complains of the JSON or is not as documented', async () => {
    const { client } = testClient(server);
    const wrong = { errcode: 0, errmsg: 'ok. Warning: wrong json format. ' };
    server.on(READ.path, { ...wrong, items: ['a'] }).on(WRITE.path, { ...wrong, msgid: 'm1' });
    expect(await client.call(READ)).toMatchObject({ ok: false, kind: 'bug', code: 'wrong_json' });
    expect(await client.call(WRITE)).toMatchObject({ ok: false, kind: 'uncertain', code: 'wrong_json' });
    server.on(READ.path, { errcode: 0, items: 'a' }).on(WRITE.path, { errcode: 0 });
    expect(await client.call(READ)).toMatchObject({
      kind: 'bug',
      code: 'unexpected_answer',
      detail: 'items',
    });
    expect(await client.call(WRITE)).toMatchObject({ kind: 'uncertain', code: 'unexpected_answer' });
  });

  it('as an exception says what happened', async () => {
    server.on(READ.path, { errcode: 60020, errmsg: 'not allow to access from your ip' });
    const refused = await testClient(server).client.call(READ);
    expect(() => orThrow(refused)).toThrow('config (60020)');
  });
});

describe('what cannot double', () => {
  it.each([
    ['busy', { errcode: -1, errmsg: 'system error' }],
    ['too many at once', { errcode: 45033, errmsg: 'too many' }],
    ['a socket closed after the request', 'close'],
    ['half an answer', 'half'],
    ['a gateway without its server', { http: 502, text: '<html>' }],
    ['an answer of somebody else', { http: 200, text: '<html>login</html>' }],
  ] as const)('is tried again after %s', async (_, trouble) => {
    server.on(READ.path, (_asked, nth) => (nth < 3 ? trouble : { errcode: 0, items: [] }));
    const { client, sleeps } = testClient(server);
    expect(await client.call(READ)).toMatchObject({ ok: true });
    expect(server.count(READ.path)).toBe(3);
    expect(sleeps).toHaveLength(2);
    expect(sleeps[1]).toBeGreaterThan(sleeps[0] ?? 0);
  });

  it('is given up after three more tries', async () => {
    server.on(READ.path, { errcode: -1, errmsg: 'system error' });
    expect(await testClient(server).client.call(READ)).toMatchObject({ ok: false, kind: 'retry', code: -1 });
    expect(server.count(READ.path)).toBe(4);
  });

  it('is tried again when nothing answers in time', async () => {
    server.on(READ.path, (_, nth) => (nth === 1 ? 'hang' : { items: [] }));
    expect(await testClient(server, { timeout: 200 }).client.call(READ)).toMatchObject({ ok: true });
  });

  it('is not tried again when that cannot help', async () => {
    const { client } = testClient(server);
    for (const errcode of [40058, 40096, 48002, 41063, 45009]) {
      server.on(READ.path, { errcode, errmsg: '' });
      const before = server.count(READ.path);
      await client.call(READ);
      expect(server.count(READ.path) - before).toBeLessThanOrEqual(1);
    }
  });
});

describe('what could double', () => {
  it.each([
    ['a socket closed after the request', 'close', 'network'],
    ['half an answer', 'half', 'network'],
    ['a gateway without its server', { http: 502 }, 'http_status'],
    ['an answer of somebody else', { http: 200, text: 'hello' }, 'not_json'],
    ['silence', 'hang', 'timeout'],
    ['busy', { errcode: -1, errmsg: 'system error' }, -1],
  ] as const)('is sent once and ends as uncertain after %s', async (_, trouble, code) => {
    server.on(WRITE.path, trouble);
    const { client } = testClient(server, { timeout: 200 });
    const outcome = await client.call(WRITE);
    expect(outcome).toMatchObject({ ok: false, kind: 'uncertain', code });
    expect(server.count(WRITE.path)).toBe(1);
  });

  it('is certainly not carried out when WeCom refuses it, turns it away or is not there', async () => {
    const { client } = testClient(server);
    const kinds = [];
    for (const answer of [
      { errcode: 45033, errmsg: '' },
      { errcode: 41048, errmsg: '' },
      { http: 404 },
      { http: 301 },
      { http: 429 },
    ]) {
      server.on(WRITE.path, answer);
      const outcome = await client.call(WRITE);
      kinds.push(outcome.ok || outcome.kind);
    }
    expect(kinds).toEqual(['slow_down', 'done', 'bug', 'config', 'slow_down']);
    expect(server.count(WRITE.path)).toBe(5);
    await server.close();
    // Until the client has noticed that its kept-alive connection is gone, it cannot know.
    await expect
      .poll(() => client.call(WRITE), { timeout: 10_000 })
      .toMatchObject({ ok: false, kind: 'retry', code: 'network', detail: 'ECONNREFUSED' });
    await server.open();
  });

  it('is uncertain when it is given up while under way, and not when it is given up before', async () => {
    server.on(WRITE.path, 'hang');
    const { client } = testClient(server);
    await client.call({ ...WRITE, path: 'warm-up' });
    const controller = new AbortController();
    const running = client.call(WRITE, {}, { signal: controller.signal });
    await expect.poll(() => server.count(WRITE.path), { timeout: 10_000 }).toBe(1);
    controller.abort();
    expect(await running).toMatchObject({ ok: false, kind: 'uncertain', code: 'aborted' });
    const late = await client.call(WRITE, {}, { signal: AbortSignal.abort() });
    expect(late).toMatchObject({ ok: false, kind: 'retry', code: 'aborted' });
    expect(server.count(WRITE.path)).toBe(1);
  });
});

describe('limits', () => {
  it('45009 stops that API for a minute, and no other', async () => {
    server.on(READ.path, (_, nth) => (nth === 1 ? { errcode: 45009, errmsg: 'freq' } : { items: [] }));
    server.on(WRITE.path, { msgid: 'm' });
    const { client, clock } = testClient(server);
    const retryAt = new Date('2026-06-03T12:01:00+08:00');
    expect(await client.call(READ)).toMatchObject({ kind: 'slow_down', code: 45009, retryAt });
    expect(await client.call(READ)).toMatchObject({ kind: 'slow_down', code: 'rate_limited', retryAt });
    expect(await client.call(WRITE)).toMatchObject({ ok: true });
    clock.advance(59_999);
    expect(await client.call(READ)).toMatchObject({ ok: false });
    expect(server.count(READ.path)).toBe(1);
    clock.advance(1);
    expect(await client.call(READ)).toMatchObject({ ok: true });
  });

  it('45033 halves the calls under way', async () => {
    let underWay = 0;
    let most = 0;
    server.on(READ.path, async (_, nth) => {
      underWay += 1;
      if (nth > 8) most = Math.max(most, underWay);
      await new Promise(resolve => setTimeout(resolve, 5));
      underWay -= 1;
      return nth <= 1 ? { errcode: 45033, errmsg: '' } : { items: [] };
    });
    const { client } = testClient(server);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => client.call(READ)));
    expect(outcomes.every(outcome => outcome.ok)).toBe(true);
    expect(most).toBeLessThanOrEqual(7);
    most = 0;
    await Promise.all(Array.from({ length: 40 }, () => client.call(READ)));
    expect(most).toBe(4);
  });
});

it('never lets a token or a secret into an error or a log', async () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _, next) {
      lines.push(String(chunk));
      next();
    },
  });
  const log = makeLogger('debug', stream as never);
  const outcomes: unknown[] = [];
  const echo = (asked: { query: object; body: object }) => ({
    errcode: 60020,
    errmsg: `ip not allowed: ${JSON.stringify(asked.query)} ${JSON.stringify(asked.body)} secret ${SECRET}`,
  });
  server.on(READ.path, echo).on(WRITE.path, 'close').on('user/list', 'half').on('user/get', { http: 500 });
  const { client } = testClient(server, { log, timeout: 200 });
  for (const path of [READ.path, WRITE.path, 'user/list', 'user/get', 'nowhere'])
    outcomes.push(await client.call({ ...WRITE, path }));
  server.on('gettoken', echo);
  outcomes.push(await testClient(server, { log }).client.call(READ));
  const broken = testClient(server, { log, baseUrl: 'http://127.0.0.1:1' });
  outcomes.push(await broken.client.call(READ));

  const written = JSON.stringify(outcomes) + lines.join('');
  expect(lines.length).toBeGreaterThanOrEqual(7);
  expect(written).toContain('ip not allowed');
  expect(written).not.toContain('token-1');
  expect(written).not.toContain(SECRET);
});
