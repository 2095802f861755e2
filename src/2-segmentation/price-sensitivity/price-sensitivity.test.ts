import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, mergeForTest, project } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { sayRule } from '../rules/say-rule.ts';
import { FACTS } from '../rules/vocabulary.contract.ts';
import { countRule } from '../segments/count.ts';
import { computePriceSensitivity, KEYS } from './compute.ts';
import { priceSensitivityRoutes } from './price-sensitivity.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });
const client = testClient(platform, priceSensitivityRoutes).as(await testMember(platform));

type Bought = { paid: number; discount?: number; quantity?: number; refunded?: number };
let number = 0;
/** Orders a day apart, the oldest first. */
async function orders(customerId: number, bought: readonly Bought[]): Promise<void> {
  const rows = bought.map(({ paid, discount = 0, quantity = 1, refunded = 0 }, at) => ({
    ...{ order_no: `S-${++number}`, customer_id: customerId, paid, discount, quantity, refunded },
    ordered_at: new Date(clock.now().getTime() - (50 - at) * DAY).toISOString(),
  }));
  await sql`
    with placed as (
      insert into orders (account_id, order_no, customer_id, payment, fulfilment, paid, discount, quantity, refunded, ordered_at, updated_at)
      select ${shop}::bigint, order_no, customer_id, 'paid', 'none', paid, discount, quantity, refunded, ordered_at, ${clock.now()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t (order_no text, customer_id bigint, paid bigint, discount bigint, quantity integer, refunded bigint, ordered_at timestamptz)
      returning id, customer_id, ordered_at
    )
    insert into events (type, customer_id, at, actor, data)
    select 'order.placed', customer_id, ordered_at, 'test', jsonb_build_object('orderId', id) from placed`.execute(
    db,
  );
}
const compute = async () => {
  await project(platform);
  const run = await computePriceSensitivity(platform, SYSTEM);
  await project(platform);
  return run;
};
const factsOf = async (customerId: number) => {
  const rows = await db
    .selectFrom('customerFacts')
    .select(['key', 'num'])
    .where('customerId', '=', customerId)
    .where('key', 'in', KEYS)
    .execute();
  return Object.fromEntries(rows.map(row => [row.key, row.num]));
};
const shown = async (customerId: number) =>
  (await client.get(`/customers/cus_${customerId}/price-sensitivity`)).body as {
    orders: number;
    sensitivity: { score: number; drift: number } | null;
  };

const hunter = await buildCustomer(platform, { name: '周敏' });
await orders(hunter, [
  { paid: 10_000 },
  { paid: 10_000, discount: 0 },
  { paid: 9_000, discount: 1_000 },
  // Two pieces for 160 yuan: 80 each.
  { paid: 16_000, discount: 4_000, quantity: 2 },
  { paid: 8_500, discount: 1_500 },
]);
const faithful = await buildCustomer(platform, { name: '吴迪' });
await orders(faithful, [{ paid: 5_000 }, { paid: 5_000 }, { paid: 6_000 }]);
const two = await buildCustomer(platform, { name: '郑凯' });
await orders(two, [
  { paid: 5_000, discount: 500 },
  { paid: 5_000 },
  { paid: 4_000, discount: 900, refunded: 4_000 },
]);

test('the score is the sum of its stated parts, for one and for all alike', async () => {
  expect(await compute()).toEqual({ changed: 2 });
  // 3 of 5 with a discount: 30 points. 6500 of 40000 fen: 16.25 %, 16.25 points. Pieces of 100 and 100 yuan before, of 80
  // and 85 now (the middle order is left out): 1 − 82.5 ÷ 100 = 17.5 %, 11.67 points. 57.92 in all.
  expect(await shown(hunter)).toMatchObject({
    orders: 5,
    sensitivity: { score: 58, withDiscount: 3, discounted: 0.6, depth: 0.1625, before: 10_000, now: 8_250 },
  });
  expect((await shown(hunter)).sensitivity?.drift).toBeCloseTo(0.175, 9);
  expect(await factsOf(hunter)).toEqual({
    ...{ 'price.sensitivity': 58, 'price.discounted': 0.6, 'price.depth': 0.1625, 'price.drift': 0.175 },
  });
  // No discount, and dearer than before: a price decides nothing.
  expect(await shown(faithful)).toMatchObject({
    sensitivity: { score: 0, discounted: 0, before: 5_000, now: 6_000 },
  });
  expect(await factsOf(faithful)).toMatchObject({ 'price.sensitivity': 0, 'price.drift': -0.2 });
});

test('a half is rounded up, for one and for all alike', async () => {
  const half = await buildCustomer(platform, { name: '冯雪' });
  // 1 of 4 with a discount: 12.5 points; 30 % deep: 30. No drift. 42.5 in all.
  await orders(half, [{ paid: 7_000, discount: 3_000 }, { paid: 7_000 }, { paid: 7_000 }, { paid: 7_000 }]);
  await compute();
  expect((await shown(half)).sensitivity?.score).toBe(43);
  expect(await factsOf(half)).toMatchObject({ 'price.sensitivity': 43 });
});

test('fewer than three orders say nothing; one refunded whole is none', async () => {
  expect(await shown(two)).toMatchObject({ orders: 2, formula: { fewest: 3 }, sensitivity: null });
  expect(await factsOf(two)).toEqual({});
});

test('computed again nothing is written; an order more is, and when orders go the facts go', async () => {
  expect(await compute()).toEqual({ changed: 0 });
  await orders(two, [{ paid: 3_000, discount: 3_000 }]);
  expect(await compute()).toEqual({ changed: 1 });
  expect(await factsOf(two)).toHaveProperty(['price.sensitivity'], (await shown(two)).sensitivity?.score);
  await db.updateTable('orders').set({ payment: 'closed' }).where('customerId', '=', two).execute();
  const { rows } = await sql<{ id: number }>`select id from orders where customer_id = ${two}`.execute(db);
  for (const { id } of rows)
    await sql`insert into events (type, customer_id, at, actor, data)
      values ('order.changed', ${two}, ${clock.now()}, 'test', jsonb_build_object('orderId', ${id}::bigint))`.execute(
      db,
    );
  expect(await compute()).toEqual({ changed: 1 });
  expect(await factsOf(two)).toEqual({});
});

test('rules ask for it by name, and find who it says', async () => {
  expect(Object.keys(FACTS)).toEqual(expect.arrayContaining(KEYS));
  const rule = { fact: 'price.sensitivity', test: { is: 'at_least' as const, value: 50 } };
  expect(sayRule(rule, 'zh')).toBe('价格敏感度 ≥ 50');
  const count = await countRule(platform, rule, { kind: 'all' });
  expect(count.people).toBe(1);
});

test('merged records are one person', async () => {
  const other = await buildCustomer(platform, { name: '周敏' });
  await orders(other, [{ paid: 1_000, discount: 1_000 }]);
  await mergeForTest(platform, SYSTEM, [[hunter, other]]);
  await compute();
  const { orders: bought, sensitivity } = await shown(hunter);
  expect(bought).toBe(6);
  expect(await factsOf(hunter)).toMatchObject({ 'price.sensitivity': sensitivity?.score });
});
