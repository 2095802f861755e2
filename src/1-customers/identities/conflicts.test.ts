import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { changeCustomer } from '../customers/customers.ts';
import { compareStores } from '../projection/rebuild.ts';
import { buildAccount } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { identityRoutes } from './identities.routes.ts';
import { mergeByHand, undoMerge } from './merges.ts';
import { teller } from './testing/teller.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildAccount(platform, { kind: 'shop' });
const { phone, buyer, learn } = teller(platform, shop);
const owner = testClient(platform, identityRoutes).as(await testMember(platform));

type Conflict = { field: string; why: string; values: { value: string; shown: string; counts: boolean }[] };
const conflicts = async (id: number) =>
  ((await owner.get(`/customers/cus_${id}/conflicts`)).body as { data: Conflict[] }).data;
const said = async (id: number, field: string) =>
  (await conflicts(id))
    .find(one => one.field === field)
    ?.values.map(one => `${one.shown}${one.counts ? ' counts' : ''}`);
const choose = (id: number, field: string, value: string) =>
  owner.post(`/customers/cus_${id}/choose`, { field, value, reason: '问过客户' });
const columns = async () =>
  (await sql`select id, birthday::text, gender from customers order by id`.execute(db)).rows;

const old = new Date(clock.now().getTime() - 30 * DAY);
const a = (
  await learn({ keys: [buyer('a'), phone('+8613411110001')], birthday: '1990-01-01', gender: 2, at: old })
).customerIds[0]!;
const b = (await learn({ keys: [buyer('b'), phone('+8613411110002')], birthday: '1991-02-02', gender: 2 }))
  .customerIds[0]!;

test('one profile told two birthdays keeps the first, and shows the second', async () => {
  await learn({ keys: [buyer('a')], birthday: '1999-09-09' });
  expect(await said(a, 'birthday')).toEqual(['1990-01-01 counts', '1999-09-09']);
});

test('merged, both birthdays and both phones stand beside each other; what counts is said, with the reason', async () => {
  await db.transaction().execute(tx => mergeByHand(tx, clock, SYSTEM, a, b, '同一人'));
  expect((await conflicts(a)).map(one => [one.field, one.why])).toEqual([
    ['birthday', 'first_profile'],
    ['phone', 'last_seen'],
  ]);
  expect(await said(a, 'birthday')).toEqual(['1990-01-01 counts', '1991-02-02', '1999-09-09']);
  expect(await said(a, 'phone')).toEqual(['134****0002 counts', '134****0001']);
});

test('chosen, another counts everywhere; taken apart, every profile says what it said itself', async () => {
  const before = await columns();
  expect((await choose(a, 'birthday', '1991-02-02')).body).toMatchObject({ birthday: '1991-02-02' });
  expect(await said(a, 'birthday')).toEqual(['1990-01-01', '1991-02-02 counts', '1999-09-09']);
  expect((await choose(a, 'birthday', '2000-01-01')).body).toMatchObject({ code: 'value_not_told' });
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
  const merge = await db.selectFrom('merges').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  await db.transaction().execute(tx => undoMerge(tx, clock, SYSTEM, merge.id, '不是'));
  expect(await columns()).toEqual(before);
  await db.transaction().execute(tx => mergeByHand(tx, clock, SYSTEM, a, b, '还是同一人'));
  expect(await said(a, 'birthday'), 'one person again, the choice holds again').toEqual([
    '1990-01-01',
    '1991-02-02 counts',
    '1999-09-09',
  ]);
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
});

test('the first phone is a choice too, and is the one lists show', async () => {
  const first = (await conflicts(a)).find(one => one.field === 'phone')!.values[1]!;
  await choose(a, 'phone', first.value);
  expect(await said(a, 'phone')).toEqual(['134****0002', '134****0001 counts']);
  const rows = await db
    .selectFrom('auditLog')
    .selectAll()
    .where('action', '=', 'customer.value_chosen')
    .orderBy('id')
    .execute();
  expect(rows.map(row => row.after)).toEqual([{ birthday: '1991-02-02' }, { phone: '134****0001' }]);
});

test('a correction by hand on another of the profiles outweighs, and is said so', async () => {
  await sql`update customers set corrected = '{"birthday": {}}' where id = ${b}`.execute(db);
  expect((await conflicts(a)).find(one => one.field === 'birthday')).toMatchObject({ why: 'corrected' });
  expect(await said(a, 'birthday')).toEqual(['1990-01-01', '1991-02-02 counts', '1999-09-09']);
  expect((await choose(a, 'birthday', '1990-01-01')).body).toMatchObject({ code: 'value_corrected' });
  await sql`update customers set corrected = '{}' where id = ${b}`.execute(db);
});

test('what the brand writes itself outweighs any choice', async () => {
  await db.transaction().execute(tx => changeCustomer(tx, clock, SYSTEM, a, { birthday: '1988-08-08' }));
  const { body } = await owner.get(`/customers/cus_${a}/conflicts`);
  expect((body as { data: Conflict[] }).data[0]).toMatchObject({ field: 'birthday', why: 'first_profile' });
  expect((await said(a, 'birthday'))?.[0]).toBe('1988-08-08 counts');
});

test('told under a choice, a profile keeps what it was told', async () => {
  const [blank] = (await learn({ keys: [buyer('blank')], name: '空', at: old })).customerIds;
  const [told] = (await learn({ keys: [buyer('told')], birthday: '1991-02-02', gender: 1 })).customerIds;
  await db.transaction().execute(tx => mergeByHand(tx, clock, SYSTEM, blank!, told!, '同一人'));
  await choose(blank!, 'birthday', '1991-02-02');
  await learn({ keys: [buyer('told')], birthday: '1995-05-05' });
  await choose(blank!, 'birthday', '1995-05-05');
  await learn({ keys: [buyer('blank')], birthday: '1995-05-05' }, { keys: [buyer('told')], gender: 2 });
  await learn({ keys: [buyer('blank')], birthday: '1991-02-02' });
  const merge = await db.selectFrom('merges').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  await db.transaction().execute(tx => undoMerge(tx, clock, SYSTEM, merge.id, '不是'));
  expect(await said(blank!, 'birthday')).toEqual(['1995-05-05 counts', '1991-02-02']);
  expect(await said(told!, 'birthday')).toEqual(['1991-02-02 counts', '1995-05-05']);
});
