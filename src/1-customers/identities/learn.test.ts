import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount } from '../testing/factories.ts';
import { erasureHash } from './erased.ts';
import { type IdentityKey, type Learned, learnPeople } from './learn.ts';
import { undoMerge } from './merges.ts';
import { phoneKey, readPhone, storePhone } from './phones.ts';

const platform = await testPlatform();
const { db, clock, vault } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });

const phone = (e164: string): IdentityKey => ({ kind: 'phone', accountId: 0, ...storePhone(vault, e164) });
const buyer = (name: string): IdentityKey => ({ kind: 'buyer', accountId: shop, key: name, shown: name });
const person = (keys: IdentityKey[], over: Partial<Learned> = {}): Learned => ({
  keys,
  at: clock.now(),
  ...over,
});
const learn = (...people: Learned[]) =>
  db.transaction().execute(tx => learnPeople(tx, { clock, vault, actor: SYSTEM, source: 'test' }, people));
const personOf = async (customerId: number | undefined) => {
  const { rows } = await sql<{
    personId: number;
  }>`select person_id from customers where id = ${customerId}`.execute(db);
  return rows[0]?.personId;
};

test('one batch: the same key twice is one person, a second key links, nothing names nobody', async () => {
  const { customerIds, created, merged } = await learn(
    person([buyer('a'), phone('+8613800000001')], { name: '张三' }),
    person([buyer('a')]),
    person([phone('+8613800000001')]),
    person([buyer('b')]),
    person([]),
  );
  expect(customerIds[0]).toBeDefined();
  expect(customerIds.slice(0, 3)).toEqual([customerIds[0], customerIds[0], customerIds[0]]);
  expect(customerIds[3]).not.toBe(customerIds[0]);
  expect(customerIds[4]).toBeUndefined();
  expect([created, merged]).toEqual([2, 0]);
  expect(await learn(person([buyer('a'), phone('+8613800000001')]))).toMatchObject({ created: 0, merged: 0 });
});

test('two known people who turn out to share a key are joined with the reason, and can be taken apart', async () => {
  const before = await learn(
    person([buyer('c')], { name: '李' }),
    person([phone('+8613800000003')], { name: '李四', city: '杭州' }),
  );
  const after = await learn(person([buyer('c'), phone('+8613800000003')]));
  expect(after).toMatchObject({ created: 0, merged: 1 });
  const [c, d] = before.customerIds;
  expect(await personOf(c)).toBe(await personOf(d));
  const merge = await db
    .selectFrom('merges')
    .selectAll()
    .where('customerB', '=', d!)
    .executeTakeFirstOrThrow();
  expect(merge).toMatchObject({ kind: 'auto', reason: 'same_phone', evidence: { key: '138****0003' } });
  const audited = await db
    .selectFrom('auditLog')
    .select('action')
    .where('objectKind', '=', 'merge')
    .where('objectId', '=', String(merge.id))
    .execute();
  expect(audited).toEqual([{ action: 'customers.merged' }]);

  await db.transaction().execute(tx => undoMerge(tx, clock, SYSTEM, merge.id, 'not the same'));
  expect(await personOf(c)).not.toBe(await personOf(d));
  expect(
    await learn(person([buyer('c'), phone('+8613800000003')])),
    'what was taken apart stays apart',
  ).toMatchObject({ merged: 0 });
  expect(await personOf(c)).not.toBe(await personOf(d));
});

test('a shared phone names nobody', async () => {
  const { customerIds } = await learn(person([buyer('e'), phone('+8613800000005')]));
  await sql`update identities set shared = true where key = ${phoneKey(vault, '+8613800000005')}`.execute(db);
  const other = await learn(person([buyer('f'), phone('+8613800000005')]), person([phone('+8613800000005')]));
  expect(other.customerIds[0]).not.toBe(customerIds[0]);
  expect(other.customerIds[1]).toBeUndefined();
  expect(other.merged).toBe(0);
});

test('a source fills what is not known and overwrites nothing', async () => {
  const { customerIds } = await learn(person([buyer('g')], { name: '原名' }));
  await learn(person([buyer('g')], { name: '新名', city: '上海', gender: 2 }));
  const row = await db
    .selectFrom('customers')
    .select(['name', 'city', 'gender', 'initials'])
    .where('id', '=', customerIds[0]!)
    .executeTakeFirst();
  expect(row).toEqual({ name: '原名', city: '上海', gender: 2, initials: 'ym' });
});

test('who was erased stays unknown', async () => {
  const key = buyer('erased');
  await db
    .insertInto('erasures')
    .values({ kind: key.kind, accountId: key.accountId, keyHash: erasureHash(vault, key), at: clock.now() })
    .execute();
  expect((await learn(person([key]))).customerIds).toEqual([undefined]);
});

test('phones are sealed, found by their index, readable with the key only, and not when moved', async () => {
  const { customerIds } = await learn(person([phone('+8613800000009')]));
  const row = await db
    .selectFrom('identities')
    .select(['key', 'sealed', 'shown'])
    .where('customerId', '=', customerIds[0]!)
    .executeTakeFirstOrThrow();
  expect(row.shown).toBe('138****0009');
  expect(row.sealed!.toString('latin1')).not.toContain('13800000009');
  expect(readPhone(vault, { key: row.key, sealed: row.sealed! })).toBe('+8613800000009');
  expect(() => readPhone(vault, { key: phoneKey(vault, '+8613800000001'), sealed: row.sealed! })).toThrow();
});

test('many batches at once never make two people of one key', async () => {
  const batches = Array.from({ length: 8 }, (_, i) =>
    learn(person([buyer(`race-${i % 2}`), phone(`+861390000000${i % 2}`)])),
  );
  const results = await Promise.all(batches);
  expect(new Set(results.map(result => result.customerIds[0])).size).toBe(2);
  expect(results.reduce((sum, result) => sum + result.created, 0)).toBe(2);
});
