import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { HOUR } from '#platform/clock.ts';
import { between, seededRandom } from '#platform/random.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeByHand, undoMerge } from '../identities/merges.ts';
import { buildSender } from '../intake/testing/sender.ts';
import { compareStores } from '../projection/rebuild.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { FIELD_LIMITS } from './contract.ts';
import { fieldRoutes } from './fields.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = testClient(platform, fieldRoutes).as(await testMember(platform));
const shop = await buildSender(platform);
const browser = await buildSender(platform, 'browser', shop.accountId);

type Value = string | number | boolean | string[] | null;
type Known = {
  key: string;
  value: Value;
  told: { source: string; by: string } | null;
  others: { value: Value }[];
};
const make = async (body: object) =>
  (await owner.post('/customer-fields', body)).body as { id: string; code?: string };
const known = async (id: number) =>
  ((await owner.get(`/customers/cus_${id}/fields`)).body as { data: Known[] }).data;
const of = async (id: number, key: string) => (await known(id)).find(one => one.key === key);
const say = async (id: number, values: Record<string, unknown>) =>
  (await owner.send('PATCH', `/customers/cus_${id}/fields`, { values })).body as {
    code?: string;
    detail?: string;
  };
const facts = async (id: number) => {
  const { rows } = await sql<{ key: string; value: Value }>`
    select key, coalesce(num::text, str, (at at time zone 'Asia/Shanghai')::date::text) as value from customer_facts
    where customer_id = ${id} and starts_with(key, 'field.') order by key`.execute(db);
  return Object.fromEntries(rows.map(row => [row.key.slice(6), row.value]));
};

await make({ name: '肤质', type: 'choice', options: ['油性', '干性', '混合'], inList: true });
await make({ name: '关注', key: 'cares', type: 'choices', options: ['美白', '抗老', '防晒'] });
await make({ name: '身高', key: 'height', type: 'number' });
await make({ name: '宝宝生日', key: 'baby', type: 'day' });
await make({ name: '有车', key: 'car', type: 'flag' });
await make({ name: '口头禅', key: 'saying', type: 'text' });

test('a field needs a free key and name, and options where it has choices; bounds are said in words', async () => {
  expect(await make({ name: '肤质', key: 'skin', type: 'text' })).toMatchObject({ code: 'field_name_taken' });
  expect(await make({ name: '别的', key: '肤质', type: 'text' })).toMatchObject({ code: 'field_key_taken' });
  expect(await make({ name: '别的', key: 'phone', type: 'text' })).toMatchObject({
    code: 'field_key_reserved',
  });
  expect(await make({ name: '别的', key: '9 lives', type: 'text' })).toMatchObject({ code: 'field_key_bad' });
  expect(await make({ name: '别的', type: 'choice' })).toMatchObject({ code: 'field_needs_options' });
  expect(await make({ name: '别的', type: 'text', options: ['a'] })).toMatchObject({
    code: 'field_takes_no_options',
  });
  expect(await make({ name: '', type: 'text' })).toMatchObject({ code: 'invalid_request' });
});

test('each type takes its values and refuses the others, naming the field and what was written', async () => {
  const id = await buildCustomer(platform);
  const all = {
    肤质: '油性',
    cares: ['防晒', '美白'],
    height: 165.5,
    baby: '2024-02-29',
    car: true,
    saying: '  哈  ',
  };
  expect(await say(id, all)).not.toHaveProperty('code');
  expect(Object.fromEntries((await known(id)).map(one => [one.key, one.value]))).toEqual({
    ...all,
    cares: ['美白', '防晒'],
    saying: '哈',
  });
  expect(await facts(id)).toEqual({
    肤质: '油性',
    cares: '美白\n防晒',
    height: '165.5',
    baby: '2024-02-29',
    car: 'yes',
    saying: '哈',
  });
  const wrong = {
    肤质: '中性',
    cares: ['美白', '瘦身'],
    height: '高',
    baby: '2023-02-29',
    car: '也许',
  };
  for (const [key, value] of Object.entries(wrong)) {
    const refused = await say(id, { height: 1, [key]: value });
    expect(refused).toMatchObject({ code: 'field_value_bad' });
    expect(refused.detail).toContain({ 肤质: '中性', cares: '瘦身', height: '高' }[key] ?? '');
  }
  expect((await of(id, 'height'))?.value, 'nothing of a refused change is kept').toBe(165.5);
  expect(await say(id, { none: 1 })).toMatchObject({ code: 'field_unknown' });
});

test('every write is an event and an audit row with what was before', async () => {
  const id = await buildCustomer(platform);
  await say(id, { height: 160 });
  await say(id, { height: 161 });
  await say(id, { height: 161 });
  const { rows } = await sql<{ before: object; after: object }>`
    select before, after from audit_log where customer_id = ${id} order by id`.execute(db);
  expect(rows).toEqual([
    { before: { 身高: null }, after: { 身高: 160 } },
    { before: { 身高: 160 }, after: { 身高: 161 } },
  ]);
  const events = await db
    .selectFrom('events')
    .select(['type', 'data'])
    .where('customerId', '=', id)
    .orderBy('seq')
    .execute();
  expect(events.map(one => [one.type, one.data]).slice(-2)).toEqual([
    ['customer.changed', { custom: ['身高'], by: 'staff' }],
    ['facts.changed', { keys: ['field.height'] }],
  ]);
});

test('the word told last counts; a server that repeats itself does not talk over a correction, a new word does', async () => {
  const tell = (plan: unknown) =>
    shop.send('identify', { userId: 'u1', traits: { 肤质: plan, cares: ['抗老'] } });
  await tell('油性');
  const { customerId: id } = (
    await sql<{ customerId: number }>`
    select customer_id from identities where key = 'u1'`.execute(db)
  ).rows[0]!;
  expect(await of(id, '肤质')).toMatchObject({ value: '油性', told: { source: 'server', by: '网店' } });
  clock.advance(HOUR);
  await say(id, { 肤质: '干性' });
  clock.advance(HOUR);
  await tell('油性');
  expect(await of(id, '肤质')).toMatchObject({ value: '干性', others: [{ value: '油性' }] });
  await tell('混合');
  expect(await of(id, '肤质')).toMatchObject({ value: '混合', others: [{ value: '干性' }] });
  await tell('没有的');
  expect((await of(id, '肤质'))?.value).toBe('混合');
  const kept = await db.selectFrom('customers').select('custom').where('id', '=', id).executeTakeFirst();
  expect(kept?.custom, 'what the field cannot take is kept without a type').toEqual({ 肤质: '没有的' });
  clock.advance(HOUR);
  await say(id, { 肤质: null });
  expect(await of(id, '肤质')).toMatchObject({ value: null, others: [{ value: '混合' }] });
  expect(await facts(id)).toEqual({ cares: '抗老' });
});

test('a browser speaks only where nobody has, and never over anybody', async () => {
  const tell = (height: number) => browser.send('identify', { anonymousId: 'v1', traits: { height } });
  await tell(150);
  const { customerId: id } = (
    await sql<{ customerId: number }>`
    select customer_id from identities where key = 'v1'`.execute(db)
  ).rows[0]!;
  expect((await of(id, 'height'))?.value).toBe(150);
  await tell(151);
  expect((await of(id, 'height'))?.value).toBe(150);
  const other = await buildCustomer(platform);
  await say(other, { height: 170 });
  clock.advance(HOUR);
  await browser.send('identify', { anonymousId: 'v2', traits: { height: 99 } });
  const { customerId: visitor } = (
    await sql<{ customerId: number }>`
    select customer_id from identities where key = 'v2'`.execute(db)
  ).rows[0]!;
  await db.transaction().execute(tx => mergeByHand(tx, clock, SYSTEM, visitor, other, ''));
  expect(await of(other, 'height'), 'told later, and by a browser').toMatchObject({
    value: 170,
    others: [{ value: 99 }],
  });
});

test('merged, both values stand beside each other; taken apart, each has what it had, whatever came in between', async () => {
  const [a, b] = [await buildCustomer(platform), await buildCustomer(platform)];
  await say(a, { height: 160, 肤质: '干性' });
  clock.advance(HOUR);
  await say(b, { height: 172, saying: '好' });
  const before = [await known(a), await known(b)];
  await db.transaction().execute(tx => mergeByHand(tx, clock, SYSTEM, a, b, ''));
  expect(await of(a, 'height')).toMatchObject({ value: 172, others: [{ value: 160 }] });
  expect(await facts(a)).toEqual({ height: '172', 肤质: '干性', saying: '好' });
  expect(await facts(b), 'who is no person has no facts').toEqual({});
  clock.advance(HOUR);
  await say(b, { 肤质: '混合' });
  const merge = await db.selectFrom('merges').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  await db.transaction().execute(tx => undoMerge(tx, clock, SYSTEM, merge.id, '不是一个人'));
  expect((await of(a, '肤质'))?.value, 'said of the person, whose name a’s record is').toBe('混合');
  expect((await of(a, 'height'))?.value).toBe(160);
  expect(await known(b)).toEqual(before[1]);
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
});

test('told while the same person is being merged, it counts for whom they are then', async () => {
  const [a, b] = [await buildCustomer(platform), await buildCustomer(platform)];
  let telling: Promise<unknown> | undefined;
  await db.transaction().execute(async tx => {
    await mergeByHand(tx, clock, SYSTEM, a, b, '');
    telling = say(b, { saying: '赶上了' });
    await waitsForALock();
  });
  expect(await telling).not.toHaveProperty('code');
  expect(await facts(a)).toEqual({ saying: '赶上了' });
});

async function waitsForALock(): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      db,
    );
    if (rows.length > 0) return;
    await sleep(10);
  }
}

test('as many choices as a field can have, each as long as it can be, fit', async () => {
  const random = seededRandom(7);
  const options = Array.from({ length: FIELD_LIMITS.options }, () =>
    String.fromCharCode(
      ...Array.from({ length: FIELD_LIMITS.option }, () => between(random, 0x4e00, 0x9fa5)),
    ),
  );
  await make({ name: '很多', key: 'many', type: 'choices', options });
  const id = await buildCustomer(platform);
  expect(await say(id, { many: options })).not.toHaveProperty('code');
  expect((await of(id, 'many'))?.value).toEqual(options);
});

test('an option that somebody has stays; an archived field is hidden and comes back with its values', async () => {
  const id = await buildCustomer(platform);
  await say(id, { cares: ['美白', '抗老'] });
  await project(platform);
  const { data } = (await owner.get('/customer-fields')).body as {
    data: { id: string; key: string; people: number }[];
  };
  const cares = data.find(one => one.key === 'cares')!;
  expect(cares.people).toBeGreaterThan(0);
  const change = async (patch: object) =>
    (await owner.send('PATCH', `/customer-fields/${cares.id}`, patch)).body as { code?: string };
  expect(await change({ options: ['防晒'] })).toMatchObject({ code: 'field_option_in_use' });
  expect(await change({ options: ['美白', '抗老', '防晒', '补水'] })).toEqual({});
  expect(await change({ archived: true })).toEqual({});
  expect(await of(id, 'cares')).toBeUndefined();
  expect(await say(id, { cares: [] })).toMatchObject({ code: 'field_unknown' });
  expect(await make({ name: '新的', key: 'cares', type: 'text' })).toMatchObject({
    code: 'field_key_archived',
  });
  expect(await change({ archived: false })).toEqual({});
  expect((await of(id, 'cares'))?.value).toEqual(['美白', '抗老']);
});

test('staff fill in the fields of their own customers and define none', async () => {
  const staff = owner.as(await testMember(platform, 'staff', 'own'));
  const id = await buildCustomer(platform);
  expect((await staff.send('PATCH', `/customers/cus_${id}/fields`, { values: { height: 1 } })).status).toBe(
    404,
  );
  expect((await staff.post('/customer-fields', { name: '某项', type: 'text' })).status).toBe(403);
});
