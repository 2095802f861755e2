import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, mergeForTest, project } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY, fromShanghai } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { countRule } from '../../segments/count.ts';
import { predict } from './predict.ts';
import { predictionRoutes } from './prediction.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });
const client = testClient(platform, predictionRoutes).as(await testMember(platform));
const TODAY = '2026-06-03';

type Bought = { customerId: number; daysAgo: number; paid: number; refunded?: number; minute?: number };
let number = 0;

/** Orders and their events, many at once, on Shanghai days. */
async function orders(bought: readonly Bought[]): Promise<void> {
  const rows = bought.map(({ customerId, daysAgo, paid, refunded = 0, minute = 600 }) => ({
    ...{ account_id: shop, order_no: `P-${++number}`, customer_id: customerId, paid, refunded },
    ordered_at: new Date(fromShanghai(TODAY, minute).getTime() - daysAgo * DAY).toISOString(),
  }));
  await sql`
    with placed as (
      insert into orders (account_id, order_no, customer_id, payment, fulfilment, paid, refunded, ordered_at, updated_at)
      select account_id, order_no, customer_id, 'paid', 'none', paid, refunded, ordered_at, ${clock.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t (account_id bigint, order_no text, customer_id bigint, paid bigint, refunded bigint, ordered_at timestamptz)
      returning id, customer_id, ordered_at
    )
    insert into events (type, customer_id, at, actor, data)
    select 'order.placed', customer_id, ordered_at, 'test', jsonb_build_object('orderId', id) from placed`.execute(
    db,
  );
}

/** People whose numbers come from a fixed sequence: some come weekly, some now and then, some stop. */
async function aShop(people: number): Promise<number[]> {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const { rows } = await sql<{ id: number }>`
    insert into customers (name, source, created_at, updated_at)
    select '买家' || n, 'test', ${clock.now()}, ${clock.now()} from generate_series(1, ${people}::int) n returning id`.execute(
    db,
  );
  const bought: Bought[] = [];
  for (const { id } of rows) {
    const gap = 5 - Math.log(1 - random()) * 40;
    const stop = 0.05 + random() * 0.3;
    const mean = 1_000 + random() * 9_000;
    let at = 30 + random() * 330;
    do {
      bought.push({ customerId: id, daysAgo: Math.floor(at), paid: Math.round(mean * (0.5 + random())) });
      at -= -Math.log(1 - random()) * gap;
    } while (at > 0 && random() > stop);
  }
  await orders(bought);
  return rows.map(({ id }) => id);
}

const factsOf = async (customerId: number) => {
  const rows = await db
    .selectFrom('customerFacts')
    .select(['key', 'num', 'at'])
    .where('customerId', '=', customerId)
    .where('key', 'in', ['value.expected', 'orders.expected', 'alive', 'order.next'])
    .execute();
  return Object.fromEntries(rows.map(row => [row.key, row.num ?? row.at]));
};

test('with too little to learn from nothing is predicted, and the reason is told', async () => {
  const one = await buildCustomer(platform);
  await orders([
    { customerId: one, daysAgo: 40, paid: 5_000 },
    { customerId: one, daysAgo: 3, paid: 5_000 },
  ]);
  await project(platform);
  expect(await client.post('/predictions/compute', {})).toMatchObject({
    status: 200,
    body: { outcome: 'too_short', changed: 0 },
  });
  const other = await buildCustomer(platform);
  await orders([{ customerId: other, daysAgo: 300, paid: 5_000 }]);
  await project(platform);
  await client.post('/predictions/compute', {});
  expect((await client.get('/predictions')).body).toMatchObject({
    needs: { repeatBuyers: 200, days: 182 },
    model: { outcome: 'too_few_repeat_buyers', people: 2, repeatBuyers: 1, days: 300, holdout: null },
    alive: [],
  });
  expect(await factsOf(one)).toEqual({});
  expect((await client.get(`/customers/cus_${one}/prediction`)).body).toMatchObject({ prediction: null });
});

let shopIds: number[] = [];

test('a shop with enough history: every buyer gets an outlook, others none, and the reader is told how far off it was', async () => {
  shopIds = await aShop(1_500);
  const [never] = [await buildCustomer(platform)];
  await project(platform);
  const run = await predict(platform, SYSTEM);
  expect(run).toMatchObject({ outcome: 'fitted', people: 1_502, changed: 1_502 });
  expect(await factsOf(never)).toEqual({});
  const facts = await factsOf(shopIds[0]!);
  expect(facts).toMatchObject({ alive: expect.any(Number), 'value.expected': expect.any(Number) });

  await project(platform);
  const { body } = await client.get('/predictions');
  const view = body as {
    model: { holdout: { people: number; predicted: number; actual: number; groups: { people: number }[] } };
    alive: { people: number; value: number; won: number }[];
    values: { people: number; value: number }[];
  };
  const people = (of: { people: number }[]) => of.reduce((sum, one) => sum + one.people, 0);
  expect(people(view.alive)).toBe(1_502);
  expect(people(view.values)).toBe(1_502);
  expect(view.alive.every(({ value, won }) => won >= value)).toBe(true);
  const { holdout } = view.model;
  expect(people(holdout.groups)).toBe(holdout.people);
  // The invented people stop and come much as the model has it: a month’s orders are foretold within a quarter.
  expect(Math.abs(holdout.predicted / holdout.actual - 1)).toBeLessThan(0.25);
});

test('again writes nothing; the facts are in the projection, and rules find them there', async () => {
  expect(await predict(platform, SYSTEM)).toMatchObject({ outcome: 'fitted', changed: 0 });
  const { people } = await countRule(
    platform,
    {
      all: [
        { fact: 'alive', test: { is: 'at_least', value: 0.7 } },
        { fact: 'order.next', test: { is: 'within', window: { kind: 'next', n: 30 } } },
      ],
    },
    { kind: 'all' },
  );
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from customer_facts a join customer_facts n using (customer_id)
    where a.key = 'alive' and a.num >= 0.7 and n.key = 'order.next' and n.at >= ${fromShanghai(TODAY)} and n.at < ${new Date(fromShanghai(TODAY).getTime() + 30 * DAY)}`.execute(
    db,
  );
  expect(people).toBe(rows[0]?.n);
  expect(people).toBeGreaterThan(0);
});

test('one purchase a day, none that was refunded whole, days as in Shanghai: the customer’s page says the same as the facts', async () => {
  const [plain, odd] = [await buildCustomer(platform), await buildCustomer(platform)];
  await orders([
    { customerId: plain, daysAgo: 100, paid: 8_000 },
    { customerId: plain, daysAgo: 20, paid: 6_000 },
    // 00:30 in Shanghai is still the day before in London.
    { customerId: odd, daysAgo: 100, paid: 5_000, minute: 30 },
    { customerId: odd, daysAgo: 100, paid: 4_000, refunded: 1_000, minute: 1_430 },
    { customerId: odd, daysAgo: 50, paid: 9_900, refunded: 9_900 },
    { customerId: odd, daysAgo: 20, paid: 6_000 },
  ]);
  await project(platform);
  await predict(platform, SYSTEM);
  const facts = await factsOf(odd);
  expect(facts).toEqual(await factsOf(plain));
  const { body } = await client.get(`/customers/cus_${odd}/prediction`);
  const { prediction } = body as {
    prediction: Record<string, number> &
      Record<'aliveInterval' | 'ordersRange', { low: number; high: number }>;
  };
  expect(prediction).toMatchObject({
    orderDays: 2,
    sinceFirst: 100,
    sinceLast: 20,
    value: facts['value.expected'],
  });
  expect(prediction.alive).toBeCloseTo(Number(facts.alive), 2);
  expect(prediction.orders).toBeCloseTo(Number(facts['orders.expected']), 2);
  expect(prediction.aliveInterval.low).toBeLessThan(prediction.alive!);
  expect(prediction.aliveInterval.high).toBeGreaterThan(prediction.alive!);
  expect(prediction.ordersRange.low).toBeLessThanOrEqual(prediction.orders!);
});

test('merged people are one: the history is that of both, the facts move along', async () => {
  const [kept, gone] = [await buildCustomer(platform), await buildCustomer(platform)];
  await orders([
    { customerId: kept, daysAgo: 100, paid: 8_000 },
    { customerId: gone, daysAgo: 20, paid: 6_000 },
  ]);
  await project(platform);
  await predict(platform, SYSTEM);
  const alone = await factsOf(kept);
  await mergeForTest(platform, SYSTEM, [[kept, gone]]);
  await project(platform);
  await predict(platform, SYSTEM);
  const together = await factsOf(kept);
  expect(Number(together['orders.expected'])).toBeGreaterThan(Number(alone['orders.expected']));
  expect(await factsOf(gone)).toEqual({});
});

test('a discount makes the same orders worth less, and is audited; so is who asked', async () => {
  const best = await db
    .selectFrom('customerFacts')
    .select(['customerId', 'num'])
    .where('key', '=', 'value.expected')
    .orderBy('num', 'desc')
    .executeTakeFirstOrThrow();
  const before = Number(best.num);
  expect(await client.post('/predictions/compute', { discount: 0.2 })).toMatchObject({ status: 200 });
  const after = Number((await factsOf(best.customerId))['value.expected']);
  expect(after).toBeLessThan(before);
  expect(after).toBeGreaterThan(before / 1.2);
  const actions = await db.selectFrom('auditLog').select('action').orderBy('id', 'desc').limit(2).execute();
  expect(actions.map(({ action }) => action)).toEqual([
    'predictions.computed',
    'predictions.discount.changed',
  ]);
});

test('time passes without an order: less alive, and at last no next order', async () => {
  const customer = await buildCustomer(platform);
  await orders([0, 7, 14, 21, 28].map(daysAgo => ({ customerId: customer, daysAgo, paid: 3_000 })));
  await project(platform);
  await predict(platform, SYSTEM);
  const now = await factsOf(customer);
  expect(now['order.next']).toBeInstanceOf(Date);
  clock.advance(300 * DAY);
  await predict(platform, SYSTEM);
  const later = await factsOf(customer);
  expect(Number(later.alive)).toBeLessThan(Number(now.alive));
  expect(later).not.toHaveProperty('order.next');
});

test('whose orders all turn out refunded loses the outlook; when nothing is left, everybody does', async () => {
  const customer = shopIds[1]!;
  await refundAll(sql`customer_id = ${customer}`);
  await predict(platform, SYSTEM);
  expect(await factsOf(customer)).toEqual({});
  await refundAll(sql`true`);
  expect(await predict(platform, SYSTEM)).toMatchObject({ outcome: 'too_short', people: 0 });
  expect(await factsOf(shopIds[0]!)).toEqual({});
});

async function refundAll(whose: ReturnType<typeof sql>): Promise<void> {
  await sql`
    with changed as (update orders set refunded = paid, refund = 'full' where ${whose} returning id, customer_id)
    insert into events (type, customer_id, at, actor, data)
    select 'order.changed', customer_id, ${clock.now()}, 'test', jsonb_build_object('orderId', id) from changed`.execute(
    db,
  );
  await project(platform);
}
