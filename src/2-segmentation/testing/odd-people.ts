import { sql } from 'kysely';
import { buildAccount, buildCustomer, buildMember, mergeForTest, tagForTest } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { between, pick, type Random } from '#platform/random.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { changeFollow, changeOwner, oddTeams } from './odd-follows.ts';
import { ODD_DATA, ODD_TEXTS, oddInstant } from './odd-values.ts';

const BIRTHDAYS = [
  null,
  '1990-06-03',
  '1990-06-04',
  '2000-02-29',
  '1985-12-31',
  '1985-01-01',
  '1900-01-01',
  '2199-12-31',
];
/** 2026-06-03 is 四月十八. */
const LUNAR_BIRTHDAYS = ['04-17', '04-18', '04-18L', '04-19', '05-18', '12-30', '01-01', '06-15L'];
const FOLLOW_UPS = [null, '2026-06-02', '2026-06-03', '2026-06-04', '2026-05-01', '2030-01-01', '2199-12-31'];

/** Forty profiles, some of one person, of whom some things are not known and others are odd. */
export async function oddPeople(platform: TestPlatform, random: Random) {
  const { db, clock } = platform;
  const now = clock.now();
  const shops = [
    await buildAccount(platform, { kind: 'shop', name: '店一' }),
    await buildAccount(platform, { kind: 'shop', name: '店二' }),
  ];
  const accountId = await buildAccount(platform);
  const members = [
    await buildMember(platform, { accountId }),
    await buildMember(platform, { accountId }),
    await buildMember(platform, { accountId }),
  ];
  const teams = await db.transaction().execute(tx => oddTeams(tx, { random }, members));
  const products = [
    await buildProduct(platform, 'traffic', shops[0]),
    await buildProduct(platform, null, shops[1]),
  ];
  const profiles: number[] = [];
  for (let i = 0; i < 40; i++) {
    const id = await buildCustomer(platform, {
      name: pick(random, ['王小明', '李雷', 'Anna', '', ...ODD_TEXTS]),
      city: pick(random, ['杭州', '上海', '', ...ODD_TEXTS]),
      minor: random.next() < 0.2,
      createdAt: oddInstant(random, now),
      ...(random.next() < 0.5 && { followedBy: { accountId, memberId: pick(random, members) } }),
    });
    profiles.push(id);
    await sql`update customers set birthday = ${pick(random, BIRTHDAYS)}, gender = ${pick(random, [null, 1, 2])},
      province = ${pick(random, [null, '', '浙江', ...ODD_TEXTS])}, next_follow_up = ${pick(random, FOLLOW_UPS)}
      where id = ${id}`.execute(db);
  }
  const tagIds = await tagForTest(platform, profiles, random);
  await db.transaction().execute(async tx => {
    const staff = { random, now, accountId, members };
    for (const customerId of profiles) {
      await fillProfile(tx, { random, now, shops, products }, customerId);
      for (let n = between(random, -1, 3); n > 0; n--) await changeFollow(tx, staff, customerId);
      if (random.next() < 0.4) await changeOwner(tx, staff, customerId);
    }
  });
  const [a = 0, b = 0, c = 0, , , f = 0, , , , j = 0] = profiles;
  await mergeForTest(platform, SYSTEM, [
    [a, b],
    [b, c],
    [f, j],
  ]);
  const { rows } = await sql<{ personId: number }>`select distinct person_id from customers`.execute(db);
  return { people: rows.map(row => row.personId), tagIds, shops, members, teams, products, accountId };
}

export type World = { random: Random; now: Date; shops: number[]; products: number[] };

async function fillProfile(tx: Tx, world: World, customerId: number): Promise<void> {
  const { random, now } = world;
  for (let n = between(random, 0, 4); n > 0; n--) await placeOrder(tx, world, customerId);
  const tracked = Array.from({ length: between(random, 0, 6) }, () => ({
    type: pick(random, ['page_viewed', 'coupon_used', ...ODD_TEXTS.slice(0, 4)]),
    customerId,
    at: oddInstant(random, now),
    actor: 'web',
    data: pick(random, [...ODD_DATA, { 键: pick(random, ODD_TEXTS), n: between(random, 0, 3) }]),
  }));
  for (let n = between(random, -2, 3); n > 0; n--) await sayOfConsent(tx, world, customerId);
  for (let n = between(random, -2, 3); n > 0; n--) await contact(tx, world, customerId);
  const facts = [
    { key: 'tier', str: pick(random, ['重要', '常规', '偶然']), num: null, at: null },
    { key: 'group:1', str: null, num: pick(random, [0, 1, 2.5, -3, 1e300]), at: oddInstant(random, now) },
    { key: pick(random, ODD_TEXTS), str: pick(random, ODD_TEXTS), num: null, at: null },
    {
      key: 'field.likes',
      str: pick(random, ['杭州', '杭州\n上海', '上海\n', ...ODD_TEXTS]),
      num: null,
      at: null,
    },
    { key: 'birthday.lunar', str: pick(random, LUNAR_BIRTHDAYS), num: null, at: null },
    { key: 'field.day', str: null, num: null, at: oddInstant(random, now) },
  ].filter(() => random.next() < 0.6);
  for (const fact of facts)
    await tx
      .insertInto('customerFacts')
      .values({ customerId, ...fact, updatedAt: now })
      .execute();
  const keys = facts.map(fact => fact.key);
  await appendEvents(tx, [
    ...tracked,
    { type: 'facts.changed', customerId, at: now, actor: 'test', data: { keys } },
    { type: 'customer.changed', customerId, at: now, actor: 'test' },
  ]);
}

/** A word on a purpose and a channel, which may take an earlier one back. */
export async function sayOfConsent(tx: Tx, { random, now }: World, customerId: number): Promise<void> {
  const word = {
    purpose: pick(random, ['marketing', 'marketing', 'service', 'profiling']),
    channel: pick(random, ['all', 'wecom', 'sms', 'hand']),
  };
  const given = random.next() < 0.6;
  await tx
    .insertInto('consents')
    .values({ customerId, ...word, given, source: 'staff', at: now, actor: 'test' })
    .execute();
  const type = given ? 'consent.given' : 'consent.withdrawn';
  await appendEvents(tx, [{ type, customerId, at: now, actor: 'test', data: word }]);
}

async function contact(tx: Tx, { random, now }: World, customerId: number): Promise<void> {
  const { id } = await tx
    .insertInto('contacts')
    .values({
      customerId,
      channel: pick(random, ['wecom', 'hand']),
      purpose: pick(random, ['marketing', 'service', 'transactional']),
      source: 'odd',
      sourceId: 1,
      step: `${random.next()}`,
      slot: oddInstant(random, now),
      state: pick(random, ['claimed', 'sent', 'sent', 'failed', 'released']),
      claimedAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await appendEvents(tx, [{ type: 'contact.claimed', at: now, actor: 'test', data: { contactIds: [id] } }]);
}

export async function placeOrder(
  tx: Tx,
  { random, now, shops, products }: World,
  customerId: number,
): Promise<void> {
  const order = {
    accountId: pick(random, shops),
    orderNo: `${customerId}-${random.next()}`,
    customerId,
    payment: pick(random, ['paid', 'paid', 'due', 'closed']),
    fulfilment: 'none',
    refund: pick(random, ['none', 'partial', 'full']),
    discount: pick(random, [0, 0, 300, between(random, 0, 20_000)]),
    paid: pick(random, [0, 1, between(random, 0, 20_000), 900_000_000_000]),
    refunded: pick(random, [0, 500]),
    quantity: between(random, 1, 5),
    orderedAt: oddInstant(random, now),
    updatedAt: now,
  };
  const { id } = await tx.insertInto('orders').values(order).returning('id').executeTakeFirstOrThrow();
  const lines = Array.from({ length: between(random, 0, 2) }, (_, line) => ({
    ...{
      orderId: id,
      line: line + 1,
      productId: pick(random, [...products, null]),
      name: pick(random, ODD_TEXTS),
    },
    ...{ quantity: between(random, 1, 3), price: 100, amount: 200, refunded: pick(random, [0, 50]) },
  }));
  if (lines.length > 0) await tx.insertInto('orderItems').values(lines).execute();
  await appendEvents(tx, [
    { type: 'order.placed', customerId, at: now, actor: 'test', data: { orderId: id } },
  ]);
}

async function buildProduct({ db }: TestPlatform, role: string | null, accountId = 0): Promise<number> {
  const { id } = await db
    .insertInto('products')
    .values({ accountId, externalId: '可颂', name: '可颂', role })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
