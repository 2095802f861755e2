import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { buildApp } from '#platform/http/app.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { pullShop } from './pull.ts';
import { FakeYouzan, trade } from './testing/fake-youzan.ts';
import { youzanDoor } from './youzan.door.ts';
import { youzanRoutes } from './youzan.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = testClient(platform, youzanRoutes).as(await testMember(platform));
const shop = await new FakeYouzan().open();
afterAll(() => shop.close());

const enqueued: { name: string; data: unknown; startAfter: Date | undefined }[] = [];
platform.jobs.enqueue = async (_, job, data, options = {}) => {
  enqueued.push({ name: job.name, data, startAfter: options.startAfter });
};

const keys = { clientId: 'app', clientSecret: 'hush', shopId: '77' };
const options = { baseUrl: shop.url, pageSize: 2, callsPerSecond: 50, firstDays: 5 };
const connected = await owner.post('/youzan-shops', { source: { name: '小店' }, ...keys, options });
const wire = (connected.body as { id: string }).id;
const accountId = Number(wire.slice('shop_'.length));
const orders = async () =>
  await db.selectFrom('orders').selectAll().where('accountId', '=', accountId).orderBy('orderNo').execute();
const view = async () =>
  ((await owner.get('/youzan-shops')).body as { data: Record<string, unknown>[] }).data[0]!;

test('a shop is connected once, its secret is nowhere to be read, and a fetch is asked for at once', async () => {
  expect(connected.status).toBe(201);
  expect(enqueued).toMatchObject([{ name: 'youzan.pull', data: { accountId } }]);
  const again = await owner.post('/youzan-shops', { source: { name: '另一家' }, ...keys });
  expect(again).toMatchObject({ status: 409 });
  expect(await view()).toMatchObject({ shopId: '77', pushPath: `/hooks/youzan/${wire}`, readUntil: null });
  const { rows } = await sql`select secrets::text, config::text from channel_accounts`.execute(db);
  const log = await sql`select * from audit_log`.execute(db);
  expect(JSON.stringify([rows, await view(), log.rows])).not.toContain('hush');
});

test('the first fetch goes back some days, page by page, and an order is one with its person and items', async () => {
  for (let i = 1; i <= 5; i++)
    shop.trades.push(trade(`T${i}`, `2026-06-02 10:00:0${i}`, { phone: `1380000222${i}` }));
  shop.trades.push(trade('old', '2026-05-20 10:00:00'));
  expect(await pullShop(platform, accountId)).toEqual({ orders: 5, refunds: 0 });
  const rows = await orders();
  expect(rows.map(row => row.orderNo)).toEqual(['T1', 'T2', 'T3', 'T4', 'T5']);
  expect(rows[0]).toMatchObject({
    ...{ paid: 9990, goods: 9990, freight: 500, quantity: 3, payment: 'paid', fulfilment: 'processing' },
    ...{ statusText: '等待卖家发货', importId: null, match: 'buyer' },
  });
  expect(new Set(rows.map(row => row.customerId)).size).toBe(5);
  const items = await db.selectFrom('orderItems').selectAll().where('orderId', '=', rows[0]!.id).execute();
  expect(items.map(item => [item.name, item.sku, item.amount])).toEqual([
    ['面霜', 'K1', 5990],
    ['唇膏 红', null, 4000],
  ]);
  expect(shop.tokens).toBe(1);
  expect(await view()).toMatchObject({ lastOrders: 5, failure: null, readUntil: expect.any(String) });
});

test('what happens while pages are read is not lost: pages are read from the last to the first', async () => {
  clock.advance(3_600_000);
  const early = Array.from({ length: 6 }, (_, i) => trade(`P${i}`, `2026-06-03 12:30:0${i}`));
  shop.trades.push(...early);
  let pages = 0;
  // After the total has been asked for, the first order changes: it leaves the window, the others move up.
  shop.afterPage = () => {
    if (++pages === 2) early[0]!.updated = '2026-06-03 13:30:00';
  };
  await pullShop(platform, accountId);
  shop.afterPage = undefined;
  const known = (await orders()).map(row => row.orderNo);
  expect(known).toEqual(expect.arrayContaining(['P1', 'P2', 'P3', 'P4', 'P5']));
  expect(known).not.toContain('P0');
  clock.advance(3_600_000);
  await pullShop(platform, accountId);
  expect((await orders()).map(row => row.orderNo)).toContain('P0');
});

test('a later fetch asks only for what is new and a little more, and a refund settles its order', async () => {
  clock.set('2026-06-04T12:00:00+08:00');
  shop.asked.length = 0;
  const refund = { refund_id: 'R1', refund_fee: '40.00', refund_state: 60 };
  shop.trades[0] = trade('T1', '2026-06-04 11:00:00', {
    ...{
      phone: '13800002221',
      status: 'TRADE_SUCCESS',
      success_time: '2026-06-04 11:00:00',
      refund_order: [refund],
    },
  });
  expect(await pullShop(platform, accountId)).toMatchObject({ orders: 1, refunds: 1 });
  expect(shop.asked[0]).toMatchObject({ start_update: '2026-06-03 13:49:50' });
  const first = (await orders()).find(row => row.orderNo === 'T1');
  expect(first).toMatchObject({ fulfilment: 'delivered', paid: 9990, refunded: 4000, refund: 'partial' });
  const before = (await sql<{ n: number }>`select count(*) as n from events`.execute(db)).rows[0]!.n;
  await pullShop(platform, accountId);
  expect((await sql<{ n: number }>`select count(*) as n from events`.execute(db)).rows[0]!.n).toBe(before);
});

test('where a window holds more than the API has pages for, shorter ones are asked for', async () => {
  clock.set('2026-06-05T12:00:00+08:00');
  await owner.send('PATCH', `/youzan-shops/${wire}`, { options: { ...options, pageSize: 1 } });
  const many = Array.from({ length: 130 }, (_, i) => {
    const clockTime = new Date(Date.UTC(2026, 5, 5, 8, i)).toISOString().slice(11, 19);
    return trade(`W${i}`, `2026-06-05 ${clockTime}`);
  });
  shop.trades.push(...many);
  await pullShop(platform, accountId);
  expect((await orders()).filter(row => row.orderNo.startsWith('W'))).toHaveLength(130);
  expect(Math.max(...shop.asked.map(ask => ask.page_no))).toBeLessThanOrEqual(100);
  await owner.send('PATCH', `/youzan-shops/${wire}`, { options });
}, 60_000);

test('a token that Youzan has ended is renewed once; one order that cannot be read is told and stops no other', async () => {
  clock.set('2026-06-06T12:00:00+08:00');
  shop.refuse = [{ gw_err_resp: { err_code: 4203 } }];
  shop.trades.push(
    trade('X1', '2026-06-06 11:00:00', { status: 'FLOWN' }),
    trade('X2', '2026-06-06 11:00:01'),
  );
  shop.trades.push({ updated: '2026-06-06 11:00:02', body: { full_order_info: {} } });
  const tokens = shop.tokens;
  expect(await pullShop(platform, accountId)).toMatchObject({ orders: 1 });
  expect(shop.tokens).toBe(tokens + 1);
  expect(await view()).toMatchObject({
    faults: [
      { orderNo: '', message: '缺少必要的字段' },
      { orderNo: 'X1', message: '订单状态不认识' },
    ],
  });
});

test('wrong keys are said in words and asked with once; what may pass is thrown for the queue', async () => {
  await owner.send('PATCH', `/youzan-shops/${wire}`, { clientSecret: 'wrong' });
  expect(await pullShop(platform, accountId)).toBeUndefined();
  expect(await view()).toMatchObject({ failure: expect.stringContaining('client_secret') });
  await owner.send('PATCH', `/youzan-shops/${wire}`, { clientSecret: 'hush' });
  shop.refuse = [{ gw_err_resp: { err_code: 4204 } }];
  expect(await pullShop(platform, accountId)).toBeUndefined();
  expect(await view()).toMatchObject({ failure: expect.stringContaining('权限') });
  shop.refuse = [{ success: false, code: 50000 }];
  await expect(pullShop(platform, accountId)).rejects.toThrow('refused');
  await pullShop(platform, accountId);
  expect(await view()).toMatchObject({ failure: null });
});

test('a message of Youzan’s is checked and brings a fetch half a minute later', async () => {
  const app = buildApp(platform, []).route(youzanDoor.prefix, youzanDoor.open(platform));
  const body = JSON.stringify({
    client_id: 'app',
    kdt_id: 77,
    type: 'trade_TradePaid',
    msg_id: 'm1',
    msg: '%7B%7D',
  });
  const sent = (sign: string, to = wire) =>
    app.request(`/hooks/youzan/${to}`, { method: 'POST', headers: { 'event-sign': sign }, body });
  const sign = createHash('md5').update(`app${body}hush`).digest('hex');
  enqueued.length = 0;
  expect((await sent('0'.repeat(32))).status).toBe(401);
  expect((await sent('')).status).toBe(401);
  expect((await sent(sign, 'shop_999')).status).toBe(404);
  expect(enqueued).toEqual([]);
  const answer = await sent(sign);
  expect([answer.status, await answer.json()]).toEqual([200, { code: 0, msg: 'success' }]);
  expect(enqueued).toMatchObject([{ name: 'youzan.pull', data: { accountId } }]);
  expect(enqueued[0]!.startAfter!.getTime() - clock.now().getTime()).toBe(30_000);
});

test('a paused shop is not read', async () => {
  await owner.send('PATCH', `/youzan-shops/${wire}`, { status: 'paused' });
  shop.asked.length = 0;
  expect(await pullShop(platform, accountId)).toBeUndefined();
  expect(shop.asked).toEqual([]);
});
