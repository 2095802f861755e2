import { afterAll, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { syncWecom } from '../wecom/sync.ts';
import { accountRoutes } from './accounts.routes.ts';
import { createWecomAccount } from './accounts.ts';

const platform = await testPlatform();
const owner = testClient(platform, accountRoutes).as(await testMember(platform));
const accounts = async () =>
  ((await owner.get('/accounts')).body as { data: Record<string, unknown>[] }).data;
const corp = { kind: 'wecom', name: '小满面包房', corpId: 'ww_test', agentId: 1, secret: 'a-secret' };

test('a corp is connected, told its callback address, and what is secret never comes back', async () => {
  expect(await owner.post('/accounts', corp)).toMatchObject({ status: 201, body: { id: 'acc_1' } });
  const [account] = await accounts();
  expect(account).toMatchObject({
    name: '小满面包房',
    externalId: 'ww_test',
    agentId: 1,
    callbackUrl: '/api/v1/callbacks/wecom/acc_1',
    hasCallbackKeys: false,
    simulatorUrl: null,
    lastSync: { state: 'waiting' },
  });
  const keys = { callbackToken: 'Token1', callbackKey: 'k'.repeat(43) };
  expect(await owner.send('PATCH', '/accounts/acc_1', keys)).toMatchObject({ status: 200 });
  const shown = await accounts();
  expect(shown[0]).toMatchObject({ hasCallbackKeys: true });
  expect(JSON.stringify(shown)).not.toMatch(/a-secret|Token1|kkkk/);
  const { rows } = await platform.pool.query('select * from audit_log order by id');
  expect(rows.at(-1)).toMatchObject({
    action: 'account.changed',
    after: { secrets: ['callbackToken', 'callbackKey'] },
  });
  expect(JSON.stringify(rows)).not.toMatch(/a-secret|Token1|kkkk/);
});

test('the same corp twice is refused; a paused one is not synced', async () => {
  expect(await owner.post('/accounts', corp)).toMatchObject({
    status: 409,
    body: { code: 'account_already_connected' },
  });
  await owner.send('PATCH', '/accounts/acc_1', { status: 'paused' });
  expect(await owner.post('/accounts/acc_1/sync')).toMatchObject({ status: 404 });
  await owner.send('PATCH', '/accounts/acc_1', { status: 'active' });
  expect(await owner.post('/accounts/acc_1/sync')).toMatchObject({ status: 202 });
});

test('only those who look after channels may connect', async () => {
  const manager = owner.as(await testMember(platform, 'manager'));
  expect(await manager.get('/accounts')).toMatchObject({ status: 200 });
  expect(await manager.post('/accounts', corp)).toMatchObject({ status: 403 });
});

test('how the last comparison went is told in words, and the simulator’s page is named', async () => {
  const simulator = await startSimulator({ data: ':memory:', clock: platform.clock, seed: 1 });
  afterAll(() => simulator.stop());
  await new SimulatorAdmin(simulator.url).beginWorld({
    corps: [
      { corpid: 'ww_sim', apps: [{ agentid: 1, secret: 'right' }], members: [{ userid: 'ann', name: '安' }] },
    ],
  });
  const connect = (corpId: string, secret: string) =>
    platform.db
      .transaction()
      .execute(tx =>
        createWecomAccount(
          tx,
          platform,
          { name: 'test' },
          { name: corpId, corpId, secret, baseUrl: simulator.url },
        ),
      );
  await syncWecom(platform, await connect('ww_sim', 'right'));
  await expect(syncWecom(platform, await connect('ww_other', 'wrong'))).rejects.toThrow();
  const [, right, wrong] = await accounts();
  expect(right).toMatchObject({
    simulatorUrl: `${simulator.url}/simulator/`,
    lastSync: { state: 'done', members: 1, relations: 0 },
  });
  expect(wrong).toMatchObject({ lastSync: { state: 'failed' } });
  expect((wrong!.lastSync as { failure: string }).failure).toMatch(/[一-鿿]/);
});
