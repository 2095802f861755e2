import { expect, test } from 'vitest';
import { z } from 'zod';
import { testClient } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { raw, read, write } from './route.ts';

const platform = await testPlatform();
const common = { summary: '', tag: '', may: 'public' } as const;
const params = z.object({ id: z.string() });
const returns = z.object({ said: z.string() });
let cancelled = 0;
const { app } = testClient(platform, [
  read({ ...common, path: '/things', name: 'a', returns, handle: async () => ({ said: 'list' }) }),
  read({
    ...common,
    path: '/things/{id}',
    name: 'b',
    params,
    returns,
    handle: async ({ params: { id } }) => ({ said: id }),
  }),
  write({
    ...common,
    method: 'put',
    path: '/things/{id}',
    name: 'c',
    params,
    returns,
    handle: async () => ({ said: 'put' }),
  }),
  write({
    ...common,
    method: 'post',
    path: '/things/all.xlsx',
    name: 'd',
    returns,
    handle: async () => ({ said: 'post' }),
  }),
  raw({
    ...common,
    method: 'get',
    path: '/stream',
    name: 'e',
    handle: async ({ http }) =>
      http.body(
        new ReadableStream({ pull: c => c.enqueue(new Uint8Array(9)), cancel: () => void cancelled++ }),
      ),
  }),
]);
const ask = async (method: string, path: string) => await app.request(`/api/v1${path}`, { method });

test('a method that an address does not take: 405, and which it takes', async () => {
  const answer = await ask('DELETE', '/things/7');
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, PUT, HEAD, OPTIONS']);
  expect(await answer.json()).toMatchObject({ code: 'method_not_allowed', status: 405 });
  expect((await ask('POST', '/things')).status).toBe(405);
  expect((await ask('PATCH', '/things/all.xlsx')).headers.get('allow')).toBe('GET, PUT, POST, HEAD, OPTIONS');
  expect((await ask('PROPFIND', '/things')).status).toBe(405);
});

test('an address nobody has is 404, as JSON, whatever the method', async () => {
  for (const path of [
    '/nothing',
    '/things/7/8',
    '/things/',
    '//things',
    '/things%00',
    '/../../etc/passwd',
    '/things/allxxlsx/',
  ])
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
      const answer = await ask(method, path);
      expect(answer.status, `${method} ${path}`).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
    }
});

test('OPTIONS tells the methods, and lets no other site in', async () => {
  const answer = await ask('OPTIONS', '/things');
  expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  expect([...answer.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([]);
});

test('HEAD is GET without the body, and leaves no stream open', async () => {
  const [head, get] = [await ask('HEAD', '/things'), await ask('GET', '/things')];
  expect([head.status, head.headers.get('content-type')]).toEqual([200, get.headers.get('content-type')]);
  expect(await head.text()).toBe('');
  expect((await ask('HEAD', '/stream')).status).toBe(200);
  expect(cancelled).toBe(1);
});

test('every answer carries what keeps a browser from guessing and framing', async () => {
  for (const path of ['/things', '/nothing']) {
    const { headers } = await ask('GET', path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('percent signs that encode nothing are text or a refusal, never a fault', async () => {
  for (const path of ['/things/%', '/things/%ZZ', '/things/%E0%A4%A', '/things?q=%', '/things/%ff'])
    expect((await ask('GET', path)).status, path).toBeLessThan(500);
});
