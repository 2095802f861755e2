import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { removeTraces } from '../rights/traces.ts';
import { hookRoutes } from './hooks.routes.ts';
import { buildHook } from './testing/send.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = testClient(platform, hookRoutes).as(await testMember(platform));

let made = 0;
const order = (more: object = {}) => ({
  orderNo: `E${++made}`,
  status: 'paid',
  orderedAt: '2026-06-01 10:00:00',
  paid: '99.90',
  freight: 0,
  buyer: { id: 'b1', name: '林小雨', phone: '13800001111' },
  items: [
    { sku: 'K1', name: '面霜', quantity: 1, price: 59.9 },
    { sku: 'K2', name: '唇膏', quantity: 2, price: '20' },
  ],
  ...more,
});
const delivery = (...orders: object[]) => ({ id: `d${++made}`, orders });
const orderRow = async (orderNo: string) =>
  await db.selectFrom('orders').selectAll().where('orderNo', '=', orderNo).executeTakeFirst();
const states = async (hookId: number) =>
  (
    await db
      .selectFrom('hookDeliveries')
      .select(['id', 'state', 'body', 'orders', 'refunds', 'faults'])
      .where('hookId', '=', hookId)
      .orderBy('id')
      .execute()
  ).map(row => ({ ...row, body: row.body !== null }));

test('an order that is sent is stored sealed, then becomes an order with its person, items and events', async () => {
  const erp = await buildHook(platform);
  const sent = delivery(order());
  expect(await erp.send(sent)).toMatchObject({
    status: 200,
    body: { accepted: 1, duplicate: false, errors: [] },
  });
  const [kept] = await db.selectFrom('hookDeliveries').selectAll().where('hookId', '=', erp.id).execute();
  expect(kept).toMatchObject({ state: 'waiting' });
  expect(kept!.body!.toString('latin1')).not.toContain('13800001111');
  expect(await orderRow('E1')).toBeUndefined();

  await erp.work();
  const row = await orderRow(sent.orders[0]!['orderNo' as never]);
  expect(row).toMatchObject({
    paid: 9990,
    payment: 'paid',
    fulfilment: 'processing',
    quantity: 3,
    importId: null,
  });
  const items = await db.selectFrom('orderItems').selectAll().where('orderId', '=', row!.id).execute();
  expect(items.map(({ name, amount }) => [name, amount])).toEqual([
    ['面霜', 5990],
    ['唇膏', 4000],
  ]);
  const person = await db
    .selectFrom('customers')
    .selectAll()
    .where('id', '=', row!.customerId!)
    .executeTakeFirst();
  expect(person).toMatchObject({ name: '林小雨', importId: null });
  const { rows: events } =
    await sql`select type from events where data ->> 'orderId' = ${String(row!.id)}`.execute(db);
  expect(events).toEqual([{ type: 'order.placed' }]);
  expect(await states(erp.id)).toMatchObject([{ state: 'done', body: false, orders: 1 }]);
});

test('the same delivery again is answered as before and does nothing', async () => {
  const erp = await buildHook(platform);
  const sent = delivery(order());
  await erp.send(sent);
  expect(await erp.send(sent)).toMatchObject({ status: 200, body: { accepted: 0, duplicate: true } });
  await erp.work();
  expect(await states(erp.id)).toHaveLength(1);
});

test('who does not sign, signs wrongly, or with an old time is refused, and the hook says why', async () => {
  const erp = await buildHook(platform);
  const now = Math.floor(clock.now().getTime() / 1000);
  const tries = [
    [{ secret: 'wrong' }, 'wrong_signature'],
    [{ signature: '' }, 'no_signature'],
    [{ signature: 'sha256=00' }, 'wrong_signature'],
    [{ timestamp: now - 301 }, 'outside_window'],
    [{ timestamp: now + 301 }, 'outside_window'],
    [{ timestamp: now * 1000 }, 'bad_timestamp'],
  ] as const;
  for (const [signing, code] of tries)
    expect(await erp.send(delivery(order()), signing)).toMatchObject({ status: 401, body: { code } });
  expect(await states(erp.id)).toEqual([]);
  const listed = await owner.get('/order-hooks');
  expect(listed.body).toMatchObject({
    data: [
      { lastRefused: { message: expect.stringContaining('秒级') } },
      { lastRefused: null },
      { lastRefused: null },
    ],
  });
  expect(await erp.send(delivery(order()), { timestamp: now - 299 })).toMatchObject({ status: 200 });
});

test('each order is judged for itself; what is wrong is told by its place and stops no other', async () => {
  const erp = await buildHook(platform);
  const good = order();
  const body = {
    id: 'mixed',
    orders: [
      good,
      order({ paid: '9.999' }),
      order({ status: '飞走了' }),
      order({ orderedAt: '昨天' }),
      order({ orderNo: 1234567890123 }),
      null,
    ],
    refunds: [{ refundNo: 'R', orderNo: 'x', status: 'done', amount: -1 }],
  };
  const answer = await erp.send(body);
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect(answer.body.errors!.map(({ path, code }) => [path, code])).toEqual([
    ['orders[1].paid', 'not_an_amount'],
    ['orders[2].status', 'unknown_status'],
    ['orders[3].orderedAt', 'not_a_time'],
    ['orders[4].orderNo', 'invalid_type'],
    ['orders[5]', 'invalid_type'],
    ['refunds[0].amount', 'not_an_amount'],
  ]);
  await erp.work();
  expect(await states(erp.id)).toMatchObject([{ state: 'partial', body: true, orders: 1 }]);
  expect(await orderRow(good.orderNo)).toBeDefined();
});

test('what is no delivery is refused, kept to be seen, and can be replayed by hand', async () => {
  const erp = await buildHook(platform);
  expect(await erp.send('{"id": ')).toMatchObject({ status: 400, body: { code: 'not_json' } });
  expect(await erp.send({ orders: [] })).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  const listed = await owner.get(`/order-hooks/hook_${erp.id}/deliveries`);
  const { data } = listed.body as {
    data: { id: string; state: string; failure: string; canReplay: boolean }[];
  };
  expect(data).toMatchObject([
    { state: 'failed', canReplay: true, failure: expect.stringContaining('缺少 id') },
    { state: 'failed', canReplay: true, failure: '正文不是 JSON' },
  ]);
  expect(await owner.post(`/hook-deliveries/${data[0]!.id}/replay`)).toMatchObject({ status: 201 });
  for (let i = 0; i < 5; i++) await erp.work();
  expect((await states(erp.id)).map(row => row.state)).toEqual(['failed', 'failed']);
});

test('fen and yuan are as declared', async () => {
  const erp = await buildHook(platform);
  const [inFen, inYuan] = [order({ paid: 1250, items: [] }), order({ paid: 12.5, items: [] })];
  expect(await erp.send({ id: 'fen', amounts: 'fen', orders: [inFen] })).toMatchObject({
    body: { accepted: 1 },
  });
  expect(await erp.send({ id: 'yuan', orders: [inYuan] })).toMatchObject({ body: { accepted: 1 } });
  expect(await erp.send({ id: 'mix', amounts: 'fen', orders: [order({ paid: 12.5 })] })).toMatchObject({
    body: { accepted: 0, errors: [{ code: 'not_an_amount' }, expect.anything(), expect.anything()] },
  });
  await erp.work();
  expect([(await orderRow(inFen.orderNo))!.paid, (await orderRow(inYuan.orderNo))!.paid]).toEqual([
    1250, 1250,
  ]);
});

test('older news that comes later changes nothing, in one batch or in two', async () => {
  const erp = await buildHook(platform);
  const base = order({ orderedAt: '2026-06-01 10:00:00' });
  const at = (status: string, updatedAt: string) => delivery({ ...base, status, updatedAt });
  await erp.send(at('shipped', '2026-06-02 10:00:00'));
  await erp.send(at('paid', '2026-06-02 09:00:00'));
  await erp.work();
  expect(await orderRow(base.orderNo)).toMatchObject({ fulfilment: 'shipped', paid: 9990, quantity: 3 });
  await erp.send(at('paid', '2026-06-02 09:30:00'));
  await erp.work();
  expect(await orderRow(base.orderNo)).toMatchObject({ fulfilment: 'shipped' });
  // A clock ahead by a year must not silence what comes after.
  await erp.send(at('shipped', '2027-06-02 10:00:00'));
  await erp.work();
  clock.advance(1_000);
  await erp.send(delivery({ ...base, status: 'completed' }));
  await erp.work();
  expect(await orderRow(base.orderNo)).toMatchObject({ fulfilment: 'delivered' });
});

test('a refund settles its order, whichever comes first, and its later state too', async () => {
  const erp = await buildHook(platform);
  const bought = order();
  const refund = (status: string, updatedAt: string) => ({
    ...{
      id: `r${++made}`,
      refunds: [{ refundNo: `F-${bought.orderNo}`, orderNo: bought.orderNo, status, amount: 20, updatedAt }],
    },
  });
  await erp.send(refund('open', '2026-06-02 10:00:00'));
  await erp.work();
  await erp.send(delivery(bought));
  await erp.work();
  expect(await orderRow(bought.orderNo)).toMatchObject({ refunded: 0, refund: 'none' });
  await erp.send(refund('done', '2026-06-02 12:00:00'));
  await erp.work();
  expect(await orderRow(bought.orderNo)).toMatchObject({ refunded: 2000, refund: 'partial' });
  await erp.send(refund('open', '2026-06-02 11:00:00'));
  await erp.work();
  expect(await orderRow(bought.orderNo)).toMatchObject({ refunded: 2000, refund: 'partial' });
});

test('a paused hook takes nothing; a rotated one takes both secrets for a day; a removed one is gone', async () => {
  const erp = await buildHook(platform);
  await owner.send('PATCH', `/order-hooks/hook_${erp.id}`, { status: 'paused' });
  expect(await erp.send(delivery(order()))).toMatchObject({ status: 409, body: { code: 'hook_paused' } });
  await owner.send('PATCH', `/order-hooks/hook_${erp.id}`, { status: 'active' });
  const rotated = (await owner.post(`/order-hooks/hook_${erp.id}/rotate`)).body as { secret: string };
  expect(await erp.send(delivery(order()))).toMatchObject({ status: 200 });
  expect(await erp.send(delivery(order()), { secret: rotated.secret })).toMatchObject({ status: 200 });
  clock.advance(25 * 3_600_000);
  expect(await erp.send(delivery(order()))).toMatchObject({ status: 401 });
  expect(await erp.send(delivery(order()), { secret: rotated.secret })).toMatchObject({ status: 200 });
  await owner.send('DELETE', `/order-hooks/hook_${erp.id}`);
  expect(await erp.send(delivery(order()), { secret: rotated.secret })).toMatchObject({ status: 404 });
  const { rows } = await sql`select * from audit_log where object_kind = 'order_hook'`.execute(db);
  expect(JSON.stringify(rows)).not.toContain(rotated.secret);
});

test('only those who look after channels see hooks', async () => {
  const manager = owner.as(await testMember(platform, 'manager'));
  expect(await manager.get('/order-hooks')).toMatchObject({ status: 403 });
  expect(await manager.post('/order-hooks', { name: 'x', source: { name: 'x' } })).toMatchObject({
    status: 403,
  });
});

test('an erasure throws away what was sent and did not get in', async () => {
  const erp = await buildHook(platform);
  await erp.send({ id: 'x', orders: [order({ status: '？' })] });
  await erp.work();
  expect(await states(erp.id)).toMatchObject([{ body: true }]);
  await db.transaction().execute(tx => removeTraces(tx, { keys: [], strings: ['13800001111'], values: [] }));
  expect(await states(erp.id)).toMatchObject([{ body: false }]);
});
