import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildApp } from '#platform/http/app.ts';
import { sharedData } from '#platform/testing/shared-data.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { routes, writes } from './calls/calls.ts';

/** JSONTestSuite as bodies: what is no JSON is refused as such, what is JSON never, and nothing of it breaks anything. */
const platform = await testPlatform();
const logged: string[] = [];
const note = (entry: unknown, words: string) => logged.push(`${words} ${JSON.stringify(entry)}`);
const app = buildApp({ ...platform, log: { ...platform.log, warn: note, error: note } as never }, routes);
const { token } = await testMember(platform);

async function post(path: string, body: Uint8Array, method = 'POST') {
  const headers = { cookie: `siyu_session=${token}`, 'content-type': 'application/json' };
  const answer = await app.request(`/api/v1${path}`, { method, headers, body: body as BodyInit });
  const { code } = (await answer.json()) as { code?: string };
  expect(answer.status, `${path} ${code}`).toBeLessThan(500);
  return { status: answer.status, code };
}

const folder = sharedData('hostile/json');
const files = (name: string) =>
  folder
    ? readdirSync(join(folder, name)).map(file => [file, readFileSync(join(folder, name, file))] as const)
    : [];
const suite = [...files('test_parsing'), ...files('test_transform')];
/** One of each kind: a change in a transaction, one that opens its own, one without a session, one with any keys, a tree. */
const PATHS = ['/tags', '/broadcasts/preview', '/session', '/views', '/segments'];

describe.skipIf(!folder)(`${suite.length} files as bodies`, () => {
  test.each(PATHS)('%s', async path => {
    for (const [file, bytes] of suite) {
      const { status, code } = await post(path, bytes);
      if (file.startsWith('n_')) {
        expect(status, file).toBe(400);
        // Nothing at all is {}, and {} is not enough.
        expect(code, file).toBe(bytes.length === 0 ? 'invalid_request' : 'not_json');
      }
      if (file.startsWith('y_')) expect(code, file).not.toBe('not_json');
    }
  });

  test('inside a body, where any text is taken as a key and as a value', async () => {
    for (const [file, bytes] of suite.filter(([name]) => !name.startsWith('n_'))) {
      const body = Buffer.concat([
        Buffer.from('{"list":"customers","name":"x","query":'),
        bytes,
        Buffer.from('}'),
      ]);
      expect([201, 400], file).toContain((await post('/views', body)).status);
    }
  });

  test(`every route reads its body with the same eyes`, async () => {
    const [, broken] = suite.find(([file]) => file === 'n_array_extra_comma.json') ?? [];
    for (const { path, method } of writes.filter(route => route.body)) {
      const answer = await post(
        path.replace(/\{\w+\}/g, 'x_1'),
        broken ?? new Uint8Array(),
        method.toUpperCase(),
      );
      expect(answer, path).toEqual({ status: 400, code: 'not_json' });
    }
  });

  test('nothing broke, and nothing had to be refused by the database', () => {
    expect(logged).toEqual([]);
  });
});
