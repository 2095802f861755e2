import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { buildAccount, buildCustomer, project } from '#customers/testing';
import { DAY, fromShanghai, HOUR } from '#platform/clock.ts';
import { appendEvents, type NewEvent } from '#platform/log/events.ts';
import { StandingAnswers } from '#platform/standing.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { churnRoutes } from './churn.routes.ts';
import { isAbove, poissonTail, strawOf } from './last-straw.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await buildAccount(platform);
const shop = await buildAccount(platform, { kind: 'shop' });
const lin = await testMember(platform, 'staff', 'own');
const client = testClient(platform, churnRoutes).as(await testMember(platform));
clock.set(fromShanghai('2026-06-03', 9 * 60));
const ago = (days: number) => new Date(clock.now().getTime() - days * DAY);

/** Forty people, followed for a hundred days. */
const people: number[] = [];
for (let n = 1; n <= 40; n++)
  people.push(
    await buildCustomer(platform, {
      ...{ name: `客户${n}`, createdAt: ago(100) },
      followedBy: { accountId: corp, memberId: lin.id },
    }),
  );
const p = (n: number) => people[n - 1]!;

const tell = (events: NewEvent[]) => db.transaction().execute(tx => appendEvents(tx, events));
const delivered = (customerId: number, broadcastId: number, name: string, at: Date): NewEvent => ({
  ...{ type: 'message.delivered', customerId, at, actor: `member:${lin.id}` },
  data: { broadcastId, name, state: 'delivered' },
});
async function leave(customerId: number, at: Date, by: 'customer' | 'member'): Promise<void> {
  await db
    .updateTable('follows')
    .set({ endedAt: at, endedBy: by })
    .where('customerId', '=', customerId)
    .execute();
  await tell([{ type: 'follow.ended', customerId, at, actor: `member:${lin.id}`, data: { by } }]);
}
const worth = (customerId: number, num: number) =>
  db
    .insertInto('customerFacts')
    .values({ customerId, key: 'value.total', num, updatedAt: clock.now() })
    .execute();

// “大促” to 1–20, twenty days ago; five of them deleted us two days later. “食谱” to 21–30, ten days ago: nobody did.
await tell([
  ...people.slice(0, 20).map(id => delivered(id, 7, '大促', ago(20))),
  ...people.slice(20, 30).map(id => delivered(id, 8, '食谱', ago(10))),
]);
for (let n = 1; n <= 5; n++) await leave(p(n), ago(18), 'customer');
await leave(p(31), ago(12), 'customer');
await leave(p(32), ago(5), 'member');
await project(platform);

type Lost = { customerId: string; causes: string[]; deleted: unknown; isReadOnly: boolean };
type Rescue = { data: Lost[]; total: number; nextCursor: string | null };
const rescue = async (query = '', as = client) => (await as.get(`/churn/rescue${query}`)).body as Rescue;

test('the last straw: deletions within seven days of each broadcast, against the usual rate', async () => {
  const { body } = await client.get('/churn?days=30');
  // Followed: 33 × 30 + 5 × 12 + 18 + 25 = 1093 days. Within seven days of a message: 15 × 7 + 5 × 3 + 10 × 7 = 190.
  // One deletion in the other 903 days, that is in 129 weeks.
  expect(body).toMatchObject({
    ...{ since: '2026-05-04', deletions: 6, afterMessage: 5 },
    usual: { deletions: 1 },
    straws: [
      { broadcastId: 'bro_7', name: '大促', sent: 20, deleted: 5, isAbove: true },
      { broadcastId: 'bro_8', name: '食谱', sent: 10, deleted: 0, isAbove: false },
    ],
  });
  const { usual, straws } = body as { usual: { weeks: number }; straws: { expected: number }[] };
  expect(usual.weeks).toBeCloseTo(129, 6);
  expect(straws.map(straw => straw.expected)).toEqual([
    expect.closeTo(20 / 129, 6),
    expect.closeTo(10 / 129, 6),
  ]);
});

test('a message of yesterday has had one day of seven: so much less is expected of it', async () => {
  clock.set(ago(9));
  const { body } = await client.get('/churn?days=30');
  clock.set(fromShanghai('2026-06-03', 9 * 60));
  // Followed: 34 × 30 + 5 × 21 + 27 = 1152 days; after a message 15 × 7 + 5 × 3 + 10 × 2 = 140; one deletion in the others.
  const { straws } = body as { straws: { deleted: number; expected: number }[] };
  expect(straws).toMatchObject([{ deleted: 5 }, { deleted: 0, expected: expect.closeTo(10 / 1012, 6) }]);
});

test('few deletions are told, not judged; many by chance are not called above', () => {
  // 1 − e⁻¹ (1 + 1 + ½) and 1 − e⁻⁰·⁸ (1 + 0.8 + 0.32)
  expect(poissonTail(3, 1)).toBeCloseTo(0.0803, 4);
  expect(poissonTail(3, 0.8)).toBeCloseTo(0.0474, 4);
  expect(isAbove(3, 1)).toBe(false);
  expect(isAbove(3, 0.8)).toBe(true);
  expect(isAbove(2, 0.01)).toBe(false);
  // Where e to the minus mean is no number any more; half lies above the mean, and 900 is 3.4 deviations above 800.
  expect(poissonTail(800, 800)).toBeCloseTo(0.5, 1);
  expect(isAbove(900, 800)).toBe(true);
});

test('with no week in which nobody had been written to, nothing is more than usual', async () => {
  const usual = { broadcast: 9, name: '周报', sentAt: '0', sent: 20, deleted: 5, weeks: 20 };
  expect(strawOf(usual, null, null)).toMatchObject({ deleted: 5, isAbove: false });
  expect(strawOf(usual, 0.001, null)).toMatchObject({ isAbove: true });
});

test('the queue: who deleted us lately, worth most first, with what they had been sent', async () => {
  await worth(p(31), 90_000);
  await worth(p(3), 120_000);
  const all = await rescue();
  expect(all).toMatchObject({ total: 6, causes: { deleted: 6, silent: 0, unanswered: 0 } });
  expect(all.data.map(row => row.customerId).slice(0, 3)).toEqual([
    `cus_${p(3)}`,
    `cus_${p(31)}`,
    `cus_${p(1)}`,
  ]);
  expect(all.data[0]?.deleted).toMatchObject({ at: ago(18).toISOString(), after: ['大促'] });
  expect(all.data[1]?.deleted).toMatchObject({ after: [] });
  expect((await rescue('?broadcast=bro_7')).total).toBe(5);
  expect((await rescue('?broadcast=bro_8')).total).toBe(0);
  const first = (await client.get('/churn/rescue?limit=4')).body as Rescue & { nextCursor: string };
  const second = await rescue(`?limit=4&cursor=${first.nextCursor}`);
  expect([...first.data, ...second.data]).toEqual(all.data);
  // Back again: no longer lost.
  await db
    .updateTable('follows')
    .set({ endedAt: null, endedBy: null })
    .where('customerId', '=', p(3))
    .execute();
  expect((await rescue()).total).toBe(5);
});

test('who is silent for four to twelve times their rhythm stands in it, until they order or are put off', async () => {
  const id = p(33);
  const order = (days: number) => ({
    ...{
      accountId: shop,
      orderNo: `C-${days}`,
      customerId: id,
      payment: 'paid',
      fulfilment: 'none',
      paid: 100,
    },
    ...{ orderedAt: ago(days), updatedAt: clock.now() },
  });
  await db
    .insertInto('orders')
    .values([order(40), order(48)])
    .execute();
  // A rhythm of 8 days, the last order 40 days ago: due after 12 days, lost after 32, given up after 96.
  await db
    .insertInto('customerFacts')
    .values([
      { customerId: id, key: 'rhythm.days', num: 8, updatedAt: clock.now() },
      { customerId: id, key: 'rhythm.due', at: ago(28), updatedAt: clock.now() },
    ])
    .execute();
  const silent = async () => (await rescue('?cause=silent')).data.map(row => row.customerId);
  expect(await silent()).toEqual([`cus_${id}`]);
  const shift = async (days: number) => {
    await sql`update orders set ordered_at = ordered_at - ${days}::int * interval '1 day'`.execute(db);
    await sql`update customer_facts set at = at - ${days}::int * interval '1 day' where key = 'rhythm.due'`.execute(
      db,
    );
  };
  await shift(57);
  expect(await silent(), 'after 97 days it is no longer a silence').toEqual([]);
  await shift(-66);
  expect(await silent(), 'after 31 days it is a matter of follow-up').toEqual([]);
  await shift(9);
  await db.updateTable('customers').set({ nextFollowUp: '2026-06-10' }).where('id', '=', id).execute();
  expect(await silent()).toEqual([]);
  await db.updateTable('customers').set({ nextFollowUp: null }).where('id', '=', id).execute();
  await db.insertInto('orders').values(order(1)).execute();
  expect(await silent()).toEqual([]);
});

test('who answered before and left the last three messages unanswered stands in it', async () => {
  const replied = (customerId: number, at: Date): NewEvent => ({
    ...{ type: 'message.replied', customerId, at, actor: 'test' },
  });
  const sent = [60, 50, 40, 30, 20, 10];
  const answers = (n: number, days: readonly number[]) =>
    days.map(day => replied(p(n), new Date(ago(day).getTime() + 5 * HOUR)));
  await tell([
    ...[34, 35, 36].flatMap(n => sent.map(day => delivered(p(n), 100 + day, '周报', ago(day)))),
    // 34 answered one of the first three; 35 the last as well; 36 never did.
    ...answers(34, [50]),
    ...answers(35, [60, 50, 10]),
  ]);
  await project(platform);
  expect(await rescue('?cause=unanswered')).toMatchObject({
    data: [{ customerId: `cus_${p(34)}`, causes: ['unanswered'], deleted: null }],
    total: 1,
  });
  // 37 answered the last but two; what came an hour ago could not be answered yet.
  await tell([
    ...[60, 50, 40, 30, 20, 10].map(day => delivered(p(37), 200 + day, '周报', ago(day))),
    ...answers(37, [50, 30]),
    delivered(p(37), 300, '周报', new Date(clock.now().getTime() - HOUR)),
  ]);
  await project(platform);
  expect((await rescue('?cause=unanswered')).total).toBe(1);
});

test('who deleted a member is still told to them, without more; not once somebody else is in charge', async () => {
  const told = async () =>
    (await rescue('?cause=deleted', client.as(lin))).data as unknown as Record<string, unknown>[];
  const of = (n: number, rows: Record<string, unknown>[]) =>
    rows.find(row => row.customerId === `cus_${p(n)}`);
  const before = await told();
  expect(before.map(row => row.customerId).sort()).toEqual([1, 2, 4, 5, 31].map(n => `cus_${p(n)}`).sort());
  expect(of(31, before)).toMatchObject({ isReadOnly: true, name: '客户31', deleted: { after: [] } });
  expect(of(31, before)).toMatchObject({ value: null, tier: null, rhythm: null, members: [], promises: [] });
  const other = await testMember(platform, 'staff', 'own');
  await db.updateTable('customers').set({ ownerMemberId: other.id }).where('id', '=', p(31)).execute();
  expect(of(31, await told())).toBeUndefined();
  expect((await rescue('?cause=deleted', client.as(other))).data).toMatchObject([
    { customerId: `cus_${p(31)}`, isReadOnly: false, value: 90_000 },
  ]);
  await db.updateTable('customers').set({ ownerMemberId: null }).where('id', '=', p(31)).execute();
  // Who had been followed by another and deleted them last is no business of hers.
  await db.updateTable('follows').set({ memberId: other.id }).where('customerId', '=', p(1)).execute();
  expect([of(1, await told()), (await rescue('', client.as(other))).total]).toEqual([undefined, 1]);
  await db.updateTable('follows').set({ memberId: lin.id }).where('customerId', '=', p(1)).execute();
});

test('staff see their own; what concerns the whole shop is for those who steer it', async () => {
  const as = client.as(lin);
  const seen = (await rescue('', as)).data;
  expect(seen.filter(row => !row.isReadOnly).map(row => row.customerId)).toEqual([`cus_${p(34)}`]);
  expect((await as.get('/churn')).status).toBe(403);
  const stranger = await testMember(platform, 'staff', 'own');
  expect((await rescue('', client.as(stranger))).total).toBe(0);
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from follows where ended_by = 'customer'`.execute(db);
  expect(Number(rows[0]?.n)).toBe(5);
});

test('where counting everybody takes long, the numbers stand for a while; who was talked to since is gone all the same', async () => {
  const kept = new Map<string, { answer: unknown; at: Date }>();
  const stands = vi.spyOn(StandingAnswers.prototype, 'get').mockImplementation(async (key, find) => {
    const before = kept.get(key);
    if (before) return before;
    kept.set(key, { answer: await find(), at: clock.now() });
    return { answer: kept.get(key)?.answer, at: null };
  });
  try {
    const all = await rescue();
    expect(all.data.length).toBeGreaterThan(3);
    const [first, second, ...others] = all.data.map(row => row.customerId);
    await db
      .updateTable('customers')
      .set({ nextFollowUp: '2027-01-01' })
      .where('id', '=', Number(second?.slice(4)))
      .execute();
    const one = await rescue('?limit=1');
    expect(one).toMatchObject({
      data: [all.data[0]],
      total: all.total,
      countedAt: clock.now().toISOString(),
    });
    const rest = await rescue(`?cursor=${one.nextCursor}`);
    expect(
      rest.data.map(row => row.customerId),
      `after ${first}, without ${second}`,
    ).toEqual(others);
  } finally {
    stands.mockRestore();
  }
});
