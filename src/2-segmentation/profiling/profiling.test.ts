import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { customers } from '#customers';
import { buildAccount, mergeForTest, project, readToEnd, undoLastMergeForTest } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { between, type Random, seededRandom } from '#platform/random.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { computeCadence } from '../cadence/cadence.ts';
import { predict } from '../lifetime-value/prediction/predict.ts';
import { predictionRoutes } from '../lifetime-value/prediction/prediction.routes.ts';
import { computePriceSensitivity } from '../price-sensitivity/compute.ts';
import { priceSensitivityRoutes } from '../price-sensitivity/price-sensitivity.routes.ts';
import { check } from '../rules/check.ts';
import { loadPerson } from '../rules/load-person.ts';
import { countRule } from '../segments/count.ts';
import { tierRoutes } from '../tiers/tiers.routes.ts';
import { computeTiers } from '../tiers/tiers.ts';
import { profilingReader } from './forget-scores.ts';
import { whileScoring } from './profiling.sql.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });
const routes = [...customers.routes, ...tierRoutes, ...predictionRoutes, ...priceSensitivityRoutes];
const client = testClient(platform, routes).as(await testMember(platform));

// Scores are applied in parts of five thousand: the first three customers lie in two of them.
await sql`select setval(pg_get_serial_sequence('customers', 'id'), 9998)`.execute(db);
/** Enough buyers, of rates and ends of their own, that all four computations have something to say; of the first three too. */
const [ana = 0, ben = 0, cat = 0] = await aShop(420, seededRandom(20_261_122));

async function aShop(people: number, random: Random): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into customers (name, source, created_at, updated_at)
    select '买家' || n, 'test', ${clock.now()}, ${clock.now()} from generate_series(1, ${people}::int) n returning id`.execute(
    db,
  );
  const bought = rows.flatMap(({ id }, i) =>
    (i < 3 ? [200, 120, 60, 10] : daysOf(random)).map(days => ({ id, days })),
  );
  const orders = bought.map(({ id, days }, n) => ({
    ...{ account_id: shop, order_no: `P-${n}`, customer_id: id, paid: between(random, 1_000, 9_000) },
    at: new Date(clock.now().getTime() - days * DAY).toISOString(),
  }));
  await sql`
    with placed as (
      insert into orders (account_id, order_no, customer_id, payment, fulfilment, discount, paid, quantity, ordered_at, updated_at)
      select account_id, order_no, customer_id, 'paid', 'none', 300, paid, 1, at, at from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb)
        as t (account_id bigint, order_no text, customer_id bigint, paid bigint, at timestamptz)
      returning id, customer_id, ordered_at
    )
    insert into events (type, customer_id, at, actor, data)
    select 'order.placed', customer_id, ordered_at, 'test', jsonb_build_object('orderId', id) from placed`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Days ago on which somebody bought. */
function daysOf(random: Random): number[] {
  const [gap, stop, days] = [
    5 - Math.log(1 - random.next()) * 40,
    0.05 + random.next() * 0.3,
    [] as number[],
  ];
  let at = 30 + random.next() * 330;
  do {
    days.push(Math.floor(at));
    at += Math.log(1 - random.next()) * gap;
  } while (at > 0 && random.next() > stop);
  return days;
}

async function compute(): Promise<void> {
  await project(platform);
  await computeTiers(platform, SYSTEM);
  await predict(platform, SYSTEM);
  await computeCadence(platform, SYSTEM);
  await computePriceSensitivity(platform, SYSTEM);
  await project(platform);
}

async function say(id: number, given: boolean, channel = 'all'): Promise<void> {
  clock.advance(1_000);
  const word = { purpose: 'profiling', channel, given, evidence: '电话里说的' };
  expect((await client.post(`/customers/cus_${id}/consents`, word)).status).toBeLessThan(300);
  await readToEnd(platform, profilingReader(platform));
}

const SCORED = ['price.sensitivity', 'rfm.r', 'rhythm.days', 'tier', 'value.expected'];
async function scoresOf(id: number): Promise<string[]> {
  const rows = await db.selectFrom('customerFacts').select('key').where('customerId', '=', id).execute();
  return rows
    .map(row => row.key)
    .filter(key => SCORED.includes(key))
    .sort();
}

await compute();

test('who refuses to be profiled loses every score at once, and the computations give none back', async () => {
  expect(await scoresOf(ana)).toEqual(SCORED);
  await say(ana, false);
  expect(await scoresOf(ana)).toEqual([]);
  await compute();
  expect([await scoresOf(ana), await scoresOf(ben)]).toEqual([[], SCORED]);
  expect((await client.get(`/customers/cus_${ana}`)).body).toMatchObject({ refusesProfiling: true });
  expect((await client.get(`/customers/cus_${ben}`)).body).toMatchObject({ refusesProfiling: false });
  expect((await client.get(`/customers/cus_${ana}/prediction`)).body).toMatchObject({ prediction: null });
  expect((await client.get(`/customers/cus_${ana}/price-sensitivity`)).body).toMatchObject({
    sensitivity: null,
  });
  expect((await client.get(`/customers/cus_${ben}/price-sensitivity`)).body).not.toMatchObject({
    sensitivity: null,
  });
  const { body } = await client.get('/tiers/transitions?cause=profiling_refused');
  expect(body).toMatchObject({ data: [{ customerId: `cus_${ana}`, to: null }], hasMore: false });
});

test('rules see no tier, in memory and in ClickHouse', async () => {
  const none = { attribute: 'tier', test: { is: 'empty' } } as const;
  const person = await loadPerson(db, ana, clock.now());
  expect(check(none, person, clock.now())).toBe(true);
  expect(await countRule(platform, none, { kind: 'all' })).toMatchObject({ people: 1 });
});

test('a tier by hand stays possible, and stays', async () => {
  await client.post(`/customers/cus_${ana}/tier`, { tier: '重要', reason: '老板的朋友' });
  await compute();
  expect(await scoresOf(ana)).toEqual(['tier']);
  await say(ana, false);
  expect(await scoresOf(ana)).toEqual(['tier']);
});

test('agreeing again brings the scores back at the next computation', async () => {
  await say(ana, true);
  await compute();
  expect(await scoresOf(ana)).toEqual(SCORED);
});

test('a computation that had begun before the refusal leaves nothing behind', async () => {
  await db.deleteFrom('customerFacts').where('customerId', '=', cat).execute();
  const computing = await db.startTransaction().execute();
  await whileScoring(computing);
  await computing
    .insertInto('customerFacts')
    .values({ customerId: cat, key: 'value.expected', num: 1, updatedAt: clock.now() })
    .execute();
  const said = say(cat, false);
  await sleep(300);
  await computing.commit().execute();
  await said;
  expect(await scoresOf(cat)).toEqual([]);
  await say(cat, true);
});

test('the newest word counts on its channel, and one on all channels for each of them', async () => {
  const refuses = async () => {
    const { body } = await client.get(`/customers/cus_${ben}`);
    return (body as { refusesProfiling: boolean }).refusesProfiling;
  };
  const said: [boolean, string, boolean][] = [
    [false, 'wecom', true],
    [true, 'sms', true],
    [true, 'all', false],
    [false, 'sms', true],
    [true, 'sms', false],
    [false, 'all', true],
    [true, 'wecom', true],
    [true, 'all', false],
  ];
  for (const [given, channel, expected] of said) {
    await say(ben, given, channel);
    expect(await refuses(), `${given} on ${channel}`).toBe(expected);
    const listed = await db
      .selectFrom('profilingRefused')
      .select('personId')
      .where('personId', '=', ben)
      .execute();
    expect(listed.length).toBe(expected ? 1 : 0);
  }
});

test('who becomes one person with somebody who refuses is not profiled either, until they are taken apart', async () => {
  await compute();
  await say(cat, false);
  await mergeForTest(platform, SYSTEM, [[ben, cat]]);
  await readToEnd(platform, profilingReader(platform));
  expect([await scoresOf(ben), await scoresOf(cat)]).toEqual([[], []]);
  await compute();
  expect([await scoresOf(ben), await scoresOf(cat)]).toEqual([[], []]);
  await undoLastMergeForTest(platform, SYSTEM);
  await compute();
  expect([await scoresOf(ben), await scoresOf(cat)]).toEqual([SCORED, []]);
});
