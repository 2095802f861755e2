import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeByHand } from '../identities/merges.ts';
import { compareStores } from '../projection/rebuild.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { fieldRoutes } from './fields.routes.ts';

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
