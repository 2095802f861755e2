import { afterAll, expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { userMapping } from '../imports/formats/mapping.ts';
import { importPath } from '../imports/import-path.ts';
import { runStep, startStep } from '../imports/imports.ts';
import { temporaryFiles } from '../imports/testing/test-files.ts';
import { buildSender } from '../intake/testing/sender.ts';
import { compareStores } from '../projection/rebuild.ts';
import { buildAccount, buildCustomer, buildMember } from '../testing/factories.ts';
import { project, readToEnd } from '../testing/project.ts';
import { identityRoutes } from './identities.routes.ts';
import { matchingReader } from './suggestions/matching.ts';

const platform = await testPlatform();
const { db } = platform;
const files = temporaryFiles();
afterAll(() => files.remove());
const client = testClient(platform, identityRoutes);
const owner = client.as(await testMember(platform));

let file = 0;
/** A file of orders: number, buyer (may be empty), amount. */
async function shopFile(...rows: [string, string, number][]) {
  const lines = rows.map(([no, buyer, price]) => `${no},2026-05-05 10:00:00,${buyer},月饼,1,${price}`);
  const path = files.write(`orders${++file}.csv`, ['no,at,who,what,count,price', ...lines].join('\n'));
  const fields = ['orderNo', 'orderedAt', 'buyer', 'itemName', 'quantity', 'price'] as const;
  const mapping = userMapping.parse({ columns: fields.map((field, at) => ({ field, column: at + 1 })) });
  return await importPath(platform, {
    path,
    choice: { shop: { name: '淘宝店' }, mapping, headerRow: 1 },
    actor: SYSTEM,
  });
}
const order = async (orderNo: string) =>
  await db
    .selectFrom('orders')
    .select(['customerId', 'match'])
    .where('orderNo', '=', orderNo)
    .executeTakeFirst();
type Binding = {
  id: string;
  state: string;
  orderNo: string;
  claimedBy: string | null;
  claimedName: string | null;
};
const bindings = async (customerId: number) =>
  ((await owner.get(`/customers/cus_${customerId}/order-bindings`)).body as { data: Binding[] }).data;
const bind = (customerId: number, orderNo: string) =>
  owner.post(`/customers/cus_${customerId}/order-bindings`, { orderNo });
const decide = (id: string, decision: 'confirm' | 'undo') =>
  owner.post(`/order-bindings/${id}/decide`, { decision, reason: '客户说的' });

test('an order of nobody becomes the customer’s, and is nobody’s again when it is taken back', async () => {
  await shopFile(['T1001', '', 10]);
  expect(await order('T1001')).toEqual({ customerId: null, match: 'none' });
  const who = await buildCustomer(platform, { name: '收件人' });
  expect((await bind(who, ' T1001 ')).status).toBe(201);
  expect(await order('T1001')).toEqual({ customerId: who, match: 'order_no' });
  const [told] = await bindings(who);
  expect(told).toMatchObject({ state: 'bound', orderNo: 'T1001' });
  expect((await bind(who, 'T1001')).body).toMatchObject({ code: 'order_told_before' });
  await decide(told!.id, 'undo');
  expect(await order('T1001')).toEqual({ customerId: null, match: 'none' });
  expect(await bindings(who)).toEqual([]);
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
});

test('a number waits for its order; taking the file back lets it wait again', async () => {
  const who = await buildCustomer(platform, { name: '等订单' });
  await bind(who, 'T2001');
  expect(await bindings(who)).toMatchObject([{ state: 'waiting' }]);
  const { importId } = await shopFile(['T2001', '', 20], ['T2002', '', 20]);
  expect(await order('T2001')).toEqual({ customerId: who, match: 'order_no' });
  expect((await order('T2002'))?.customerId).toBe(null);
  expect(await bindings(who)).toMatchObject([{ state: 'bound' }]);
  await db.transaction().execute(tx => startStep(tx, platform.clock, SYSTEM, importId, 'undo'));
  await runStep(platform, importId);
  expect(await bindings(who)).toMatchObject([{ state: 'waiting' }]);
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
});

test('an order that is somebody else’s stays there: both say so, and their being one person is suggested', async () => {
  await shopFile(['T3001', 'buyer-3', 30]);
  const before = await order('T3001');
  const who = await buildCustomer(platform, { name: '说是我的' });
  await bind(who, 'T3001');
  expect(await order('T3001')).toEqual(before);
  expect(await bindings(who)).toMatchObject([{ state: 'conflict', claimedBy: `cus_${before?.customerId}` }]);
  await readToEnd(platform, matchingReader(platform));
  const { body } = await owner.get(`/merge-suggestions?customer=cus_${who}`);
  expect(body).toMatchObject({
    total: 1,
    data: [{ confidence: 90, reasons: [{ kind: 'order_told', shown: 'T3001' }] }],
  });
  const stranger = client.as(await testMember(platform, 'staff', 'own'));
  expect((await stranger.get(`/customers/cus_${who}/order-bindings`)).status).toBe(404);
});

test('whose it is stays hidden from who may not see them', async () => {
  const member = await testMember(platform, 'staff', 'own');
  const accountId = await buildAccount(platform);
  await shopFile(['T3501', 'buyer-35', 35]);
  const who = await buildCustomer(platform, {
    name: '我的客户',
    followedBy: { accountId, memberId: member.id },
  });
  const { body } = await client.as(member).post(`/customers/cus_${who}/order-bindings`, { orderNo: 'T3501' });
  expect(body).toMatchObject({ data: [{ state: 'conflict', claimedBy: null, claimedName: null }] });
});

test('a later file that gives the order to a buyer does not move it; taken back it goes to that buyer', async () => {
  await shopFile(['T4001', '', 40]);
  const who = await buildCustomer(platform, { name: '先说的人' });
  await bind(who, 'T4001');
  await shopFile(['T4001', 'buyer-4', 40]);
  expect(await order('T4001')).toEqual({ customerId: who, match: 'order_no' });
  const [told] = await bindings(who);
  expect(told?.state).toBe('conflict');
  const again = await shopFile(['T4001', 'buyer-4', 40], ['T4002', '', 1]);
  expect(again.result.orders).toMatchObject({ changed: 0, added: 1 });
  await decide(told!.id, 'undo');
  const buyer = await db
    .selectFrom('identities')
    .select('customerId')
    .where('key', '=', 'buyer-4')
    .executeTakeFirstOrThrow();
  expect(await order('T4001')).toEqual({ customerId: buyer.customerId, match: 'buyer' });
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
});

test('two customers name the same order: the first has it, the second is a conflict', async () => {
  await shopFile(['T5001', '', 50]);
  const [first, second] = [
    await buildCustomer(platform, { name: '第一' }),
    await buildCustomer(platform, { name: '第二' }),
  ];
  await bind(first, 'T5001');
  await bind(second, 'T5001');
  expect(await order('T5001')).toMatchObject({ customerId: first });
  expect((await bindings(second))[0]).toMatchObject({ state: 'conflict', claimedName: '第一' });
  await decide((await bindings(first))[0]!.id, 'undo');
  expect(await order('T5001'), 'then it is the second one’s').toMatchObject({ customerId: second });
});

test.each(['browser', 'server'] as const)(
  'what a %s tells binds nothing until a member says so',
  async kind => {
    const sender = await buildSender(platform, kind);
    const no = `T60-${kind}`;
    await shopFile([no, '', 60]);
    const tell = (messageId: string) =>
      sender.send('track', {
        messageId,
        event: 'Order Told',
        anonymousId: `v-${kind}`,
        properties: { order_no: no },
      });
    expect((await tell('one')).status).toBe(200);
    expect((await tell('two')).status).toBe(200);
    expect((await order(no))?.customerId).toBe(null);
    const { customerId } = await db
      .selectFrom('identities')
      .select('customerId')
      .where('key', '=', `v-${kind}`)
      .executeTakeFirstOrThrow();
    const told = await bindings(customerId);
    expect(told).toMatchObject([{ state: 'suggested' }]);
    await decide(told[0]!.id, 'confirm');
    expect(await order(no)).toEqual({ customerId, match: 'order_no' });
  },
);

test('a browser’s key can merge nobody, whatever it says', async () => {
  const server = await buildSender(platform);
  const browser = await buildSender(platform, 'browser', server.accountId);
  await server.batch(
    { type: 'identify', userId: 'u1', traits: { phone: '13511112222', name: '甲' } },
    { type: 'identify', userId: 'u2', traits: { name: '乙' } },
    { type: 'track', event: 'seen', anonymousId: 'visitor-1' },
  );
  const count = async () => ({
    merges: (await db.selectFrom('merges').select('id').execute()).length,
    persons: (await db.selectFrom('customers').select('personId').distinct().execute()).length,
    phones: (await db.selectFrom('identities').select('id').where('kind', '=', 'phone').execute()).length,
  });
  const before = await count();
  await browser.batch(
    {
      type: 'identify',
      userId: 'u1',
      anonymousId: 'visitor-1',
      traits: { phone: '13511112222', unionid: 'x', name: '乙' },
    },
    { type: 'identify', userId: 'u2', anonymousId: 'visitor-1', traits: { phone: '13511112222' } },
    { type: 'alias', userId: 'u1', previousId: 'visitor-1' },
    {
      type: 'track',
      event: 'Order Told',
      userId: 'u2',
      anonymousId: 'visitor-1',
      properties: { order_no: 'T1001' },
    },
  );
  await readToEnd(platform, matchingReader(platform));
  expect(await count()).toEqual(before);
  await buildMember(platform);
});
