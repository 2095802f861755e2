import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, buildMember, claimContacts, project } from '#customers/testing';
import { DAY } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { homeRoutes } from './home.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const client = testClient(platform, homeRoutes).as(await testMember(platform));
type Figure = { value: number; before: number | null };
const home = async () =>
  (await client.get('/home')).body as Record<string, Figure> & {
    tiers: { tier: string; people: number }[];
    revenueByDay: { paid: number }[];
    broadcasts: { id: string }[];
  };

test('an empty company has an honest home page and is told what to do first', async () => {
  expect(await home()).toMatchObject({
    reachable: { value: 0 },
    revenue: { value: 0, before: null },
    broadcasts: [],
    tiers: [],
  });
  expect((await client.get('/todos')).body).toMatchObject({
    data: [{ kind: 'channel_missing', to: '/settings/accounts' }],
  });
});

test('the first number falls by exactly those who can no longer, or may no longer, be contacted', async () => {
  const accountId = await buildAccount(platform);
  const memberId = await buildMember(platform, { accountId });
  const people: number[] = [];
  for (let i = 0; i < 10; i++)
    people.push(await buildCustomer(platform, { name: `客户${i}`, followedBy: { accountId, memberId } }));
  const told = async (write: () => Promise<unknown>, customerId: number | undefined, type: string) => {
    await write();
    await db
      .transaction()
      .execute(tx =>
        appendEvents(tx, [{ type, customerId, at: clock.now(), actor: 'test', data: { by: 'customer' } }]),
      );
    await project(platform);
    return (await home()).reachable!.value;
  };
  await project(platform);
  expect((await home()).reachable!.value).toBe(10);
  const customerId = (i: number) => people[i]!;
  const consent = {
    customerId: customerId(0),
    purpose: 'marketing',
    channel: 'all',
    given: false,
    source: 'test',
    at: clock.now(),
    actor: 'test',
  };
  expect(
    await told(() => db.insertInto('consents').values(consent).execute(), customerId(0), 'consent.withdrawn'),
  ).toBe(9);
  const deleted = () =>
    db
      .updateTable('follows')
      .set({ endedAt: clock.now(), endedBy: 'customer' })
      .where('customerId', '=', customerId(1))
      .execute();
  expect(await told(deleted, customerId(1), 'follow.ended')).toBe(8);
  await db.transaction().execute(tx =>
    claimContacts(tx, clock, {
      channel: 'wecom',
      accountId,
      purpose: 'marketing',
      slot: clock.now(),
      source: 'test',
      sourceId: 1,
      step: '',
      candidates: [{ personId: customerId(2) }],
    }),
  );
  await project(platform);
  expect((await home()).reachable!.value).toBe(7);
  expect((await home()).lost).toMatchObject({ value: 1, before: null });
  await db
    .updateTable('channelAccounts')
    .set({ createdAt: new Date(clock.now().getTime() - 20 * DAY) })
    .execute();
  expect((await home()).lost).toMatchObject({ value: 1, before: 0 });
});

test('sales are compared with the thirty days before, refunds deducted, repeats told apart', async () => {
  const shop = await buildAccount(platform, { kind: 'shop' });
  const customerId = await buildCustomer(platform, { name: '回头客' });
  const order = async (daysAgo: number, paid: number, refunded = 0, buyer = customerId) =>
    db.transaction().execute(async tx => {
      const orderedAt = new Date(clock.now().getTime() - daysAgo * DAY);
      const row = {
        accountId: shop,
        orderNo: `o${daysAgo}`,
        customerId: buyer,
        payment: 'paid',
        fulfilment: 'none',
        paid,
        refunded,
        orderedAt,
        updatedAt: orderedAt,
      };
      const { id } = await tx.insertInto('orders').values(row).returning('id').executeTakeFirstOrThrow();
      await appendEvents(tx, [
        { type: 'order.placed', customerId: buyer, at: orderedAt, actor: 'test', data: { orderId: id } },
      ]);
    });
  await order(45, 10_000);
  await order(10, 8_000, 500);
  await order(0, 2_000);
  await project(platform);
  // The records begin in the middle of the span before: it is no whole span, and nothing is compared with it.
  expect(await home()).toMatchObject({ revenue: { value: 9_500, before: null }, orders: { before: null } });
  await order(70, 1_000);
  await project(platform);
  const body = await home();
  expect(body).toMatchObject({
    revenue: { value: 9_500, before: 10_000 },
    orders: { value: 2, before: 1 },
    repeatShare: { value: 1, before: 1 },
  });
  expect(body.revenueByDay).toHaveLength(30);
  expect(body.revenueByDay.at(-1)).toMatchObject({ day: '2026-06-03', paid: 2_000 });
  // One buyer is too few for tiers: there is nothing to do.
  expect((await client.get('/todos')).body).toEqual({ data: [] });
  for (let i = 0; i < 24; i++) {
    const other = await buildCustomer(platform, { name: `买过${i}` });
    await order(i + 100, 1_000, 0, other);
  }
  await project(platform);
  expect((await client.get('/todos')).body).toMatchObject({
    data: [{ kind: 'tiers_missing', count: 25, to: '/tiers' }],
  });
});

test('broadcasts that wait for members are counted once each, and a single one is opened at once', async () => {
  const memberId = await buildMember(platform, { accountId: await buildAccount(platform) });
  const begin = async (tasks: number, memberId: number) => {
    const made = { createdAt: clock.now(), updatedAt: clock.now(), createdBy: 'test' };
    const { id: broadcastId } = await db
      .insertInto('broadcasts')
      .values({ name: '群发', channel: 'wecom', rule: {}, message: {}, seed: 1, status: 'sent', ...made })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { id: accountId } = await db
      .selectFrom('channelAccounts')
      .select('id')
      .where('kind', '=', 'wecom')
      .limit(1)
      .executeTakeFirstOrThrow();
    const task = { broadcastId, accountId, memberId, message: {}, people: 1, state: 'created' };
    for (let i = 0; i < tasks; i++)
      await db
        .insertInto('sendTasks')
        .values({ ...task, createdAt: clock.now() })
        .execute();
    return broadcastId;
  };
  const waiting = async (by = client) =>
    ((await by.get('/todos')).body as { data: { kind: string }[] }).data.find(({ kind }) =>
      ['unconfirmed_tasks', 'tasks_to_confirm'].includes(kind),
    );
  const first = await begin(3, memberId);
  expect(await waiting()).toMatchObject({ count: 1, to: `/broadcasts/bro_${first}` });
  expect((await home()).broadcasts).toMatchObject([{ id: `bro_${first}` }]);
  await db.updateTable('broadcasts').set({ status: 'draft' }).execute();
  expect((await home()).broadcasts, 'a draft has not gone out').toEqual([]);
  await db.updateTable('broadcasts').set({ status: 'cancelled' }).execute();
  expect((await home()).broadcasts, 'nor has what was cancelled before its time').toEqual([]);
  await db.updateTable('broadcasts').set({ status: 'sent' }).execute();
  const staff = await testMember(platform, 'staff', 'own');
  const theirs = await begin(2, staff.id);
  expect(await waiting()).toMatchObject({ kind: 'unconfirmed_tasks', count: 2, to: '/broadcasts' });
  expect(await waiting(client.as(staff))).toMatchObject({
    kind: 'tasks_to_confirm',
    count: 1,
    to: `/broadcasts/bro_${theirs}`,
  });
});

test('staff see what to do, not the company’s figures', async () => {
  const staff = client.as(await testMember(platform, 'staff', 'own'));
  expect(await staff.get('/home')).toMatchObject({ status: 403 });
  expect(await staff.get('/todos')).toMatchObject({ status: 200, body: { data: [] } });
});
