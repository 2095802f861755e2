import { expect, test } from 'vitest';
import { z } from 'zod';
import { testClient } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { raw } from './route.ts';

const platform = await testPlatform();
const described = { method: 'post', summary: '', tag: '', may: 'public' } as const;
const echo = raw({
  ...described,
  path: '/echo',
  name: 'echo',
  body: z.unknown(),
  handle: async ({ body, http }) => http.json({ body } as never),
});
const callback = raw({
  ...described,
  path: '/callback',
  name: 'callback',
  handle: async ({ http }) => http.json({ length: (await http.req.text()).length }),
});
const { app } = testClient(platform, [echo, callback]);

const MB = 2 ** 20;
async function post(body: BodyInit, headers: Record<string, string> = JSON_TYPE, path = '/echo') {
  const answer = await app.request(`/api/v1${path}`, {
    method: 'POST',
    headers,
    body,
    duplex: 'half',
  } as RequestInit);
  return {
    status: answer.status,
    body: (await answer.json()) as { code?: string; body?: unknown; detail?: string },
  };
}
const JSON_TYPE = { 'content-type': 'application/json' };
const bytes = (text: string) => Buffer.from(text, 'latin1');
const text = (length: number) => `"${'a'.repeat(length - 2)}"`;
const stream = (parts: string[]) => new Blob(parts).stream();

test('2 MB to the byte are taken, one more is not, whether or not the length is told', async () => {
  expect((await post(text(2 * MB))).status).toBe(200);
  for (const body of [text(2 * MB + 1), stream(['"', 'a'.repeat(2 * MB), '"'])])
    expect(await post(body)).toMatchObject({ status: 413, body: { code: 'too_large' } });
  const english = { ...JSON_TYPE, 'accept-language': 'en-GB' };
  expect((await post(text(3 * MB), english)).body.detail).toBe('The body may have at most 2 MB.');
});

test('a public route without a JSON body has the limit too: nobody unknown may fill the memory', async () => {
  expect((await post('x'.repeat(MB), {}, '/callback')).status).toBe(200);
  expect((await post('x'.repeat(3 * MB), {}, '/callback')).status).toBe(413);
});

test('a body must say that it is JSON; none at all is {}', async () => {
  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/merge-patch+json',
  ])
    expect(await post('[1]', { 'content-type': type }), type).toEqual({ status: 200, body: { body: [1] } });
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'text/json',
    'application/jsonp',
    'application/xml',
  ])
    expect(await post('[1]', { 'content-type': type }), type).toMatchObject({
      status: 415,
      body: { code: 'not_declared_json' },
    });
  expect(await post('', { 'content-type': 'text/plain' })).toEqual({ status: 200, body: { body: {} } });
});

test('what is broken is refused: half a JSON, a comment, bytes that are no UTF-8', async () => {
  const broken = [
    '{',
    '[1,]',
    '{a:1}',
    "{'a':1}",
    '// x\n1',
    'NaN',
    '[1] [2]',
    '\u00a0',
    'undefined',
    '"\u0001"',
  ];
  for (const body of broken)
    expect(await post(body), body).toMatchObject({ status: 400, body: { code: 'not_json' } });
  for (const body of [
    '"\xff"',
    '"\xc0\x80"',
    '"\xed\xa0\x80"',
    '"\xf4\x90\x80\x80"',
    '\xff\xfe"\x00',
    '\xef\xbb\xbf',
  ])
    expect((await post(bytes(body))).status, body).toBe(400);
});

test('64 levels are taken, more are refused before anything recurses over them', async () => {
  const nested = (depth: number, [open, close]: [string, string]) => open.repeat(depth) + close.repeat(depth);
  expect((await post(nested(64, ['[', ']']))).status).toBe(200);
  expect((await post(`${'{"a":'.repeat(64)}1${'}'.repeat(64)}`)).status).toBe(200);
  for (const depth of [65, 1_000, 100_000, MB])
    expect(await post(nested(depth, ['[', ']']))).toMatchObject({ status: 400, body: { code: 'too_deep' } });
  expect(await post(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toMatchObject({ status: 400 });
  expect((await post(`"${'['.repeat(1_000)}"`)).status).toBe(200);
});

test('a key named __proto__ changes nobody’s prototype', async () => {
  await post('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
