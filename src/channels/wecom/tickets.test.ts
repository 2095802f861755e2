import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { silentLogger } from '#platform/logger.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { ScriptedServer, SECRET, testClient } from './testing/scripted-server.ts';
import { makeTickets, signFor, signPage } from './tickets.ts';
import { postgresTokenStore } from './tokens.sql.ts';
import { memoryTokenStore, type TokenStore } from './tokens.ts';

const platform = await testPlatform();
await platform.db.insertInto('channelAccounts').values({ kind: 'wecom', name: 'one' }).execute();
const credentials = { accountId: 1, corpId: 'ww1', secret: SECRET };
const PAGE = { url: 'https://siyu.example/sidebar/?account=acc_1', nonceStr: 'n', timestamp: 1_780_000_000 };

let server: ScriptedServer;
beforeEach(async () => {
  server = await new ScriptedServer().open();
  server
    .on('get_jsapi_ticket', (_, nth) => ({ errcode: 0, ticket: `corp-${nth}`, expires_in: 7_200 }))
    .on('ticket/get', (_, nth) => ({ errcode: 0, ticket: `agent-${nth}`, expires_in: 7_200 }));
});
afterEach(() => server.close());

const tickets = (store: TokenStore = memoryTokenStore(), options = {}) => {
  const { client, clock } = testClient(server, { log: silentLogger, store, ...options });
  return { clock, tickets: makeTickets(client, credentials, store) };
};

describe('a page’s signature', () => {
  it('is that of the documentation (page 90506)', () => {
    const { signature } = signPage(
      'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      { nonceStr: 'Wm3WZYTPz0wzccnW', timestamp: 1_414_587_457, url: 'http://mp.weixin.qq.com?params=value' },
    );
    expect(signature).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
  });

  it('does not know what comes after #', () => {
    expect(signPage('t', { ...PAGE, url: `${PAGE.url}#in` })).toEqual(signPage('t', PAGE));
  });

  it('is made with the corp’s ticket for config and the app’s for agentConfig', async () => {
    const signed = await signFor(tickets().tickets, PAGE);
    expect(signed).toEqual({
      ok: true,
      data: { corp: signPage('corp-1', PAGE), agent: signPage('agent-1', PAGE) },
    });
    expect(server.asked.find(asked => asked.path === 'ticket/get')?.query).toMatchObject({
      type: 'agent_config',
    });
  });

  it('is none where WeCom gives no ticket, and says why', async () => {
    server.on('ticket/get', { errcode: 60020, errmsg: 'not allow to access from your ip' });
    expect(await signFor(tickets().tickets, PAGE)).toMatchObject({ ok: false, kind: 'config', code: 60020 });
  });
});

describe('tickets', () => {
  it.each([
    ['in memory', () => memoryTokenStore()],
    ['in PostgreSQL', () => postgresTokenStore(platform.db, platform.vault)],
  ])('shared %s are fetched once by all processes, and again before they end', async (_, makeStore) => {
    await platform.db.deleteFrom('channelTokens').execute();
    const store = makeStore();
    const processes = Array.from({ length: 8 }, () => tickets(store));
    const everybody = () => Promise.all(processes.map(one => signFor(one.tickets, PAGE)));
    expect((await everybody()).every(one => one.ok)).toBe(true);
    for (const one of processes) one.clock.advance(HOUR);
    await everybody();
    expect([server.count('get_jsapi_ticket'), server.count('ticket/get'), server.count('gettoken')]).toEqual([
      1, 1, 1,
    ]);
    for (const one of processes) one.clock.advance(HOUR - 4 * MINUTE);
    await everybody();
    expect([server.count('get_jsapi_ticket'), server.count('ticket/get')]).toEqual([2, 2]);
  });

  it('of another secret are others', async () => {
    const store = memoryTokenStore();
    const { client } = testClient(server, { store });
    await makeTickets(client, credentials, store).corp.current();
    await makeTickets(client, { ...credentials, secret: 'another' }, store).corp.current();
    expect(server.count('get_jsapi_ticket')).toBe(2);
  });
});
