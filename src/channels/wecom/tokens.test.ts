import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { makeVault } from '#platform/vault/vault.ts';
import type { Endpoint } from './endpoint.ts';
import { ScriptedServer, SECRET, testClient } from './testing/scripted-server.ts';
import { postgresTokenStore } from './tokens.sql.ts';
import { memoryTokenStore, type TokenStore, tokenKeyOf } from './tokens.ts';

const platform = await testPlatform();
await platform.db
  .insertInto('channelAccounts')
  .values(['one', 'another'].map(name => ({ kind: 'wecom', name })))
  .execute();

const READ: Endpoint<{ items: string[] }> = {
  path: 'read',
  method: 'GET',
  effect: 'repeatable',
  answer: z.object({ items: z.array(z.string()) }),
};
const ONCE: Endpoint<{ items: string[] }> = { ...READ, path: 'once', method: 'POST', effect: 'once' };

let server: ScriptedServer;
/** The token WeCom takes now; every other has expired. */
let valid: string;
beforeEach(async () => {
  valid = 'token-1';
  await platform.db.deleteFrom('channelTokens').execute();
  const answer = (asked: { query: Record<string, string> }) =>
    asked.query.access_token === valid ? { items: [] } : { errcode: 42001, errmsg: 'expired' };
  server = await new ScriptedServer().open();
  server.on(READ.path, answer).on(ONCE.path, answer);
});
afterEach(() => server.close());

const many = (count: number, call: () => Promise<{ ok: boolean }>) =>
  Promise.all(Array.from({ length: count }, call));

describe('one token', () => {
  it('is fetched once for 50 calls at once', async () => {
    const { client } = testClient(server);
    const outcomes = await many(50, () => client.call(READ));
    expect(outcomes.every(outcome => outcome.ok)).toBe(true);
    expect(server.count('gettoken')).toBe(1);
    expect(server.asked[0]?.query).toEqual({ corpid: 'ww1', corpsecret: SECRET });
  });

  it('is renewed once when 50 calls at once find it expired', async () => {
    const { client } = testClient(server);
    await client.call(READ);
    valid = 'token-2';
    const outcomes = await many(50, () => client.call(READ));
    expect(outcomes.every(outcome => outcome.ok)).toBe(true);
    expect(server.count('gettoken')).toBe(2);
  });

  it('is renewed before a call that could double, which is safe: the token is looked at first', async () => {
    const { client } = testClient(server);
    await client.call(READ);
    valid = 'token-2';
    expect(await client.call(ONCE)).toMatchObject({ ok: true });
    expect(server.count(ONCE.path)).toBe(2);
  });

  it('is renewed exactly once per call when WeCom takes none', async () => {
    const { client } = testClient(server);
    valid = 'none';
    expect(await client.call(READ)).toMatchObject({ ok: false, kind: 'refresh_token', code: 42001 });
    expect(server.count(READ.path)).toBe(2);
    expect(server.count('gettoken')).toBe(2);
  });

  it('is refreshed five minutes before it expires', async () => {
    const { client, clock } = testClient(server);
    await client.call(READ);
    clock.advance(2 * HOUR - 5 * MINUTE - 1);
    await client.call(READ);
    expect(server.count('gettoken')).toBe(1);
    clock.advance(1);
    valid = 'token-2';
    await client.call(READ);
    expect(server.count('gettoken')).toBe(2);
  });

  it('still serves while its refresh fails', async () => {
    const { client, clock } = testClient(server);
    await client.call(READ);
    clock.advance(2 * HOUR - MINUTE);
    server.on('gettoken', { http: 502 });
    expect(await client.call(READ)).toMatchObject({ ok: true });
    clock.advance(MINUTE);
    expect(await client.call(READ)).toMatchObject({ ok: false, kind: 'retry', code: 'http_status' });
  });

  it('that gettoken repeats with little time left is not fetched by every call', async () => {
    const { client, clock } = testClient(server);
    server.on('gettoken', { access_token: 'token-1', expires_in: 200 });
    for (let second = 0; second < 99; second += 1) {
      await client.call(READ);
      clock.advance(SECOND);
    }
    expect(server.count('gettoken')).toBe(1);
  });

  it('that gettoken repeats although it is refused is asked for again after ten seconds, not by every call', async () => {
    const { client, clock } = testClient(server);
    server.on('gettoken', { access_token: 'token-1', expires_in: 7200 });
    valid = 'none';
    await client.call(READ);
    expect(server.count('gettoken')).toBe(2);
    for (let round = 0; round < 20; round += 1)
      expect(await client.call(READ)).toMatchObject({ kind: 'refresh_token' });
    expect(server.count('gettoken')).toBe(2);
    clock.advance(10 * SECOND);
    valid = 'token-9';
    server.on('gettoken', { access_token: 'token-9', expires_in: 7200 });
    expect(await client.call(READ)).toMatchObject({ ok: true });
  });
});

describe('a refused secret', () => {
  it.each([40001, 40013, 45009])(
    '(%i) is tried once an hour, because WeCom bans the address',
    async errcode => {
      const { client, clock } = testClient(server);
      server.on('gettoken', { errcode, errmsg: 'invalid credential' });
      const outcomes = await many(30, () => client.call(READ));
      expect(outcomes.every(outcome => !outcome.ok)).toBe(true);
      for (let round = 0; round < 30; round += 1) await client.call(READ);
      expect(await client.call(READ)).toMatchObject({
        code: errcode,
        retryAt: new Date('2026-06-03T13:00:00+08:00'),
      });
      expect(server.count('gettoken')).toBe(1);
      clock.advance(HOUR);
      await client.call(READ);
      expect(server.count('gettoken')).toBe(2);
      expect(server.count(READ.path)).toBe(0);
    },
  );

  it('on a call does not fetch another token', async () => {
    server.on(READ.path, { errcode: 40001, errmsg: 'invalid credential' });
    expect(await testClient(server).client.call(READ)).toMatchObject({ kind: 'config', code: 40001 });
    expect(server.count(READ.path)).toBe(1);
    expect(server.count('gettoken')).toBe(1);
  });
});

describe.each([
  ['in memory', () => memoryTokenStore()],
  ['in PostgreSQL', () => postgresTokenStore(platform.db, platform.vault)],
])('processes that share a store %s', (_, makeStore) => {
  const stores = (store: TokenStore, count: number) =>
    Array.from({ length: count }, () => testClient(server, { store }).client);

  it('fetch one token and renew one', async () => {
    const clients = stores(makeStore(), 12);
    const everyone = () =>
      Promise.all(clients.flatMap(client => Array.from({ length: 5 }, () => client.call(READ))));
    expect((await everyone()).every(outcome => outcome.ok)).toBe(true);
    expect(server.count('gettoken')).toBe(1);
    valid = 'token-2';
    expect((await everyone()).every(outcome => outcome.ok)).toBe(true);
    expect(server.count('gettoken')).toBe(2);
  });

  it('with different secrets have different tokens', async () => {
    const store = makeStore();
    const credentials = { accountId: 1, corpId: 'ww1', secret: 'another' };
    await testClient(server, { store }).client.call(READ);
    valid = 'token-2';
    expect(await testClient(server, { store, credentials }).client.call(READ)).toMatchObject({ ok: true });
    expect(server.count('gettoken')).toBe(2);
  });

  it('let the next one try when one failed', async () => {
    const store = makeStore();
    server.on('gettoken', (_asked, nth) =>
      nth === 1 ? { errcode: 40013 } : { access_token: 'token-1', expires_in: 7200 },
    );
    const [first, second] = stores(store, 2);
    expect(await first?.call(READ)).toMatchObject({ ok: false, code: 40013 });
    expect(await second?.call(READ)).toMatchObject({ ok: true });
  });
});

describe('in PostgreSQL', () => {
  it('a token is sealed, for its place and with the master key', async () => {
    const store = postgresTokenStore(platform.db, platform.vault);
    const key = tokenKeyOf({ accountId: 1, corpId: 'ww1', secret: SECRET });
    const now = platform.clock.now();
    const token = { token: 'very-secret', refreshAt: now, expiresAt: now };
    await store.put(key, token);
    expect(await store.get(key)).toEqual(token);
    await store.put(key, { ...token, token: 'other' });
    expect((await store.get(key))?.token).toBe('other');

    const rows = await platform.db.selectFrom('channelTokens').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
    expect(rows[0]?.tokenSealed.toString('latin1')).not.toContain('other');
    const move = (accountId: number) => platform.db.updateTable('channelTokens').set({ accountId }).execute();
    await move(2);
    expect(await store.get({ ...key, accountId: 2 })).toBeUndefined();
    await move(1);
    expect(await postgresTokenStore(platform.db, makeVault('43'.repeat(32))).get(key)).toBeUndefined();
  });

  it('the token of a secret that is no longer used goes a day after its end', async () => {
    const store = postgresTokenStore(platform.db, platform.vault);
    const keyOf = (secret: string) => tokenKeyOf({ accountId: 2, corpId: 'ww1', secret });
    const put = (secret: string, expiresAt: string) =>
      store.put(keyOf(secret), {
        token: secret,
        refreshAt: new Date(expiresAt),
        expiresAt: new Date(expiresAt),
      });
    await put('old', '2026-06-01T12:00:00Z');
    await put('new', '2026-06-02T12:00:00Z');
    expect(await store.get(keyOf('old'))).toBeDefined();
    await put('new', '2026-06-02T12:00:01Z');
    expect(await store.get(keyOf('old'))).toBeUndefined();
    expect(await store.get(keyOf('new'))).toBeDefined();
  });
});
