import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { columnsRead, rebuildAnalytics } from '#customers';
import { buildCustomer, project } from '#customers/testing';
import type { Scope } from '#platform/auth/actor.ts';
import { HOUR } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import type { Rule } from '../rules/contract.ts';
import { planOf, questionsIn } from '../rules/to-bitmap.ts';
import { live } from '../testing/odd-life.ts';
import { oddPeople } from '../testing/odd-people.ts';
import { oddLeaf, oddRule } from '../testing/odd-rules.ts';
import { countInClickHouse, countInMemory } from './count.ts';

/** Sets in memory and ClickHouse count the same people, whatever is asked and whatever happened since. */
const SEED = 20_261_124;
const ROUNDS = 7;
const RULES = 50;
const platform = await testPlatform();
const { db } = platform;
const random = seededRandom(SEED);
const people = await oddPeople(platform, random);
const segments: number[] = [];
for (const rule of [{ tags: 'any', ids: people.tagIds.slice(0, 2) }, { reachable: 'wecom' }] satisfies Rule[])
  segments.push(await keep(rule));
segments.push(await keep({ not: { segment: segments[0] ?? 0 } }));
const named = { ...people, segments };

async function keep(rule: Rule): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into segments (name, rule, created_by, created_at, updated_at)
    values (${JSON.stringify(rule)}, ${JSON.stringify(rule)}::jsonb, 'test', now(), now()) returning id`.execute(
    db,
  );
  return rows[0]?.id ?? 0;
}

const anyScope = (): Scope =>
  random.next() < 0.8 ? { kind: 'all' } : { kind: 'members', memberIds: people.members.slice(0, 2) };

/** @returns how many rules named some and not all. */
async function holdTogether(rules: readonly Rule[], about: string): Promise<number> {
  await columnsRead(platform);
  let splits = 0;
  for (const rule of rules) {
    const scope = anyScope();
    const inMemory = await countInMemory(platform, rule, scope);
    expect(inMemory, `${about}: ${JSON.stringify(rule)}`).toEqual(
      await countInClickHouse(platform, rule, scope),
    );
    if (inMemory && inMemory.people > 0 && inMemory.people < inMemory.total) splits++;
  }
  return splits;
}

test(`sets in memory count whom ClickHouse counts, after whatever happened (seed ${SEED})`, async () => {
  await project(platform);
  const rules = fc.sample(fc.oneof(oddRule(named), oddLeaf(named)), { numRuns: RULES * ROUNDS, seed: SEED });
  let splits = 0;
  for (let round = 0; round < ROUNDS; round++) {
    splits += await holdTogether(rules.slice(round * RULES, (round + 1) * RULES), `round ${round}`);
    for (let several = 12; several > 0; several--) await live({ platform, people, random });
    if (round % 3 === 0) platform.clock.advance(between(random, 1, 40) * HOUR);
    if (round === 5) await rebuildAnalytics(platform);
    await project(platform);
  }
  expect(splits, 'rules that split the people').toBeGreaterThan(RULES);
  const context = { now: platform.clock.now(), segments: new Map(), teams: new Map() };
  const asked = rules.filter(rule => questionsIn(planOf(rule, context)).length > 0).length;
  expect(asked, 'rules that need ClickHouse').toBeGreaterThan(RULES);
  expect(rules.length - asked, 'rules that do not').toBeGreaterThan(RULES);
}, 240_000);

test('what was asked before is right again after each change, in small steps', async () => {
  const rules: Rule[] = [
    ...people.tagIds.map((id): Rule => ({ tags: 'any', ids: [id] })),
    { attribute: 'city', test: { is: 'one_of', values: ['杭州'] } },
    { attribute: 'orders', test: { is: 'at_least', value: 2 } },
    { attribute: 'lastOrderAt', test: { is: 'empty' } },
    { attribute: 'members', test: { is: 'empty' } },
    { attribute: 'hasPhone', test: { is: 'yes' } },
    { not: { attribute: 'followed', test: { is: 'yes' } } },
    { reachable: 'wecom' },
  ];
  for (let step = 0; step < 25; step++) {
    for (let several = between(random, 1, 4); several > 0; several--)
      await live({ platform, people, random });
    await project(platform);
    await holdTogether(rules, `step ${step}`);
  }
}, 120_000);

test('a child is counted once a guardian has consented', async () => {
  const child: Rule = { attribute: 'city', test: { is: 'one_of', values: ['那曲'] } };
  const [accountId, memberId] = [people.accountId, people.members[0] ?? 0];
  const id = await buildCustomer(platform, { city: '那曲', followedBy: { accountId, memberId } });
  const at = platform.clock.now();
  await sql`update customers set birthday = '2020-02-02' where id = ${id}`.execute(db);
  await project(platform);
  await holdTogether([child], 'a child');
  expect((await countInMemory(platform, child, { kind: 'all' }))?.reachable).toBe(0);
  await sql`insert into consents (customer_id, purpose, channel, given, text_version, source, at, actor)
    values (${id}, 'guardian', 'all', true, 'v1', 'test', ${at}, 'test')`.execute(db);
  await db
    .transaction()
    .execute(tx =>
      appendEvents(tx, [{ type: 'consent.given', customerId: id, at, actor: 'test', data: {} }]),
    );
  await project(platform);
  await holdTogether([child], 'a child with a guardian');
  expect((await countInMemory(platform, child, { kind: 'all' }))?.reachable).toBe(1);
});

test('very many events of one person, over profiles that belong together, are counted as they are', async () => {
  const [one, other] = [pick(random, people.people), await buildCustomer(platform)];
  const at = platform.clock.now();
  for (const [customerId, count] of [
    [one, 254],
    [other, 300],
  ] as const)
    await db.transaction().execute(tx =>
      appendEvents(
        tx,
        Array.from({ length: count }, () => ({ type: 'tasted', customerId, at, actor: 'web', data: {} })),
      ),
    );
  await project(platform);
  const tasted = (test: object): Rule =>
    ({ events: 'tasted', measure: { of: 'count' }, test, window: null, where: [] }) as unknown as Rule;
  const rules = [253, 254, 255, 256, 299, 300, 301].flatMap(value => [
    tasted({ is: 'at_least', value }),
    tasted({ is: 'at_most', value }),
    tasted({ is: 'between', from: 1, to: value }),
    tasted({ is: 'between', from: value, to: 1_000 }),
  ]);
  expect(await holdTogether(rules, 'many events')).toBeGreaterThan(15);
});

test('somebody who comes later is counted; a limit that is changed holds at once', async () => {
  const everybody: Rule = { not: { attribute: 'createdAt', test: { is: 'empty' } } };
  await holdTogether([everybody], 'before');
  const id = await buildCustomer(platform, { city: '拉萨' });
  await project(platform);
  const inLhasa: Rule = { attribute: 'city', test: { is: 'one_of', values: ['拉萨'] } };
  expect(await countInMemory(platform, inLhasa, { kind: 'all' })).toMatchObject({ people: 1 });
  await sql`update customers set city = '林芝' where id = ${id}`.execute(db);
  const at = platform.clock.now();
  await db
    .transaction()
    .execute(tx =>
      appendEvents(tx, [
        { type: 'customer.changed', customerId: id, at, actor: 'test', data: { fields: [] } },
      ]),
    );
  await project(platform);
  expect(await countInMemory(platform, inLhasa, { kind: 'all' })).toMatchObject({ people: 0 });
  await sql`update rule_facts set value = '{"max": 0}' where name = 'marketing.person.week'`.execute(db);
  const counts = await countInMemory(platform, everybody, { kind: 'all' });
  expect(counts).toEqual(await countInClickHouse(platform, everybody, { kind: 'all' }));
  expect(counts?.reachable).toBe(0);
});

test('a process without a list asks ClickHouse', async () => {
  const elsewhere = { ...platform, clickhouse: { ...platform.clickhouse } };
  expect(await countInMemory(elsewhere, { reachable: 'wecom' }, { kind: 'all' })).toBeUndefined();
});
