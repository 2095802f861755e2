import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildAccount } from '#customers/testing';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { acquisition } from '../index.ts';
import { greetingCorp } from '../testing/corp.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await greetingCorp(platform);
const { admin, accountId, corpId, client, app, ann, bob, tell, settle } = corp;

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire, looked at by its parts
type Answer = any;
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};
const members = [`mem_${ann}`, `mem_${bob}`];
const body = (name: string, place: string, stores: object[]) => ({
  ...{ name, place, accountId: `acc_${accountId}`, stores },
});
async function made(name: string, place: string, stores: object[]) {
  const { id } = await ok(client.post('/code-sets', body(name, place, stores)));
  await tell();
  return { id, view: async () => await ok(client.get(`/code-sets/${id}`)) };
}
const wayOf = async (codeId: string, member: number) => {
  const { rows } = await sql<{ configId: string; slug: string }>`
    select w.config_id, l.slug from code_ways w join live_codes l on l.id = w.code_id
    where l.id = ${Number(codeId.slice(5))} and w.kind = 'member' and w.member_id = ${member}`.execute(db);
  return rows[0]!;
};
const open = (slug: string, orderNo: string, who: string) =>
  app.request(`/c/${slug}?o=${encodeURIComponent(orderNo)}`, {
    headers: { cookie: `siyu_visitor=${who.padEnd(20, 'x')}` },
  });
const add = async (configId: string, external_userid: string) => {
  await admin.customerScans(corpId, configId, { external_userid, customer: { name: external_userid } });
  await settle();
};
const receipts = async (id: string, as = client) =>
  (await ok(as.get(`/code-sets/${id}/receipts`))).data as Answer[];

test('a code for each clerk of each shop is made at once, leads to the clerk, and each has a funnel', async () => {
  const { view } = await made('桌码', 'table', [
    { store: '湖滨店', memberIds: members, perClerk: true },
    { store: '城西店', memberIds: members, perClerk: false },
  ]);
  const [lake, west] = (await view()).storeList;
  expect(lake).toMatchObject({
    store: '湖滨店',
    touchpoint: { name: '湖滨店·桌码' },
    codes: [
      { name: '湖滨店·安', clerk: { name: '安' }, ways: { ready: 3, all: 3 } },
      { name: '湖滨店·鲍', clerk: { name: '鲍' } },
    ],
  });
  expect(west.codes).toMatchObject([{ name: '城西店·桌码', clerk: null }]);
  const [ofAnn, ofBob] = lake.codes;
  const plan = (await ok(client.get(`/live-codes/${ofBob.id}`))).plan;
  expect(plan).toMatchObject({
    routes: [{ target: { members: [{ memberId: `mem_${bob}` }] } }],
    backup: [`mem_${ann}`],
  });
  const { configId } = await wayOf(ofAnn.id, ann);
  await add(configId, 'wm_table');
  await add((await wayOf(ofBob.id, bob)).configId, 'wm_table');
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from identities where key = 'wm_table'`.execute(db);
  clock.advance(HOUR);
  await db
    .transaction()
    .execute(tx =>
      appendEvents(tx, [
        ...[{ type: 'message.replied', customerId: rows[0]!.id, at: clock.now(), actor: 'test', data: {} }],
      ]),
    );
  const [after] = (await view()).storeList;
  expect(after.figures, 'one person, by two cards').toMatchObject({
    people: 1,
    added: 1,
    fresh: 1,
    chatted: 1,
  });
  expect(after.codes.map((one: Answer) => one.figures)).toMatchObject([
    { added: 1, chatted: 1 },
    { added: 1, chatted: 1 },
  ]);
  expect((await ok(client.get('/code-sets'))).data[0]).toMatchObject({
    stores: 2,
    codes: 3,
    figures: { people: 1 },
  });
});

test('who adds right after scanning a receipt is suggested as its buyer; a member decides', async () => {
  const shop = await buildAccount(platform, { kind: 'shop', name: '门店收银' });
  await sql`
    insert into orders (account_id, order_no, payment, fulfilment, paid, ordered_at, updated_at)
    values (${shop}, 'HB20260604001', 'paid', 'delivered', 3800, ${clock.now()}, ${clock.now()})`.execute(db);
  const set = await made('小票码', 'receipt', [{ store: '湖滨店', memberIds: members, perClerk: true }]);
  const [{ codes }] = (await set.view()).storeList;
  const { configId, slug } = await wayOf(codes[0].id, ann);
  await open(slug, 'HB20260604001', 'first');
  await open(slug, 'HB20260604001', 'first');
  await open(slug, "x' or 1=1", 'first');
  expect(await receipts(set.id)).toMatchObject([{ state: 'open', orderNo: 'HB20260604001', customer: null }]);
  clock.advance(2 * MINUTE);
  await add(configId, 'wm_receipt');
  const [claimed] = await receipts(set.id);
  expect(claimed).toMatchObject({
    ...{ state: 'suggested', binding: 'suggested', member: { name: '安' } },
    customer: { name: 'wm_receipt' },
  });
  const owner = async () =>
    (
      await sql<{
        id: number | null;
      }>`select customer_id as id from orders where order_no = 'HB20260604001'`.execute(db)
    ).rows[0]?.id;
  expect(await owner(), 'a number proves nothing').toBeNull();
  const bindings = (await ok(client.get(`/customers/${claimed.customer.id}/order-bindings`))).data;
  await ok(
    client.post(`/order-bindings/${bindings[0].id}/decide`, { decision: 'confirm', reason: '本人说的' }),
  );
  expect(`cus_${await owner()}`).toBe(claimed.customer.id);
  expect((await receipts(set.id))[0]).toMatchObject({ binding: 'bound' });
  const stranger = testClient(platform, acquisition.routes).as(await testMember(platform, 'staff', 'own'));
  expect((await receipts(set.id, stranger as never))[0]).toMatchObject({ customer: null });
});

test('where two could be meant, or too long has passed, nothing is suggested; the code of a table takes no numbers', async () => {
  const set = await made('小票二', 'receipt', [{ store: '滨江店', memberIds: members, perClerk: true }]);
  const [{ codes }] = (await set.view()).storeList;
  const { configId, slug } = await wayOf(codes[0].id, ann);
  await open(slug, 'BJ0001', 'one');
  await open(slug, 'BJ0002', 'two');
  clock.advance(MINUTE);
  await add(configId, 'wm_unclear');
  expect((await receipts(set.id)).map(row => row.state)).toEqual(['unclear', 'unclear']);
  await open(slug, 'BJ0003', 'three');
  clock.advance(11 * MINUTE);
  await add(configId, 'wm_late');
  expect((await receipts(set.id))[0]).toMatchObject({ orderNo: 'BJ0003', state: 'open' });
  const { rows } = await sql`select 1 from order_bindings where order_no like 'BJ%'`.execute(db);
  expect(rows).toEqual([]);
  const table = await made('桌码二', 'table', [{ store: '滨江店', memberIds: members, perClerk: true }]);
  const [first] = (await table.view()).storeList;
  await open((await wayOf(first.codes[0].id, ann)).slug, 'BJ0009', 'four');
  expect(await receipts(table.id)).toEqual([]);
});

test('too many at once, a shop twice and a taken name are refused; a set is put away with its codes', async () => {
  const post = (stores: object[], name = '错') => client.post('/code-sets', body(name, 'counter', stores));
  const store = (n: number) => ({ store: `店${n}`, memberIds: members, perClerk: true });
  const many = Array.from({ length: 100 }, (_, n) => store(n));
  expect(
    (await post([...many.slice(0, 99), { ...store(99), memberIds: [...members, 'mem_999'] }])).body,
  ).toMatchObject({
    code: 'code_set_too_many',
  });
  expect((await post([store(1), store(1)])).body).toMatchObject({ code: 'code_set_store_twice' });
  const set = await made('柜台码', 'counter', [store(1)]);
  expect((await post([store(1)], '柜台码')).body).toMatchObject({ code: 'touchpoint_exists' });
  await ok(client.send('DELETE', `/code-sets/${set.id}`));
  const shown = await set.view();
  expect(shown).toMatchObject({
    archived: true,
    storeList: [{ codes: [{ archived: true }, { archived: true }] }],
  });
  expect((await ok(client.get('/code-sets'))).data).not.toContainEqual(
    expect.objectContaining({ id: set.id }),
  );
  expect(await client.send('DELETE', `/code-sets/${set.id}`)).toMatchObject({ status: 404 });
});
