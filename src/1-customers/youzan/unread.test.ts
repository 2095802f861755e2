import { afterAll, expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount } from '../testing/factories.ts';
import { pullShop } from './pull.ts';
import { FakeYouzan, trade } from './testing/fake-youzan.ts';
import { askForPull } from './youzan.jobs.ts';
import { youzanRoutes } from './youzan.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = testClient(platform, youzanRoutes).as(await testMember(platform));
const shop = await new FakeYouzan().open();
afterAll(() => shop.close());

type Asked = { onlyOne: string | undefined; startAfter: Date | undefined };
const enqueued: Asked[] = [];
platform.jobs.enqueue = async (_tx, _job, _data, { onlyOne, startAfter } = {}) => {
  enqueued.push({ onlyOne, startAfter });
};

const keys = { clientId: 'app', clientSecret: 'hush', shopId: '77' };
const options = { baseUrl: shop.url, callsPerSecond: 50, firstDays: 5, refundNo: 'no' };
const connected = await owner.post('/youzan-shops', { source: { name: '小店' }, ...keys, options });
const wire = (connected.body as { id: string }).id;
const accountId = Number(wire.slice('shop_'.length));
const patch = async (body: object) => await owner.send('PATCH', `/youzan-shops/${wire}`, body);
const numbers = async () =>
  (await db.selectFrom('orders').select('orderNo').orderBy('orderNo').execute()).map(row => row.orderNo);
const faults = async () =>
  ((await owner.get('/youzan-shops')).body as { data: { faults: { orderNo: string; message: string }[] }[] })
    .data[0]!.faults;

test('an order comes without the refund that cannot be read; other options bring the refund, days later', async () => {
  const refund_order = [
    { refund_id: 'F1', refund_fee: '10.00', refund_state: 60 },
    { no: 'F2', refund_fee: '5.00', refund_state: 60 },
  ];
  shop.trades.push(trade('T1', '2026-06-02 10:00:00', { refund_order }));
  expect(await pullShop(platform, accountId)).toEqual({ orders: 1, refunds: 1 });
  expect(await faults()).toEqual([{ orderNo: 'T1', message: '订单已入库，其中的退款无法读取' }]);
  clock.advance(3 * 86_400_000);
  await pullShop(platform, accountId);
  expect(await faults()).toHaveLength(1);
  enqueued.length = 0;
  expect(await patch({ options: { refundNo: 'refund_id' } })).toMatchObject({ status: 200 });
  expect(enqueued).toHaveLength(1);
  await pullShop(platform, accountId);
  const refunds = await db.selectFrom('refunds').select('refundNo').orderBy('refundNo').execute();
  expect(refunds).toEqual([{ refundNo: 'F1' }, { refundNo: 'F2' }]);
  // The other one is now the one that cannot be read.
  expect(await faults()).toHaveLength(1);
});

test('an order that cannot be read stays on the list until it can, and stops no other', async () => {
  clock.set('2026-06-06T13:00:00+08:00');
  const unread = trade('X', '2026-06-06 12:30:00', { status: 'FLOWN' });
  const [nul, many] = [trade('NUL', '2026-06-06 12:30:01'), trade('MANY', '2026-06-06 12:30:02')];
  const info = (one: typeof nul) => one.body.full_order_info as { orders: { title: string; num: number }[] };
  info(nul).orders[0]!.title = '面\0霜';
  info(many).orders[0]!.num = 2 ** 31;
  const ghost = trade('GHOST', '2026-06-06 12:30:03', { status: 'constructor' });
  shop.trades.push(unread, nul, many, ghost, trade('Y', '2026-06-06 12:30:04'));
  expect(await pullShop(platform, accountId)).toMatchObject({ orders: 1 });
  clock.advance(3 * 86_400_000);
  await pullShop(platform, accountId);
  expect((await faults()).map(fault => fault.orderNo)).toEqual(['T1', 'X', 'NUL', 'MANY', 'GHOST']);
  shop.trades.splice(shop.trades.indexOf(unread), 1, trade('X', '2026-06-09 12:58:00'));
  await pullShop(platform, accountId);
  expect((await faults()).map(fault => fault.orderNo)).toEqual(['T1', 'NUL', 'MANY', 'GHOST']);
  expect(await numbers()).toEqual(['T1', 'X', 'Y']);
});

test('options that change while a fetch runs are not overtaken by it', async () => {
  clock.set('2026-06-12T12:00:00+08:00');
  let changed: Promise<unknown> | undefined;
  shop.afterPage = () => {
    changed ??= patch({ options: { pageSize: 20 } });
    return changed;
  };
  await pullShop(platform, accountId);
  shop.afterPage = undefined;
  const { cursorAt } = await db.selectFrom('shopPulls').select('cursorAt').executeTakeFirstOrThrow();
  expect(cursorAt).toEqual(new Date('2026-06-02T10:00:00+08:00'));
});

test('the secret goes to no other address without being entered again, and never over plain HTTP', async () => {
  const tokens = async () => await db.selectFrom('channelTokens').select('name').execute();
  expect(await tokens()).toHaveLength(1);
  const elsewhere = { baseUrl: 'https://elsewhere.example' };
  expect(await patch({ options: elsewhere })).toMatchObject({
    status: 409,
    body: { code: 'client_secret_needed' },
  });
  expect(
    await patch({ options: { baseUrl: 'http://elsewhere.example' }, clientSecret: 'hush' }),
  ).toMatchObject({
    status: 400,
  });
  expect(
    await patch({ options: { baseUrl: 'http://127.0.0.1.elsewhere.example' }, clientSecret: 'x' }),
  ).toMatchObject({
    status: 400,
  });
  expect(await patch({ options: { baseUrl: shop.url } })).toMatchObject({ status: 200 });
  expect(await tokens()).toHaveLength(1);
  expect(await patch({ options: elsewhere, clientSecret: 'hush' })).toMatchObject({ status: 200 });
  expect(await tokens()).toEqual([]);
});

test('an account that is no shop is refused for what it is', async () => {
  const corp = await buildAccount(platform, { kind: 'wecom', name: '企业微信' });
  const answer = await owner.post('/youzan-shops', { source: { id: `acc_${corp}` }, ...keys, shopId: '78' });
  expect(answer).toMatchObject({ status: 409, body: { code: 'not_a_shop' } });
});

test('each message is followed by a fetch at least half a minute later, and half a minute of them by one', async () => {
  enqueued.length = 0;
  clock.set('2026-06-13T12:00:00+08:00');
  const start = clock.now().getTime();
  for (let i = 0; i <= 60; i += 10) {
    await askForPull(db, platform, accountId, 'after push');
    const { startAfter } = enqueued.at(-1)!;
    const wait = startAfter!.getTime() - clock.now().getTime();
    expect(wait).toBeGreaterThanOrEqual(30_000);
    expect(wait).toBeLessThan(60_000);
    clock.advance(10_000);
  }
  const fetches = new Map(
    enqueued.map(({ onlyOne, startAfter }) => [onlyOne, startAfter!.getTime() - start]),
  );
  expect([...fetches.values()]).toEqual([30_000, 60_000, 90_000]);
  // Those that share a key share a time: the first to wait is as good as the last.
  expect(new Set(enqueued.map(one => one.startAfter!.getTime())).size).toBe(fetches.size);
});
