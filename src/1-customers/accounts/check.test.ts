import { afterAll, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { listen, makeServerApp } from '../../server.ts';
import { customers } from '../index.ts';
import { createWecomAccount } from './accounts.ts';

const platform = await testPlatform();
const simulator = await startSimulator({ data: ':memory:', clock: platform.clock, seed: 1 });
const admin = new SimulatorAdmin(simulator.url);
const app = makeServerApp(platform, [customers], { stopping: false });
const { server, port } = await listen(app, '127.0.0.1', 0);
afterAll(async () => {
  server.close();
  await simulator.stop();
});
const client = testClient(platform, customers.routes).as(await testMember(platform));
const KEYS = { token: 'QDG6eK', encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' };

const ann = { userid: 'ann', name: '安' };
await admin.beginWorld({
  seed: 1,
  corps: [
    { corpid: 'ww_ready', apps: [{ agentid: 1, secret: 'right' }], members: [ann] },
    { corpid: 'ww_far', apps: [{ agentid: 1, secret: 'right', trusted_ips: ['10.9.8.7'] }], members: [ann] },
    {
      corpid: 'ww_blind',
      apps: [{ agentid: 1, secret: 'right', visible: { departments: [], members: [] } }],
      members: [{ ...ann, customer_contact: false }],
    },
  ],
} as never);

async function connect(corpId: string, secret = 'right'): Promise<number> {
  const account = { name: corpId, corpId, agentId: 1, secret, baseUrl: simulator.url };
  const keys = { callbackToken: KEYS.token, callbackKey: KEYS.encodingAesKey };
  return await platform.db
    .transaction()
    .execute(tx => createWecomAccount(tx, platform, { name: 'test' }, { ...account, ...keys }));
}

async function check(id: number): Promise<Record<string, string>> {
  const { status, body } = await client.get(`/accounts/acc_${id}/check`);
  expect(status).toBe(200);
  const { steps } = body as { steps: { step: string; state: string; message: string }[] };
  return Object.fromEntries(steps.map(({ step, state, message }) => [step, `${state}: ${message}`]));
}

test('a corp that is ready says so at each step; the callback turns green once the platform has verified it', async () => {
  const id = await connect('ww_ready');
  expect(await check(id)).toMatchObject({
    network: expect.stringMatching(/^ok/),
    keys: expect.stringMatching(/^ok/),
    address: expect.stringMatching(/^ok/),
    range: 'ok: 可见范围内有 1 位成员。',
    contact: expect.stringMatching(/^ok: 1 位成员/),
    callback: expect.stringMatching(/^waiting/),
  });
  const url = `http://127.0.0.1:${port}/api/v1/callbacks/wecom/acc_${id}`;
  await admin.setCallback('ww_ready', 1, { url, ...KEYS });
  expect((await check(id)).callback).toMatch(/^ok: 回调地址已通过/);
});

test('a wrong secret fails the first step, and the others wait for it', async () => {
  expect(await check(await connect('ww_ready2', 'wrong'))).toMatchObject({
    keys: expect.stringMatching(/^failed: .*(企业 ID|Secret)/),
    address: expect.stringMatching(/^waiting/),
    range: expect.stringMatching(/^waiting/),
  });
});

test('where WeCom cannot be reached, or is busy, nothing is said of the keys', async () => {
  const id = await connect('ww_ready3');
  await admin.addFault({ kind: 'errcode', path: '*', errcode: -1 });
  expect(await check(id)).toMatchObject({
    network: expect.stringMatching(/^failed: .*系统繁忙/),
    keys: expect.stringMatching(/^waiting/),
  });
  await admin.clearFaults();
});

test('an address that is not trusted is named as WeCom sees it', async () => {
  const steps = await check(await connect('ww_far'));
  expect(steps.keys).toMatch(/^ok/);
  expect(steps.address).toMatch(/^failed: .*127\.0\.0\.1/);
});

test('nobody visible, and no customer contact, are said with where to change it', async () => {
  const steps = await check(await connect('ww_blind'));
  expect(steps.range).toMatch(/^failed: .*可见范围/);
  expect(steps.contact).toMatch(/^failed: .*客户联系/);
});
