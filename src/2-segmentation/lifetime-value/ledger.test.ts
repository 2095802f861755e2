import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, mergeForTest, readToEnd, setCost } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { enterAcquisitionCost, valueLedgerReader } from './ledger.ts';
import { valueRoutes } from './value.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop', name: '网店' });
const owner = await testMember(platform);
const client = testClient(platform, valueRoutes).as(owner);

const cost = (customerId: number, amount: number, cause: string) =>
  db
    .transaction()
    .execute(tx => enterAcquisitionCost(tx, clock, SYSTEM, { customerId, amount, cause, at: clock.now() }));

async function order(
  customerId: number,
  orderNo: string,
  paid: number,
  over: { refunded?: number; productId?: number } = {},
) {
  return await db.transaction().execute(async tx => {
    const row = {
      payment: 'paid',
      fulfilment: 'none',
      paid,
      refunded: over.refunded ?? 0,
      customerId,
      updatedAt: clock.now(),
    };
    const { id } = await tx
      .insertInto('orders')
      .values({ accountId: shop, orderNo, orderedAt: clock.now(), ...row })
      .onConflict(conflict => conflict.columns(['accountId', 'orderNo']).doUpdateSet(row))
      .returning('id')
      .executeTakeFirstOrThrow();
    if (over.productId)
      await tx
        .insertInto('orderItems')
        .values({
          orderId: id,
          line: 1,
          productId: over.productId,
          name: '吐司',
          quantity: 2,
          price: paid / 2,
          amount: paid,
        })
        .execute();
    await appendEvents(tx, [
      { type: 'order.placed', customerId, at: clock.now(), actor: 'test', data: { orderId: id } },
    ]);
    clock.advance(60_000);
    return id;
  });
}

const ledgerOf = async (customerId: number) => {
  await readToEnd(platform, valueLedgerReader(platform));
  const { body } = await client.get(`/customers/cus_${customerId}/value`);
  return body as { total: number; entries: { kind: string; amount: number; balance: number }[] };
};

test('the story of the source documents: 30 spent, an order of 100 makes 70, another makes 170', async () => {
  const a = await buildCustomer(platform, { name: 'A' });
  await cost(a, 3_000, 'ad');
  await order(a, 'A-1', 10_000);
  expect((await ledgerOf(a)).total).toBe(7_000);
  await order(a, 'A-2', 10_000);
  const { total, entries } = await ledgerOf(a);
  expect(total).toBe(17_000);
  expect(entries.map(entry => [entry.kind, entry.amount, entry.balance])).toEqual([
    ['order', 10_000, 17_000],
    ['order', 10_000, 7_000],
    ['acquisition', -3_000, -3_000],
  ]);
});

test('the same cost again changes nothing', async () => {
  const b = await buildCustomer(platform);
  expect(await cost(b, 3_000, 'same')).toBe('entered');
  expect(await cost(b, 9_000, 'same')).toBe('already');
  expect((await ledgerOf(b)).total).toBe(-3_000);
});

test('refunds, cost of goods and changed orders are entered as differences, never edited', async () => {
  const c = await buildCustomer(platform);
  const product = await db
    .insertInto('products')
    .values({ accountId: shop, externalId: 't', name: '吐司', cost: 1_200 })
    .returning('id')
    .executeTakeFirstOrThrow();
  await order(c, 'C-1', 6_000, { productId: product.id });
  expect((await ledgerOf(c)).total).toBe(6_000 - 2_400);
  await order(c, 'C-1', 6_000, { refunded: 1_500 });
  expect((await ledgerOf(c)).total).toBe(6_000 - 2_400 - 1_500);
  await order(c, 'C-1', 5_000, { refunded: 1_500 });
  const { total, entries } = await ledgerOf(c);
  expect(total).toBe(5_000 - 2_400 - 1_500);
  expect(entries.map(entry => entry.amount).sort((x, y) => x - y)).toEqual([-2_400, -1_500, -1_000, 6_000]);
});

test('an order that turns out to be somebody else’s takes its value along; merged people add up', async () => {
  const d = await buildCustomer(platform);
  const e = await buildCustomer(platform);
  await order(d, 'D-1', 8_000);
  expect((await ledgerOf(d)).total).toBe(8_000);
  await order(e, 'D-1', 8_000);
  expect((await ledgerOf(d)).total).toBe(0);
  expect((await ledgerOf(e)).total).toBe(8_000);
  await order(d, 'D-2', 1_000);
  await mergeForTest(platform, SYSTEM, [[d, e]]);
  expect((await ledgerOf(d)).total).toBe(9_000);
  const fact = await db
    .selectFrom('customerFacts')
    .select('num')
    .where('customerId', '=', d)
    .where('key', '=', 'value.total')
    .executeTakeFirst();
  expect(fact?.num).toBe(9_000);
});

test('a cost that is said anew holds for what was sold before: the difference is entered, once', async () => {
  const d = await buildCustomer(platform);
  const values = { accountId: shop, externalId: 'recosted', name: '可颂', cost: 800 };
  const { id } = await db.insertInto('products').values(values).returning('id').executeTakeFirstOrThrow();
  await order(d, 'D-1', 6_000, { productId: id });
  expect((await ledgerOf(d)).total).toBe(6_000 - 2 * 800);
  const say = (cost: number | null) =>
    db.transaction().execute(tx => setCost(tx, clock, SYSTEM, id, { cost }));
  await say(1_000);
  await say(1_000);
  const { total, entries } = await ledgerOf(d);
  expect(total).toBe(6_000 - 2 * 1_000);
  expect(entries.filter(({ kind }) => kind === 'goods_cost').map(({ amount }) => amount)).toEqual([
    -400, -1_600,
  ]);
  await say(null);
  expect((await ledgerOf(d)).total).toBe(6_000);
});
