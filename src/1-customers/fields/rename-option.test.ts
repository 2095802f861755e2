import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { during } from '#platform/testing/at-once.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeByHand } from '../identities/merges.ts';
import { compareStores } from '../projection/rebuild.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { fieldRoutes } from './fields.routes.ts';
import { renameOption } from './rename-option.ts';
import { tellValues } from './tell.sql.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = testClient(platform, fieldRoutes).as(await testMember(platform));
const made = await owner.post('/customer-fields', {
  ...{ name: '口味', key: 'taste', type: 'choices', options: ['微辣', '辣', '甜'] },
});
const field = (made.body as { id: string }).id;
const rename = (from: string, to: string) =>
  owner.post(`/customer-fields/${field}/rename-option`, { from, to });
const say = (id: number, taste: string[]) =>
  owner.send('PATCH', `/customers/cus_${id}/fields`, { values: { taste } });
const factOf = async (id: number) =>
  (
    await sql<{
      str: string;
    }>`select str from customer_facts where customer_id = ${id} and key = 'field.taste'`.execute(db)
  ).rows[0]?.str;

test('an option goes by its new word with everybody who has it, and with nobody else', async () => {
  const [one, other, merged] = [
    await buildCustomer(platform),
    await buildCustomer(platform),
    await buildCustomer(platform),
  ];
  await say(one, ['微辣', '甜']);
  await say(other, ['辣']);
  await say(merged, ['微辣']);
  await db.transaction().execute(tx => mergeByHand(tx, clock, SYSTEM, one, merged, ''));
  await project(platform);
  expect((await rename('微辣', '少辣')).body).toEqual({ people: 1 });
  expect([await factOf(one), await factOf(other)]).toEqual(['少辣', '辣']);
  const { rows } = await sql`select value from custom_values order by customer_id`.execute(db);
  expect(rows).toEqual([{ value: '少辣\n甜' }, { value: '辣' }, { value: '少辣' }]);
  const { body } = await owner.get('/customer-fields');
  expect(body).toMatchObject({ data: [{ options: ['少辣', '辣', '甜'] }] });
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
  const [entry] = await db
    .selectFrom('auditLog')
    .select(['before', 'after'])
    .where('action', '=', 'field.option_renamed')
    .execute();
  expect(entry).toEqual({ before: { option: '微辣' }, after: { option: '少辣', people: 1 } });
});

test('a word that is not there, or there already, is refused', async () => {
  expect((await rename('微辣', '中辣')).body).toMatchObject({ code: 'field_option_unknown' });
  expect((await rename('少辣', '甜')).body).toMatchObject({ code: 'field_option_taken' });
  expect((await rename('少辣', '甜\n咸')).body).toMatchObject({ code: 'invalid_request' });
});

const renameIn = (tx: Tx, from: string, to: string) =>
  renameOption(tx, platform, SYSTEM, Number(field.slice(4)), { from, to });
const tell = (tx: Tx, id: number, value: string, source: 'staff' | 'file') =>
  tellValues(tx, clock, SYSTEM, { source }, [
    { customerId: id, fieldId: Number(field.slice(4)), value, toldAt: clock.now() },
  ]);

test('a value that is told while its option is renamed ends as the new word, whoever came first', async () => {
  const [one, other] = [await buildCustomer(platform), await buildCustomer(platform)];
  await during(
    db,
    tx => renameIn(tx, '甜', '偏甜'),
    () => db.transaction().execute(tx => tell(tx, one, '辣\n甜', 'file')),
  );
  expect(await factOf(one)).toBe('辣\n偏甜');
  await during(
    db,
    tx => tell(tx, other, '偏甜', 'staff'),
    () => rename('偏甜', '很甜'),
  );
  expect([await factOf(one), await factOf(other)]).toEqual(['辣\n很甜', '很甜']);
  // A file that was read before both.
  await db.transaction().execute(tx => tell(tx, other, '甜', 'file'));
  const { rows } = await sql<{
    value: string;
  }>`select value from custom_values where customer_id = ${other} and source = 'file'`.execute(db);
  expect(rows).toEqual([{ value: '很甜' }]);
  // The old word again, as an option of its own: the same as ever.
  expect((await rename('很甜', '甜')).body).toMatchObject({ people: 3 });
  expect(await factOf(one)).toBe('辣\n甜');
});

test('two who are merged while an option is renamed have it by its new word', async () => {
  const [one, other] = [await buildCustomer(platform), await buildCustomer(platform)];
  await say(other, ['甜']);
  await during(
    db,
    tx => mergeByHand(tx, clock, SYSTEM, one, other, ''),
    () => rename('甜', '蜜甜'),
  );
  expect(await factOf(one)).toBe('蜜甜');
});

test('an option that goes while somebody is told to have it is refused to a member, and passed over of a file', async () => {
  const id = await buildCustomer(platform);
  const options = async () =>
    ((await owner.get('/customer-fields')).body as { data: { options: string[] }[] }).data[0]?.options ?? [];
  const put = (next: string[]) => owner.send('PATCH', `/customer-fields/${field}`, { options: next });
  await put([...(await options()), '麻']);
  // Told first: it is somebody's, and stays.
  const refused = await during(
    db,
    tx => tell(tx, id, '麻', 'staff'),
    async () => put((await options()).filter(option => option !== '麻')),
  );
  expect(refused).toMatchObject({ status: 409 });
  await put([...(await options()), '酸']);
  await put((await options()).filter(option => option !== '酸'));
  await expect(db.transaction().execute(tx => tell(tx, id, '酸', 'staff'))).rejects.toThrow();
  expect(await db.transaction().execute(tx => tell(tx, id, '酸', 'file'))).toBe(0);
  expect(await factOf(id)).toBe('麻');
});
