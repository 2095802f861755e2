import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { buildAccount, buildCustomer, mergeForTest, project } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY, fromShanghai } from '#platform/clock.ts';
import { StandingAnswers } from '#platform/standing.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { computeCadence } from '../cadence/cadence.ts';
import { followUpRoutes } from './follow-ups.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });
const corp = await buildAccount(platform);
const owner = await testMember(platform);
const lin = await testMember(platform, 'staff', 'own');
const wang = await testMember(platform, 'staff', 'own');
const client = testClient(platform, followUpRoutes).as(owner);
const TODAY = '2026-06-03';
clock.set(fromShanghai(TODAY, 9 * 60));

let number = 0;
/** An order on each of these days before TODAY. */
async function orders(customerId: number, daysAgo: readonly number[]): Promise<void> {
  const rows = daysAgo.map(days => ({
    ...{ order_no: `F-${++number}`, customer_id: customerId },
    ordered_at: new Date(fromShanghai(TODAY, 600).getTime() - days * DAY).toISOString(),
  }));
  await sql`
    with placed as (
      insert into orders (account_id, order_no, customer_id, payment, fulfilment, paid, ordered_at, updated_at)
      select ${shop}::bigint, order_no, customer_id, 'paid', 'none', 5000, ordered_at, ${clock.now()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (order_no text, customer_id bigint, ordered_at timestamptz)
      returning id, customer_id, ordered_at
    )
    insert into events (type, customer_id, at, actor, data)
    select 'order.placed', customer_id, ordered_at, 'test', jsonb_build_object('orderId', id) from placed`.execute(
    db,
  );
}
const person = (name: string, memberId: number) =>
  buildCustomer(platform, { name, followedBy: { accountId: corp, memberId } });

const background: number[] = [];
for (let n = 0; n < 25; n++) background.push(await buildCustomer(platform, { name: `街坊${n}` }));
/** Every 21 days, five visits, two orders on one of them; the last 33 days ago. */
const regular = await person('周敏', lin.id);
await orders(regular, [33, 54, 75, 96, 117, 117]);
/** One order, 12 days ago: only the shop's rhythm is known of them. */
const once = await person('吴迪', lin.id);
await orders(once, [12]);
/** 4 and 8 days apart, and then nothing for 40 days. */
const lost = await person('郑凯', wang.id);
await orders(lost, [40, 48, 52]);
const quiet = await person('孙悦', wang.id);

type Row = { customerId: string; cause: string; rhythm: { days: number; since: number } | null };
const due = async (query = '', as = client) => {
  const { body } = await as.get(`/follow-ups${query}`);
  return body as { data: Row[]; total: number; hasMore: boolean; nextCursor: string | null };
};
const idsOf = async (query = '', as = client) => (await due(query, as)).data.map(row => row.customerId);
const compute = async () => {
  await project(platform);
  return await computeCadence(platform, SYSTEM);
};

test('a shop to which too few come back has no rhythm, and nobody is due by one', async () => {
  expect(await compute()).toEqual({ outcome: 'too_few_repeat_buyers', people: 2, changed: 0 });
  expect((await client.get(`/customers/cus_${regular}/follow-up`)).body).toMatchObject({ rhythm: null });
  expect((await client.get('/follow-ups/counts')).body).toMatchObject({ shop: null, total: 0 });
});

test('each rhythm is their own median, drawn to the shop’s while there are few gaps', async () => {
  for (const id of background) await orders(id, [3, 13]);
  expect(await compute()).toMatchObject({ outcome: 'computed', people: 27, changed: 28 });
  expect((await client.get('/follow-ups/counts')).body).toMatchObject({ shop: { days: 10, people: 27 } });
  // (4 × 21 + 2 × 10) ÷ 6 = 17.3; expected after 18 days, due after ⌈1.5 × 17.3⌉ = 26.
  expect((await client.get(`/customers/cus_${regular}/follow-up`)).body).toMatchObject({
    rhythm: {
      ...{ days: 17.3, gaps: 4, median: 21, shopDays: 10, lastOrder: '2026-05-01', since: 33 },
      ...{ next: '2026-05-19', due: '2026-05-27' },
    },
  });
  // (2 × 6 + 2 × 10) ÷ 4 = 8: silent for more than four times that, so no longer a matter of rhythm.
  expect((await client.get(`/customers/cus_${lost}/follow-up`)).body).toMatchObject({
    rhythm: { days: 8, median: 6, since: 40 },
  });
  expect((await client.get(`/customers/cus_${once}/follow-up`)).body).toMatchObject({
    rhythm: { days: 10, gaps: 0, median: null, due: '2026-06-06' },
  });
  const { rows } = await sql<{ key: string; value: string }>`
    select key, coalesce(num::text, (at at time zone 'Asia/Shanghai')::text) as value from customer_facts
    where customer_id = ${regular} order by key`.execute(db);
  expect(rows).toEqual([
    { key: 'rhythm.days', value: '17.3' },
    { key: 'rhythm.due', value: '2026-05-27 00:00:00' },
    { key: 'rhythm.next', value: '2026-05-19 00:00:00' },
  ]);
  expect(await due()).toMatchObject({
    data: [{ customerId: `cus_${regular}`, cause: 'rhythm', rhythm: { days: 17.3, gaps: 4, since: 33 } }],
    total: 1,
  });
  expect(await compute(), 'computed again, nothing is written').toMatchObject({ changed: 0 });
});

test('time makes people due; an order ends it at once, without waiting for the night', async () => {
  clock.set(fromShanghai('2026-06-06', 5));
  expect(await idsOf()).toEqual([`cus_${regular}`, `cus_${once}`]);
  await orders(once, [-3]);
  expect(await idsOf()).toEqual([`cus_${regular}`]);
  clock.set(fromShanghai(TODAY, 9 * 60));
});

test('staff see and count their own only', async () => {
  expect(await idsOf('', client.as(lin))).toEqual([`cus_${regular}`]);
  expect(await idsOf('', client.as(wang))).toEqual([]);
  expect(await idsOf(`?member=mem_${wang.id}`)).toEqual([]);
  expect(await idsOf(`?member=mem_${lin.id}`)).toEqual([`cus_${regular}`]);
  expect((await client.get('/follow-ups/counts')).body).toMatchObject({
    ...{ total: 1, causes: { promise: 0, planned: 0, rhythm: 1 } },
    members: [{ id: `mem_${lin.id}`, people: 1 }],
  });
  expect((await client.as(wang).get('/follow-ups/counts')).body).toMatchObject({ total: 0, members: [] });
  expect(await client.as(wang).get(`/customers/cus_${regular}/follow-up`)).toMatchObject({ status: 404 });
  const refused = await client
    .as(wang)
    .post(`/customers/cus_${regular}/follow-ups`, { outcome: 'done', inDays: 7 });
  expect(refused.status).toBe(404);
});

test('who refuses marketing, or must not be contacted, is not named for staying away', async () => {
  const word = { customerId: regular, purpose: 'marketing', channel: 'all', source: 'staff', actor: 'test' };
  const say = (given: boolean) =>
    db
      .insertInto('consents')
      .values({ ...word, given, at: clock.now() })
      .execute();
  await say(false);
  expect(await idsOf()).toEqual([]);
  await say(true);
  expect(await idsOf(), 'the last word counts').toEqual([`cus_${regular}`]);
  const barred = { customerId: regular, reason: '投诉', source: 'staff', at: clock.now(), actor: 'test' };
  await db.insertInto('suppressions').values(barred).execute();
  expect(await idsOf()).toEqual([]);
  await db.updateTable('suppressions').set({ liftedAt: clock.now() }).execute();
  expect(await idsOf()).toEqual([`cus_${regular}`]);
});

test('a promise is due on its day, stands before all else, and is kept or broken', async () => {
  const as = client.as(lin);
  const made = await as.post(`/customers/cus_${regular}/promises`, {
    text: '寄新品试吃',
    dueDay: '2026-06-02',
  });
  expect(made).toMatchObject({ status: 201, body: { state: 'open', dueDay: '2026-06-02' } });
  await client.post(`/customers/cus_${quiet}/promises`, { text: '问尺码', dueDay: '2026-06-04' });
  expect(await due()).toMatchObject({
    data: [
      {
        customerId: `cus_${regular}`,
        cause: 'promise',
        promises: [{ text: '寄新品试吃', dueDay: '2026-06-02' }],
      },
    ],
    total: 1,
  });
  const { id } = made.body as { id: string };
  expect((await client.as(wang).send('PATCH', `/promises/${id}`, { state: 'kept' })).status).toBe(404);
  expect((await as.send('PATCH', `/promises/${id}`, { state: 'kept' })).body).toMatchObject({
    state: 'kept',
  });
  await as.send('PATCH', `/promises/${id}`, { state: 'kept' });
  expect(await due()).toMatchObject({ data: [{ cause: 'rhythm', promises: [] }] });
  const { rows } = await sql<{ type: string }>`
    select type from events where customer_id = ${regular} and type like 'promise.%' order by seq`.execute(
    db,
  );
  expect(
    rows.map(row => row.type),
    'kept twice is told once',
  ).toEqual(['promise.made', 'promise.kept']);
  const audited = await db
    .selectFrom('auditLog')
    .select('action')
    .where('objectKind', '=', 'promise')
    .orderBy('id')
    .execute();
  expect(audited.map(row => row.action)).toEqual(['promise.made', 'promise.made', 'promise.kept']);
});

test('who was talked to, or put off, is gone until the day that was set, and then planned', async () => {
  const as = client.as(lin);
  const body = { outcome: 'done', inDays: 5, note: '说周末来' };
  expect((await as.post(`/customers/cus_${regular}/follow-ups`, body)).body).toEqual({
    nextFollowUp: '2026-06-08',
  });
  expect(await due()).toMatchObject({ data: [], total: 0 });
  expect((await client.get(`/customers/cus_${regular}/follow-up`)).body).toMatchObject({
    last: { note: '说周末来' },
  });
  clock.set(fromShanghai('2026-06-08', 600));
  const row = (await due()).data.find(one => one.customerId === `cus_${regular}`);
  expect(row).toMatchObject({ cause: 'planned', planned: '2026-06-08', last: { note: '说周末来' } });
  const audited = await db
    .selectFrom('auditLog')
    .select(['action', 'before', 'after'])
    .where('customerId', '=', regular)
    .where('action', 'in', ['customer.changed', 'follow_up.done'])
    .orderBy('id')
    .execute();
  expect(audited).toMatchObject([
    { action: 'customer.changed', before: { nextFollowUp: null }, after: { nextFollowUp: '2026-06-08' } },
    { action: 'follow_up.done', after: { nextFollowUp: '2026-06-08' } },
  ]);
});

test('pages follow each other without gap or double, the causes in order', async () => {
  const all = await due();
  // 周敏 is planned, 孙悦's promise has come due; 吴迪 ordered meanwhile.
  expect(all.data.map(row => row.cause)).toEqual(['promise', 'planned']);
  const first = await due('?limit=1');
  expect(first).toMatchObject({ hasMore: true, total: 2 });
  const second = await due(`?limit=1&cursor=${first.nextCursor}`);
  expect([...first.data, ...second.data]).toEqual(all.data);
  expect(await idsOf('?cause=planned')).toEqual([`cus_${regular}`]);
  expect((await client.get('/follow-ups?cursor=%00')).status).toBe(400);
});

test('merged records are one person, with one rhythm', async () => {
  const other = await person('周敏', wang.id);
  // Between the visits 33 and 54 days ago: gaps 10, 11, 21, 21, 21 around it, median 21; (5 × 21 + 20) ÷ 7 = 17.9.
  await orders(other, [44]);
  await mergeForTest(platform, SYSTEM, [[regular, other]]);
  expect((await client.get(`/customers/cus_${regular}/follow-up`)).body).toMatchObject({
    rhythm: { gaps: 5, median: 21, days: 17.9 },
  });
  await compute();
  const facts = await db
    .selectFrom('customerFacts')
    .select('num')
    .where('customerId', '=', regular)
    .where('key', '=', 'rhythm.days')
    .executeTakeFirst();
  expect(facts?.num).toBe(17.9);
});

test('where counting everybody takes long, the numbers stand for a while; who was talked to since is gone all the same', async () => {
  const kept = new Map<unknown, { answer: unknown; at: Date }>();
  const stands = vi.spyOn(StandingAnswers.prototype, 'get').mockImplementation(async (key, find) => {
    const whose = `${find} ${key}`;
    const before = kept.get(whose);
    if (before) return before;
    kept.set(whose, { answer: await find(), at: clock.now() });
    return { answer: kept.get(whose)?.answer, at: null };
  });
  try {
    expect((await due()).data.map(row => row.cause)).toEqual(['promise', 'planned']);
    const counted = (await client.get('/follow-ups/counts')).body as object;
    const countedAt = clock.now().toISOString();
    clock.advance(1_000);
    await client.post(`/customers/cus_${regular}/follow-ups`, { outcome: 'snoozed', inDays: 3 });
    expect(await due()).toMatchObject({ data: [{ cause: 'promise' }], total: 2, hasMore: false });
    expect(await idsOf('?cause=planned&limit=1')).toEqual([]);
    expect((await client.get('/follow-ups/counts')).body).toEqual({ ...counted, countedAt });
  } finally {
    stands.mockRestore();
  }
  expect(await due(), 'counted anew').toMatchObject({ data: [{ cause: 'promise' }], total: 1 });
});
