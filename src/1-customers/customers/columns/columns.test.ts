import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Actor, SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { catchUp } from '#platform/log/readers.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerListQuery } from '../../contract.ts';
import { mergeCustomers, undoMerge } from '../../identities/merges.ts';
import { beginEpoch, projectionReader } from '../../projection/projection.ts';
import { rebuildAnalytics } from '../../projection/rebuild.ts';
import { addTags, ensureTag } from '../../tags/tags.ts';
import { buildAccount, buildCustomer, buildMember } from '../../testing/factories.ts';
import { project } from '../../testing/project.ts';
import { describeCustomers, describeFound } from '../describe.sql.ts';
import { findInColumns, findPage } from '../list.ts';
import { passesOf } from './choose.ts';
import { columnsRead, currentColumns } from './current.ts';
import { countFitting } from './find.ts';

/**
 * Whatever the list is asked, the columns in memory and ClickHouse find the same people in the same order, and what the columns
 * say of them is what PostgreSQL says.
 */
const SEED = 20261122;
const PEOPLE = 150;
const platform = await testPlatform();
const { db, clock } = platform;
const random = seededRandom(SEED);
const some = (share: number) => random.next() < share;
const accounts = [await buildAccount(platform), await buildAccount(platform, { kind: 'shop' })];
const members: number[] = [];
for (let i = 0; i < 4; i++)
  members.push(await buildMember(platform, { accountId: accounts[0] ?? 0, name: `员工${i}` }));
const tags: number[] = [];
await db.transaction().execute(async tx => {
  for (const id of [1, 31, 32, 63, 64, 127, 200, 255]) {
    await sql`select setval(pg_get_serial_sequence('tags', 'id'), ${id}, false)`.execute(tx);
    tags.push(await ensureTag(tx, '口味', `第${id}种`));
  }
});
const people: number[] = [];
for (let i = 0; i < PEOPLE; i++) people.push(await buildSomebody(i));
await project(platform);

async function buildSomebody(i: number): Promise<number> {
  const id = await buildCustomer(platform, {
    name: `客户${i}`,
    ...(some(0.5) && { phone: `+86138${String(10_000_000 + i)}` }),
    ...(some(0.8) && { city: pick(random, ['杭州', '上海', '北京']) }),
    ...(some(0.6) && { followedBy: { accountId: accounts[0] ?? 0, memberId: pick(random, members) } }),
    createdAt: new Date(clock.now().getTime() - between(random, 0, 20) * DAY - between(random, 0, 3) * 1_000),
  });
  await change(id);
  return id;
}

/** Gives somebody what the list filters and sorts by, as it may come from anywhere, and tells the log. */
async function change(id: number): Promise<void> {
  const at = clock.now();
  await db.transaction().execute(async tx => {
    const owner = some(0.4) ? pick(random, members) : null;
    const due = some(0.3) ? `2026-12-0${between(random, 1, 9)}` : null;
    await sql`update customers set owner_member_id = ${owner}, next_follow_up = ${due}::date where id = ${id}`.execute(
      tx,
    );
    for (const [key, num, str] of [
      ['tier', null, pick(random, ['重要', '普通', '新客'])],
      ['value.total', between(random, 0, 3) * 10_000, null],
    ] as const)
      await sql`insert into customer_facts (customer_id, key, num, str, updated_at) values (${id}, ${key}, ${num}, ${str}, ${at})
        on conflict (customer_id, key) do update set num = excluded.num, str = excluded.str`.execute(tx);
    if (some(0.5))
      await tx
        .insertInto('orders')
        .values({
          ...{
            accountId: pick(random, accounts),
            orderNo: `E${random.next()}`,
            customerId: id,
            payment: pick(random, ['paid', 'paid', 'closed', 'due']),
          },
          ...{ fulfilment: 'none', paid: between(random, 1, 4) * 5_000, updatedAt: at },
          orderedAt: new Date(at.getTime() - between(random, 0, 9) * DAY),
        })
        .execute();
    await addTags(
      tx,
      clock,
      SYSTEM,
      { tagIds: [pick(random, tags)], customerIds: [id] },
      { source: 'manual' },
    );
    await appendEvents(tx, [
      { type: 'customer.changed', customerId: id, at, actor: 'test', data: { fields: [] } },
      { type: 'facts.changed', customerId: id, at, actor: 'test', data: { keys: ['tier', 'value.total'] } },
    ]);
  });
}

function anyQuery() {
  const maybe = (share: number, filter: () => Record<string, unknown>) => (some(share) ? filter() : {});
  const days = () => `2026-11-${between(random, 10, 30)}`;
  const range = (least: string, most: string, value: () => unknown) => ({
    ...maybe(0.12, () => ({ [least]: value() })),
    ...maybe(0.12, () => ({ [most]: value() })),
  });
  return customerListQuery.parse({
    ...maybe(0.2, () => ({ tier: pick(random, ['重要', '重要,新客', '没有的']) })),
    ...maybe(0.3, () => ({ tag: [pick(random, tags), pick(random, tags)].map(id => `tag_${id}`).join(',') })),
    ...maybe(0.2, () => ({ tag: `tag_${pick(random, tags)}` })),
    ...maybe(0.2, () => ({ city: pick(random, ['杭州', '上海', '没有的']) })),
    ...maybe(0.1, () => ({ source: pick(random, ['test', '没有的']) })),
    ...maybe(0.2, () => ({ member: `mem_${pick(random, members)}` })),
    ...maybe(0.1, () => ({ shop: `acc_${pick(random, accounts)}` })),
    ...maybe(0.15, () => ({ followed: pick(random, ['yes', 'no']) })),
    ...maybe(0.15, () => ({ phone: pick(random, ['yes', 'no']) })),
    ...range('ordersMin', 'ordersMax', () => between(random, 0, 3)),
    ...range('paidMin', 'paidMax', () => between(random, 0, 4) * 5_000),
    ...range('lastOrderAfter', 'lastOrderBefore', days),
    ...range('createdAfter', 'createdBefore', days),
    ...maybe(0.1, () => ({ followUpBefore: `2026-12-0${between(random, 1, 9)}` })),
    sort: pick(random, ['created', 'lastOrder', 'paid', 'orders', 'value', 'followUp']),
    order: pick(random, ['asc', 'desc']),
    pageSize: pick(random, [3, 10, 50]),
    page: pick(random, [1, 1, 2, 5]),
  });
}

const everybody: Actor = SYSTEM;
const staff = (): Actor => ({ ...SYSTEM, scope: { kind: 'members', memberIds: [pick(random, members)] } });

async function holdAgainstClickHouse(times: number): Promise<void> {
  await columnsRead(platform);
  let found = 0;
  for (let i = 0; i < times; i++) {
    const [query, actor] = [anyQuery(), some(0.2) ? staff() : everybody];
    const ours = await findInColumns(platform, actor, query);
    const seed = `seed ${SEED}, ${JSON.stringify(query)}`;
    if (!ours) throw new Error(`The columns do not answer: ${seed}`);
    const { columns, ids, total } = ours;
    expect({ ids, total }, seed).toEqual(await findPage(platform, actor, query));
    expect(await describeFound(db, columns, ids), seed).toEqual(await describeCustomers(db, ids));
    found += total;
  }
  expect(found).toBeGreaterThan(times);
}

test('the same people in the same order, by any filters, sort, page and scope', async () => {
  await holdAgainstClickHouse(250);
});

test('and after people changed, came, were joined and taken apart, each time they are asked for', async () => {
  for (let round = 0; round < 8; round++) {
    for (let i = 0; i < 5; i++) await change(pick(random, people));
    people.push(await buildSomebody(1_000 + round));
    const [customerA, customerB] = [pick(random, people), people.at(-1) ?? 0];
    if (customerA !== customerB)
      await db.transaction().execute(async tx => {
        await mergeCustomers(tx, clock, SYSTEM, [
          { customerA, customerB, kind: 'manual', reason: 'staff_decided' },
        ]);
      });
    await project(platform);
    await holdAgainstClickHouse(12);
  }
  const { rows } = await sql<{ id: number }>`select id from merges where undone_at is null`.execute(db);
  await db.transaction().execute(async tx => {
    for (const { id } of rows) await undoMerge(tx, clock, SYSTEM, id, '测试');
  });
  await project(platform);
  await holdAgainstClickHouse(40);
});

test('a long transaction that ends several batches, with somebody asking between them', async () => {
  await db.transaction().execute(async tx => {
    const at = clock.now();
    for (const id of people) {
      await sql`update customers set city = '广州' where id = ${id}`.execute(tx);
      await appendEvents(tx, [
        { type: 'customer.changed', customerId: id, at, actor: 'test', data: { fields: ['city'] } },
      ]);
    }
  });
  const reader = projectionReader(platform);
  if (!('advance' in reader)) throw new Error('The projection advances');
  await catchUp(db, {
    ...reader,
    batch: 20,
    advance: async (from, to, types) => {
      await columnsRead(platform);
      await reader.advance(from, to, types);
    },
  });
  await holdAgainstClickHouse(10);
  const columns = await columnsRead(platform);
  const count = (filters: object) =>
    countFitting(columns, passesOf(columns, customerListQuery.parse(filters), { kind: 'all' }));
  expect(count({ city: '广州' })).toBe(count({}));
});

test('the log begins anew, as when the demo is dropped, and nobody asks before it is beyond where it was', async () => {
  await columnsRead(platform);
  await platform.clickhouse.command('truncate table customers');
  await sql`delete from log_cursors where reader = 'projection'`.execute(db);
  await change(people[1] ?? 0);
  await project(platform);
  expect(await currentColumns(platform), 'read again when the log begins anew').toBeUndefined();
  await holdAgainstClickHouse(20);
});

test('rows written anew, and rows taken out without a word', async () => {
  await columnsRead(platform);
  await rebuildAnalytics(platform);
  expect(await currentColumns(platform), 'read again after a rebuild').toBeUndefined();
  await holdAgainstClickHouse(20);
  await platform.clickhouse.command(
    `alter table customers delete where person_id = {id:UInt32} settings mutations_sync = 2`,
    {
      id: people[0],
    },
  );
  await beginEpoch(db);
  expect(await currentColumns(platform), 'read again in another epoch').toBeUndefined();
  await holdAgainstClickHouse(20);
});
