import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { reachableSql } from '#customers';
import {
  buildAccount,
  buildCustomer,
  buildMember,
  mergeForTest,
  project,
  tagForTest,
} from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY, HOUR } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { check } from './check.ts';
import {
  ATTRIBUTES,
  type AttributeName,
  type Leaf,
  type Rule,
  ruleSchema,
  TESTS_OF,
  type Test,
} from './contract.ts';
import { loadPerson } from './load-person.ts';
import { peopleQuery, toSql } from './to-sql.ts';

const SEED = 20_260_603;
const platform = await testPlatform();
const { db, clock, clickhouse } = platform;
const now = clock.now();

const shops = [
  await buildAccount(platform, { kind: 'shop', name: '店一' }),
  await buildAccount(platform, { kind: 'shop', name: '店二' }),
];
const accountId = await buildAccount(platform);
const members = [await buildMember(platform, { accountId }), await buildMember(platform, { accountId })];
const products = await Promise.all(
  ['可颂', '吐司'].map(async name => {
    const row = await db
      .insertInto('products')
      .values({ accountId: shops[0]!, externalId: name, name })
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  }),
);
const { people, tagIds } = await makePeople();
const reachable = await reachableSql(db, 'wecom', now);
await project(platform);

async function makePeople() {
  const random = seededRandom(SEED);
  const profiles: number[] = [];
  const instant = () =>
    new Date(now.getTime() - between(random, 0, 120) * DAY - between(random, 0, 23) * HOUR);
  for (let i = 0; i < 40; i++) {
    const id = await buildCustomer(platform, {
      name: pick(random, ['王小明', '李雷', 'Anna', '']),
      city: pick(random, ['杭州', '上海', '']),
      minor: random.next() < 0.2,
      createdAt: instant(),
      ...(random.next() < 0.5 && { followedBy: { accountId, memberId: pick(random, members) } }),
    });
    profiles.push(id);
    const birthday = pick(random, [null, '1990-06-05', '2000-02-29', '1985-12-31']);
    await sql`update customers set birthday = ${birthday}, gender = ${pick(random, [null, 1, 2])},
      next_follow_up = ${pick(random, [null, '2026-06-04', '2026-05-01'])} where id = ${id}`.execute(db);
  }
  const tagIds = await tagForTest(platform, profiles, random);
  await db.transaction().execute(async tx => {
    for (const customerId of profiles) {
      for (let n = between(random, 0, 4); n > 0; n--) await makeOrder(customerId);
      const seen = Array.from({ length: between(random, 0, 5) }, () => ({
        type: pick(random, ['page_viewed', 'coupon_used']),
        customerId,
        at: instant(),
        actor: 'web',
        data: {
          sku: pick(random, ['a', 'b']),
          n: between(random, 0, 3),
          price: 1.5,
          vip: random.next() < 0.5,
          deep: { x: pick(random, ['a', 1]) },
        },
      }));
      await appendEvents(tx, seen);
      if (random.next() < 0.5)
        await tx
          .insertInto('customerFacts')
          .values({ customerId, key: 'tier', str: pick(random, ['重要', '常规', '偶然']), updatedAt: now })
          .execute();
      if (random.next() < 0.5)
        await tx
          .insertInto('customerFacts')
          .values({ customerId, key: 'group:1', num: between(random, 0, 3), at: instant(), updatedAt: now })
          .execute();
      await appendEvents(tx, [
        { type: 'facts.changed', customerId, at: now, actor: 'test', data: { keys: ['tier', 'group:1'] } },
      ]);
      await appendEvents(tx, [{ type: 'customer.changed', customerId, at: now, actor: 'test' }]);
    }
    async function makeOrder(customerId: number) {
      const paid = between(random, 0, 20_000);
      const order = {
        accountId: pick(random, shops),
        orderNo: `${customerId}-${random.next()}`,
        customerId,
        payment: pick(random, ['paid', 'paid', 'due']),
        fulfilment: 'none',
        refund: pick(random, ['none', 'partial']),
        paid,
        refunded: pick(random, [0, 500]),
        quantity: between(random, 1, 5),
        orderedAt: instant(),
        updatedAt: now,
      };
      const { id } = await db.insertInto('orders').values(order).returning('id').executeTakeFirstOrThrow();
      await db
        .insertInto('orderItems')
        .values({
          orderId: id,
          line: 1,
          productId: pick(random, [...products, null]),
          name: 'x',
          quantity: 2,
          price: 100,
          amount: 200,
        })
        .execute();
      await db
        .transaction()
        .execute(tx =>
          appendEvents(tx, [
            { type: 'order.placed', customerId, at: now, actor: 'test', data: { orderId: id } },
          ]),
        );
    }
  });
  await mergeForTest(platform, SYSTEM, [
    [profiles[0]!, profiles[1]!],
    [profiles[1]!, profiles[2]!],
    [profiles[5]!, profiles[9]!],
  ]);
  const { rows } = await sql<{ personId: number }>`select distinct person_id from customers`.execute(db);
  return { people: rows.map(row => row.personId), tagIds };
}

// — random rules ———————————————————————————————————————————————————————————————————————————————————————————————————
const window = fc.oneof(
  fc.record({
    kind: fc.constant('last' as const),
    n: fc.integer({ min: 1, max: 100 }),
    unit: fc.constantFrom('day' as const, 'hour' as const),
  }),
  fc.record({ kind: fc.constant('before' as const), n: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant('next' as const), n: fc.integer({ min: 1, max: 10 }) }),
  fc.record({
    kind: fc.constant('between' as const),
    from: fc.constantFrom(null, '2026-04-01'),
    to: fc.constantFrom(null, '2026-05-20'),
  }),
);
const small = fc.integer({ min: 0, max: 5 });
const numberTest = (max: number) => {
  const n = fc.integer({ min: 0, max });
  return fc.oneof(
    n.map(value => ({ is: 'at_least' as const, value })),
    n.map(value => ({ is: 'at_most' as const, value })),
    fc.tuple(n, n).map(([a, b]) => ({ is: 'between' as const, from: Math.min(a, b), to: Math.max(a, b) })),
  );
};
const words = fc.subarray(['王小明', '杭州', '上海', '', '重要', '常规', 'a', 'b', 'male', 'test'], {
  minLength: 1,
});
const testOf = (is: Test['is']): fc.Arbitrary<Test> => {
  switch (is) {
    case 'one_of':
      return words.map(values => ({ is, values }));
    case 'contains':
      return fc.constantFrom('小', 'n', '杭').map(value => ({ is, value }));
    case 'within':
      return window.map(w => ({ is, window: w }));
    case 'anniversary':
      return fc.integer({ min: 0, max: 366 }).map(days => ({ is, days }));
    case 'any_member':
      return fc.subarray(members, { minLength: 1 }).map(ids => ({ is, ids }));
    case 'at_least':
    case 'at_most':
      return fc.integer({ min: 0, max: 30_000 }).map(value => ({ is, value }));
    case 'between':
      return fc.integer({ min: 0, max: 5 }).map(from => ({ is, from, to: from + 10_000 }));
    default:
      return fc.constant({ is });
  }
};
const attribute = fc.constantFrom(...(Object.keys(ATTRIBUTES) as AttributeName[])).chain(name =>
  fc
    .constantFrom(...TESTS_OF[ATTRIBUTES[name].type])
    .chain(testOf)
    .map(t => ({ attribute: name, test: t })),
);
const where = fc.record({
  property: fc.constantFrom('sku', 'n', 'price', 'vip', 'deep.x', 'none', 'od`d'),
  test: fc.oneof(
    words.map(values => ({ is: 'one_of' as const, values })),
    numberTest(3),
    fc.constantFrom({ is: 'present' as const }, { is: 'yes' as const }),
    fc.constant({ is: 'contains' as const, value: 'a' }),
  ),
});
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  attribute as fc.Arbitrary<Leaf>,
  fc.record({
    tags: fc.constantFrom('any' as const, 'all' as const, 'none' as const),
    ids: fc.subarray(tagIds, { minLength: 1 }),
  }),
  fc.record({
    orders: fc.constantFrom('count' as const, 'paid' as const, 'quantity' as const),
    test: fc.oneof(numberTest(5), numberTest(40_000)),
    window: fc.option(window),
    shops: fc.subarray(shops),
    products: fc.subarray(products),
    refund: fc.constantFrom(null, 'partial' as const),
  }),
  fc.record({
    events: fc.constantFrom('page_viewed', 'coupon_used', 'order.placed', 'never'),
    measure: fc.constantFrom(
      { of: 'count' as const },
      { of: 'days' as const },
      { of: 'sum' as const, property: 'n' },
    ),
    test: numberTest(5),
    window: fc.option(window),
    where: fc.array(where, { maxLength: 2 }),
  }),
  fc.constant({ reachable: 'wecom' as const }),
  fc.record({
    fact: fc.constantFrom('tier', 'group:1', 'none'),
    test: fc.oneof(
      numberTest(3),
      words.map(values => ({ is: 'one_of' as const, values })),
      window.map(w => ({ is: 'within' as const, window: w })),
      fc.constant({ is: 'present' as const }),
    ),
  }),
);
const { rule } = fc.letrec<{ rule: Rule }>(tie => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
}));
void small;

describe('a rule', () => {
  test(`checked in memory and asked of ClickHouse names the same people (seed ${SEED})`, async () => {
    const facts = new Map(
      await Promise.all(people.map(async id => [id, await loadPerson(db, id, now)] as const)),
    );
    let both = 0;
    await fc.assert(
      fc.asyncProperty(rule, async tree => {
        expect(ruleSchema.safeEncode(tree).success).toBe(true);
        const inMemory = people.filter(id => check(tree, facts.get(id)!, now)).sort((a, b) => a - b);
        const compiled = toSql(tree, { now, segments: new Map(), merged: true, reachable });
        const found = await clickhouse.rows<{ person_id: number }>(
          peopleQuery(compiled, 'person_id'),
          compiled.values,
        );
        expect(found.map(row => row.person_id).sort((a, b) => a - b)).toEqual(inMemory);
        if (inMemory.length > 0 && inMemory.length < people.length) both++;
      }),
      { numRuns: 400, seed: SEED },
    );
    expect(both, 'rules that split the people').toBeGreaterThan(80);
  }, 120_000);
});
