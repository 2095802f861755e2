import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { addTags, ensureTag, removeTags } from '../tags/tags.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { customerRoutes } from './customers.routes.ts';
import { allTags } from './tag-bits.sql.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const client = testClient(platform, customerRoutes).as(await testMember(platform));

/** On both sides of every border between two words of bits, and beyond the last. */
const IDS = [1, 63, 64, 127, 128, 191, 192, 255, 256, 257, 319, 1_000];
const people = new Map<number, number>();
await db.transaction().execute(async tx => {
  for (const id of IDS) {
    await sql`select setval(pg_get_serial_sequence('tags', 'id'), ${id}, false)`.execute(tx);
    expect(await ensureTag(tx, '口味', `第${id}种`)).toBe(id);
  }
});
for (const id of IDS) people.set(id, await buildCustomer(platform, { name: `客户${id}` }));
await buildCustomer(platform, { name: '没有标签' });
const change = (tagIds: number[], customerId: number) => ({ tagIds, customerIds: [customerId] });
const last = people.get(1_000) ?? 0;
await db.transaction().execute(async tx => {
  for (const [id, customerId] of people)
    await addTags(tx, clock, SYSTEM, change([id], customerId), { source: 'manual' });
  await addTags(tx, clock, SYSTEM, change([1, 64, 256], last), { source: 'manual' });
});
await project(platform);

const found = async (...ids: number[]) => {
  const { body } = await client.get(`/customers?tag=${ids.map(id => `tag_${id}`).join(',')}`);
  const { data, total } = body as { data: { id: string }[]; total: number };
  expect(total).toBe(data.length);
  return data.map(row => Number(row.id.slice('cus_'.length))).sort((one, other) => one - other);
};
const holders = (...ids: number[]) => ids.map(id => people.get(id) ?? 0).sort((one, other) => one - other);

test('a tag finds whoever has it and nobody else, whatever its number', async () => {
  for (const id of IDS)
    expect([id, await found(id)]).toEqual([id, [1, 64, 256].includes(id) ? holders(id, 1_000) : holders(id)]);
  expect(await found(2)).toEqual([]);
});

test('any of several, in bits and beyond them', async () => {
  expect(await found(63, 64)).toEqual(holders(63, 64, 1_000));
  expect(await found(255, 256, 319)).toEqual(holders(255, 256, 319, 1_000));
  expect(await found(...IDS)).toEqual(holders(...IDS));
});

test('all of several, in bits and beyond them', async () => {
  const all = async (...ids: number[]) => {
    const bind = { bits: (mask: bigint) => `${mask}`, ids: (others: readonly number[]) => `[${others}]` };
    const sql = `select person_id from customers final where ${allTags(ids, bind)}`;
    const rows = await platform.clickhouse.rows<{ person_id: number }>(sql);
    return rows.map(row => row.person_id);
  };
  expect(await all(1, 64, 256, 1_000)).toEqual([last]);
  expect(await all(1, 64)).toEqual([last]);
  expect(await all(256, 1_000)).toEqual([last]);
  expect(await all(1, 63)).toEqual([]);
  expect(await all(256, 257)).toEqual([]);
  expect((await all(127)).length).toBe(1);
});

test('a tag that is taken away is found no more', async () => {
  await db
    .transaction()
    .execute(tx => removeTags(tx, clock, SYSTEM, change([1, 64], last), { source: 'manual' }));
  await project(platform);
  expect(await found(1, 64)).toEqual(holders(1, 64));
  expect(await found(1_000)).toEqual(holders(1_000));
});
