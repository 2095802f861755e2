import { describe, expect, test } from 'vitest';
import { type ApiNeeds, createApi, queryString } from './client.ts';
import { ApiProblem } from './problem.ts';
import { type Reach, ReachStore } from './reach.ts';

type Answer = Response | 'cut';

/** An api whose server answers from a list, with everything it did written down. */
function scripted(...answers: Answer[]) {
  const sent: { url: string; init: RequestInit }[] = [];
  const waits: number[] = [];
  const reaches: Reach[] = [];
  let signedOut = 0;
  let keys = 0;
  const needs: ApiNeeds = {
    fetch: async (url, init) => {
      sent.push({ url, init });
      const answer = answers.shift() ?? json({});
      if (answer === 'cut') throw new TypeError('Failed to fetch');
      return answer;
    },
    language: () => 'zh',
    newKey: () => `key-${++keys}`,
    wait: async milliseconds => {
      waits.push(milliseconds);
    },
    onSignedOut: () => {
      signedOut += 1;
    },
    onReach: (_, reach) => {
      if (reaches.at(-1) !== reach) reaches.push(reach);
    },
  };
  return { api: createApi(needs), sent, waits, reaches, signedOut: () => signedOut };
}

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

function problem(status: number, code: string, more: Record<string, unknown> = {}): Response {
  return json(
    { type: '/docs', title: '标题', detail: '说明', status, code, requestId: 'r1', ...more },
    status,
  );
}

const header = (call: { init: RequestInit } | undefined, name: string) =>
  new Headers(call?.init.headers).get(name);

describe('requests', () => {
  test('carry the language, and a read carries no key', async () => {
    const { api, sent } = scripted(json({ data: [] }));
    expect(await api.get('/customers', { tags: ['tag_1', 'tag_2'], q: '', page: 2 })).toEqual({ data: [] });
    expect(sent[0]?.url).toBe('/api/v1/customers?tags=tag_1,tag_2&page=2');
    expect(header(sent[0], 'x-siyu-language')).toBe('zh');
    expect(header(sent[0], 'idempotency-key')).toBeNull();
  });

  test('a write has a key of its own, or the one its action already has', async () => {
    const { api, sent } = scripted();
    await api.post('/tags', { name: '常客' });
    await api.post('/tags', { name: '常客' });
    await api.delete('/tags/tag_1', { key: 'mine' });
    expect(sent.map(call => header(call, 'idempotency-key'))).toEqual(['key-1', 'key-2', 'mine']);
    expect(sent[0]?.init.body).toBe('{"name":"常客"}');
  });
});

describe('when the server recovers', () => {
  test('503 is asked again after the time it names, with the same key, and says so meanwhile', async () => {
    const recovering = problem(503, 'unavailable');
    recovering.headers.set('retry-after', '3');
    const { api, sent, waits, reaches } = scripted(
      recovering,
      problem(503, 'unavailable'),
      json({ id: 'tag_1' }),
    );
    expect(await api.post('/tags', {})).toEqual({ id: 'tag_1' });
    expect(waits).toEqual([3_000, 2_000]);
    expect(new Set(sent.map(call => header(call, 'idempotency-key')))).toEqual(new Set(['key-1']));
    expect(reaches).toEqual(['recovering', 'fine']);
  });

  test('a cut line and a proxy’s 502 are asked again more and more slowly', async () => {
    const proxy = new Response('<html>Bad Gateway</html>', { status: 502 });
    const { api, waits, reaches } = scripted('cut', proxy, 'cut', json(1));
    expect(await api.get('/x')).toBe(1);
    expect(waits).toEqual([500, 1_000, 2_000]);
    expect(reaches).toEqual(['unreachable', 'fine']);
  });

  test('a first try that still runs on the server is waited for quietly', async () => {
    const { api, waits, reaches } = scripted(problem(409, 'idempotency_key_in_use'), json('done'));
    expect(await api.post('/send')).toBe('done');
    expect(waits).toEqual([1_000]);
    expect(reaches).toEqual(['fine']);
  });

  test('patience ends, and the problem is told', async () => {
    const { api, sent } = scripted(...Array.from({ length: 60 }, (): Answer => 'cut'));
    await expect(api.get('/x')).rejects.toMatchObject({ body: { code: 'unreachable', instance: '/x' } });
    expect(sent).toHaveLength(40);
  });
});

describe('problems', () => {
  test('keep the server’s words, and put faults beside form fields', async () => {
    const errors = [
      { path: 'body.name', code: 'too_small', message: '不能为空' },
      { path: 'body.address.city', code: 'custom', message: '没有这个城市' },
      { path: 'body.name', code: 'custom', message: '重名' },
    ];
    const { api } = scripted(problem(400, 'invalid_request', { errors }));
    const failure: unknown = await api.post('/tags', {}).catch(error => error);
    expect(failure).toBeInstanceOf(ApiProblem);
    expect(failure).toMatchObject({ status: 400, code: 'invalid_request', message: '标题' });
    expect(failure instanceof ApiProblem && failure.fields()).toEqual([
      { name: ['name'], errors: ['不能为空', '重名'] },
      { name: ['address', 'city'], errors: ['没有这个城市'] },
    ]);
  });

  test('an answer that is not ours is told as such, and not asked again', async () => {
    const page = new Response('<html>', { status: 404, headers: { 'x-request-id': 'r9' } });
    const { api, sent } = scripted(page);
    await expect(api.get('/x')).rejects.toMatchObject({
      body: { code: 'not_ours', status: 404, requestId: 'r9' },
    });
    expect(sent).toHaveLength(1);
  });

  test('401 ends the session, except where it answers whether there is one', async () => {
    const { api, signedOut } = scripted(problem(401, 'sign_in_first'), problem(401, 'sign_in_first'));
    await api.get('/session').catch(() => undefined);
    expect(signedOut()).toBe(0);
    await api.get('/customers').catch(() => undefined);
    expect(signedOut()).toBe(1);
  });

  test('an aborted request is no problem', async () => {
    const stop = new AbortController();
    stop.abort(new Error('left the page'));
    const { api, waits } = scripted('cut');
    await expect(api.get('/x', {}, { signal: stop.signal })).rejects.toThrow('Failed to fetch');
    expect(waits).toEqual([]);
  });
});

test('query strings leave out what says nothing and keep commas readable', () => {
  expect(queryString({ q: '王 & 李', none: undefined, empty: [], on: false })).toBe(
    '?q=%E7%8E%8B%20%26%20%E6%9D%8E&on=false',
  );
});

test('reach is as bad as the worst request, and fine when none struggles', () => {
  const store = new ReachStore();
  const seen: Reach[] = [];
  store.subscribe(() => seen.push(store.state()));
  const [one, two] = [Symbol(), Symbol()];
  store.report(one, 'recovering');
  store.report(two, 'unreachable');
  store.report(two, 'unreachable');
  store.report(two, 'fine');
  store.report(one, 'fine');
  expect(seen).toEqual(['recovering', 'unreachable', 'recovering', 'fine']);
});
