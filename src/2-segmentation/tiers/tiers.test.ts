import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, project } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { tierRoutes } from './tiers.routes.ts';
import { computeTiers } from './tiers.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });
const client = testClient(platform, tierRoutes).as(await testMember(platform));

async function buyer(orders: number, each: number, daysAgo: number): Promise<number> {
  const customerId = await buildCustomer(platform, { name: `买家${orders}` });
  await db.transaction().execute(async tx => {
    for (let n = 0; n < orders; n++) {
      const orderedAt = new Date(clock.now().getTime() - (daysAgo + n) * DAY);
      const row = {
        accountId: shop,
        orderNo: `${customerId}-${n}`,
        customerId,
        payment: 'paid',
        fulfilment: 'none',
        paid: each,
        orderedAt,
        updatedAt: clock.now(),
      };
      const { id } = await tx.insertInto('orders').values(row).returning('id').executeTakeFirstOrThrow();
      await appendEvents(tx, [
        { type: 'order.placed', customerId, at: orderedAt, actor: 'test', data: { orderId: id } },
      ]);
    }
  });
  return customerId;
}
const factsOf = async (customerId: number) => {
  const rows = await db
    .selectFrom('customerFacts')
    .select(['key', 'str', 'num'])
    .where('customerId', '=', customerId)
    .execute();
  return Object.fromEntries(rows.map(row => [row.key, row.str ?? row.num]));
};

test('tiers: refuse too few, then score by visible quintiles, move people once, and keep a log', async () => {
  await project(platform);
  expect(await client.post('/tiers/compute')).toMatchObject({
    status: 422,
    body: { code: 'too_few_buyers' },
  });

  // 30 buyers on a staircase: buyer i has i orders of i yuan, the last one (30 − i) days ago.
  const ids: number[] = [];
  for (let i = 1; i <= 30; i++) ids.push(await buyer(i, i * 100, 30 - i));
  await project(platform);
  const run = await client.post('/tiers/compute');
  expect(run).toMatchObject({ status: 200, body: { buyers: 30, moved: 30 } });

  const { body } = await client.get('/tiers');
  expect(body).toMatchObject({
    model: {
      thresholds: { frequency: [6, 12, 18, 24], recencyDays: [5, 11, 17, 23], important: 12, regular: 8 },
    },
  });
  expect(await factsOf(ids[29]!)).toMatchObject({ 'rfm.r': 5, 'rfm.f': 5, 'rfm.m': 5, tier: '重要' });
  expect(await factsOf(ids[0]!)).toMatchObject({ 'rfm.r': 1, 'rfm.f': 1, 'rfm.m': 1, tier: '偶然' });
  expect(await factsOf(ids[14]!)).toMatchObject({ 'rfm.f': 3, tier: '常规' });

  // Nothing changed: nobody moves, and no event is written.
  await project(platform);
  expect(await computeTiers(platform, SYSTEM)).toMatchObject({ outcome: 'computed', moved: 0 });

  // Time passes for everybody alike; then one leaves the top by standing still while the others buy.
  await client.post(`/customers/cus_${ids[0]}/tier`, { tier: '重要', reason: '老板的朋友' });
  expect((await factsOf(ids[0]!)).tier).toBe('重要');
  await project(platform);
  await computeTiers(platform, SYSTEM);
  expect((await factsOf(ids[0]!)).tier, 'an override stands').toBe('重要');
  const transitions = await client.get('/tiers/transitions?limit=1');
  expect(transitions.body).toMatchObject({
    data: [{ customerId: `cus_${ids[0]}`, from: '偶然', to: '重要', cause: 'override' }],
    hasMore: true,
  });
});

test('transitions are narrowed by where from, where to and why; staff see those of their own customers', async () => {
  const count = async (query: string, as = client) => {
    const { body } = await as.get(`/tiers/transitions?limit=200${query}`);
    return (body as { data: unknown[] }).data.length;
  };
  expect(await count('')).toBe(31);
  expect(await count('&from=none')).toBe(30);
  expect(await count('&cause=override')).toBe(1);
  expect(await count('&from=偶然&to=重要')).toBe(1);
  const moves = await client.get('/tiers/moves');
  const { data } = moves.body as { data: { from: string | null; to: string; moves: number }[] };
  expect(data.filter(one => one.from === null).reduce((sum, one) => sum + one.moves, 0)).toBe(30);
  expect(data).toContainEqual({ from: '偶然', to: '重要', moves: 1 });
  expect(await count('&days=1')).toBe(31);
  clock.advance(2 * DAY);
  expect(await count('&days=1'), 'two days later they are no longer of the last day').toBe(0);
  expect((await client.get('/tiers/moves?days=1')).body).toEqual({ data: [] });
  clock.advance(-2 * DAY);
  expect((await client.get('/tiers/transitions?cause=override')).body).toMatchObject({
    data: [{ reason: '老板的朋友' }],
  });
  const staff = await testMember(platform, 'staff', 'own');
  expect(await count('', client.as(staff))).toBe(0);
  expect((await client.as(staff).get('/tiers/moves')).body).toEqual({ data: [] });
});

test('cut-offs are chosen with what they would do in sight; the next computation uses them', async () => {
  const { body } = await client.get('/tiers/scores');
  const { data } = body as { data: { score: number; people: number }[] };
  expect(data.reduce((sum, { people }) => sum + people, 0)).toBe(30);
  const wouldBe = data.filter(({ score }) => score >= 15).reduce((sum, { people }) => sum + people, 0);

  expect(await client.send('PUT', '/tiers/thresholds', { important: 8, regular: 8 })).toMatchObject({
    status: 400,
  });
  expect(await client.send('PUT', '/tiers/thresholds', { important: 15, regular: 10 })).toMatchObject({
    status: 200,
  });
  await computeTiers(platform, SYSTEM);
  await project(platform);
  const { body: after } = await client.get('/tiers');
  const { model } = after as { model: { people: Record<string, number>; thresholds: object } };
  expect(model.thresholds).toMatchObject({ important: 15, regular: 10 });
  // One more by hand.
  expect(model.people.重要).toBe(wouldBe + 1);
});

test('an override ends by itself on its day, and the log says that it did', async () => {
  const { rows } = await sql<{ id: number; tier: string }>`
    select c.id, f.str as tier from customers c join customer_facts f on f.customer_id = c.id and f.key = 'tier'
    where c.name = '买家15'`.execute(db);
  const { id, tier } = rows[0]!;
  expect(tier).toBe('偶然');
  const expiresAt = new Date(clock.now().getTime() + DAY).toISOString();
  await client.post(`/customers/cus_${id}/tier`, { tier: '重要', reason: '生日月', expiresAt });
  await computeTiers(platform, SYSTEM);
  expect((await factsOf(id)).tier, 'until then it stands').toBe('重要');
  clock.advance(DAY);
  await computeTiers(platform, SYSTEM);
  expect((await factsOf(id)).tier).toBe('偶然');
  const { body } = await client.get('/tiers/transitions?cause=override_ended');
  expect(body).toMatchObject({
    data: [{ customerId: `cus_${id}`, from: '重要', to: '偶然' }],
    hasMore: false,
  });
  await computeTiers(platform, SYSTEM);
  expect((await client.get('/tiers/transitions?cause=override_ended')).body, 'once').toEqual(body);
});

test('who no longer has a paid order loses the tier', async () => {
  const { id } = await db
    .selectFrom('customers')
    .select('id')
    .where('name', '=', '买家20')
    .executeTakeFirstOrThrow();
  await db.transaction().execute(async tx => {
    const gone = await tx
      .updateTable('orders')
      .set({ payment: 'closed' })
      .where('customerId', '=', id)
      .returning('id')
      .execute();
    await appendEvents(
      tx,
      gone.map(row => ({
        type: 'order.changed',
        customerId: id,
        at: clock.now(),
        actor: 'test',
        data: { orderId: row.id },
      })),
    );
  });
  await project(platform);
  await computeTiers(platform, SYSTEM);
  expect(await factsOf(id)).not.toHaveProperty('tier');
});

test('who would move is told before anything is saved, with the people behind every number', async () => {
  await project(platform);
  const { body } = await client.get('/tiers/scores');
  const { data: sums } = body as { data: { score: number; tier: string; held: boolean; people: number }[] };
  const tierAt = (score: number) => (score >= 12 ? '重要' : score >= 6 ? '常规' : '偶然');
  const movers = sums.filter(({ score, tier, held }) => !held && tierAt(score) !== tier);
  const expected = movers.reduce((sum, { people }) => sum + people, 0);
  expect(expected).toBeGreaterThan(3);
  const ask = async (query: string, as = client) => {
    const answer = await as.get(`/tiers/preview?important=12&regular=6${query}`);
    return answer.body as {
      data: { customerId: string; from: string; to: string; name: string }[];
      total: number;
    };
  };
  const all = await ask('&pageSize=100');
  expect([all.total, all.data.length]).toEqual([expected, expected]);
  const cell = movers.filter(({ tier, score }) => tier === '偶然' && tierAt(score) === '常规');
  const few = await ask('&from=偶然&to=常规&pageSize=2&page=2');
  expect(few.total).toBe(cell.reduce((sum, { people }) => sum + people, 0));
  expect(few.data.every(({ from, to }) => from === '偶然' && to === '常规')).toBe(true);
  expect(few.data[0]).toEqual(all.data.filter(one => one.from === '偶然' && one.to === '常规')[2]);
  const name = all.data[0]?.name ?? '';
  expect((await ask(`&q=${name}`)).data.map(one => one.name)).toEqual([name]);
  const staff = await testMember(platform, 'staff', 'own');
  expect(await ask('', client.as(staff))).toEqual({ data: [], total: 0 });
  expect((await client.as(staff).get('/tiers/scores')).body).toEqual({ data: [] });

  // What was foretold is what comes of it.
  await client.send('PUT', '/tiers/thresholds', { important: 12, regular: 6 });
  const audited = await db
    .selectFrom('auditLog')
    .selectAll()
    .where('action', '=', 'tiers.thresholds.changed')
    .execute();
  expect(audited.at(-1)).toMatchObject({ after: { important: 12, regular: 6 } });
  expect(await computeTiers(platform, SYSTEM)).toMatchObject({ moved: expected });
});

test('a hand’s tier of somebody who has not bought ends with a row in the log', async () => {
  const id = await buildCustomer(platform, { name: '还没买过' });
  const expiresAt = new Date(clock.now().getTime() + DAY).toISOString();
  await client.post(`/customers/cus_${id}/tier`, { tier: '重要', reason: '老板的朋友', expiresAt });
  await project(platform);
  await computeTiers(platform, SYSTEM);
  expect((await factsOf(id)).tier).toBe('重要');
  clock.advance(DAY);
  await computeTiers(platform, SYSTEM);
  expect(await factsOf(id)).not.toHaveProperty('tier');
  const { body } = await client.get('/tiers/transitions?to=none&cause=override_ended');
  expect(body).toMatchObject({ data: [{ customerId: `cus_${id}`, from: '重要', to: null }] });
  const { data } = (await client.get('/tiers/moves')).body as { data: object[] };
  expect(data).toContainEqual({ from: '重要', to: null, moves: expect.any(Number) });
});
