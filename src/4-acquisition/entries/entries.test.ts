import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, mergeForTest } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY, HOUR } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { settleEverybodysOrders } from '../acquisition.jobs.ts';
import { acquisition } from '../index.ts';
import { greetingCorp } from '../testing/corp.ts';
import { entryFiguresOf } from '../touchpoints/figures.sql.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await greetingCorp(platform);
const { admin, accountId, corpId, client, ann, tell, settle } = corp;

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire, looked at by its parts
type Answer = any;
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};
const touchpoint = async (body: object): Promise<string> => (await ok(client.post('/touchpoints', body))).id;
const figures = async (id: string) => (await ok(client.get(`/touchpoints/${id}`))).figures;
const people = async (id: string, more = '') =>
  (await ok(client.get(`/touchpoints/${id}/people${more}`))).data as Answer[];

let orderNo = 0;
async function order(shop: number, customerId: number, { at = clock.now(), paid = 5_000, source = '' } = {}) {
  const { rows } = await sql<{ id: number }>`
    insert into orders (account_id, order_no, customer_id, payment, fulfilment, paid, ordered_at, updated_at, source)
    values (${shop}, ${`E${++orderNo}`}, ${customerId}, 'paid', 'delivered', ${paid}, ${at}, ${at}, ${source || null}) returning id`.execute(
    db,
  );
  await told('order.placed', customerId, shop);
  return rows[0]?.id ?? 0;
}
const told = (type: string, customerId: number, account: number, data: Record<string, unknown> = {}) =>
  db
    .transaction()
    .execute(tx =>
      appendEvents(tx, [{ type, customerId, accountId: account, at: clock.now(), actor: 'system', data }]),
    );

async function groupCode(touchpointId: string) {
  const { chat_id } = await admin.memberCreatesGroup(corpId, { userid: 'ann', name: '面包群' });
  clock.advance(60_000);
  await corp.sync();
  const routes = [
    { target: { kind: 'group', chatIds: [chat_id], baseName: '' } },
    { target: { kind: 'staff', members: [{ memberId: `mem_${ann}` }] } },
  ];
  const { id } = await ok(
    client.post('/live-codes', {
      name: '进群码',
      touchpointId,
      accountId: `acc_${accountId}`,
      plan: { routes },
    }),
  );
  await tell();
  const { rows } = await sql<{ kind: string; configId: string }>`
    select kind, config_id from code_ways where code_id = ${Number(id.slice(5))}`.execute(db);
  return {
    id,
    chat: chat_id as string,
    way: (kind: string) => rows.find(row => row.kind === kind)?.configId ?? '',
  };
}

test('who joins a group by a code has come in there; who adds a member there too is one person', async () => {
  const store = await touchpoint({ name: '延安路店', kind: 'counter' });
  const { id, chat, way } = await groupCode(store);
  clock.advance(1_000);
  await admin.customerScansGroup(corpId, way('group'), 'wm_both');
  await admin.customerScansGroup(corpId, way('group'), 'wm_joins');
  clock.advance(60_000);
  await corp.sync();
  await settle();
  expect(await figures(store)).toMatchObject({ people: 2, joined: 2, added: 0, fresh: 2, staying: 2 });
  clock.advance(HOUR);
  await admin.customerScans(corpId, way('member'), {
    external_userid: 'wm_both',
    customer: { name: '又加又进' },
  });
  await settle();
  expect(await figures(store)).toMatchObject({ people: 2, joined: 2, added: 1, fresh: 2, reached: 2 });
  expect((await ok(client.get(`/live-codes/${id}`))).figures).toMatchObject({
    people: 2,
    joined: 2,
    added: 1,
  });
  expect(await people(store, '?kind=add')).toMatchObject([
    { name: '又加又进', kinds: ['add', 'join'], by: '进群码', here: true },
  ]);
  clock.advance(HOUR);
  await admin.leavesGroup(corpId, chat, { who: { external_userid: 'wm_joins' } });
  clock.advance(60_000);
  await corp.sync();
  await settle();
  await settle();
  expect(await figures(store)).toMatchObject({ people: 2, staying: 1, leftWithinDay: 1 });
  expect(await people(store, '?here=no')).toHaveLength(1);
  const later = new Date(clock.now().getTime() + 31 * DAY);
  const asked = { by: 'touchpoint', ids: [Number(store.slice(3))], from: new Date(0), now: later } as const;
  expect([...(await entryFiguresOf(db, asked)).values()]).toMatchObject([
    { ripe30: 2, stayed30: 1, ripe90: 0 },
  ]);
});

test('a first order belongs to the touchpoint that names its shop and source; no second one does', async () => {
  const shop = await buildAccount(platform, { kind: 'shop', name: '抖音小店' });
  const [early, live, other] = [
    await buildCustomer(platform, { name: '早先' }),
    await buildCustomer(platform, { name: '直播' }),
    await buildCustomer(platform, { name: '橱窗' }),
  ];
  await order(shop, early, { source: '直播间' });
  const room = await touchpoint({
    name: '抖音直播间',
    kind: 'douyin',
    orderSources: [{ accountId: `acc_${shop}`, source: '直播间' }],
  });
  const rest = await touchpoint({
    name: '抖音其他',
    kind: 'douyin',
    orderSources: [{ accountId: `acc_${shop}`, source: '' }],
  });
  await settleEverybodysOrders(platform);
  await settle();
  expect(await figures(room), 'what was ordered before counts').toMatchObject({
    people: 1,
    bought: 1,
    fresh: 1,
  });
  clock.advance(HOUR);
  const first = await order(shop, live, { source: '直播间', paid: 3_000 });
  await order(shop, other, { source: '橱窗' });
  await settle();
  await order(shop, live, { source: '橱窗', paid: 1_000 });
  await settle();
  await settle();
  expect(await figures(room)).toMatchObject({
    people: 2,
    bought: 2,
    added: 0,
    revenue: 9_000,
    ordered: 2,
    reached: 0,
    staying: 0,
  });
  expect(await figures(rest)).toMatchObject({ people: 1, bought: 1 });
  expect(await people(room)).toMatchObject([
    { name: '直播', kinds: ['order'], by: '抖音小店', orders: 2, here: false },
    { name: '早先' },
  ]);
  await ok(client.post(`/touchpoints/${room}/costs`, { day: '2026-06-01', kind: 'money', amount: 100 }));
  await db.updateTable('orders').set({ payment: 'closed' }).where('id', '=', first).execute();
  await told('order.changed', live, shop);
  await settle();
  expect(await figures(room), 'a first order that was called off is none').toMatchObject({ people: 1 });
  expect(await figures(rest), 'the next one is the first').toMatchObject({ people: 2 });
  expect(
    await client.post('/touchpoints', {
      name: '再来一个',
      kind: 'ad',
      orderSources: [{ accountId: `acc_${shop}`, source: '直播间' }],
    }),
  ).toMatchObject({ status: 409, body: { code: 'order_source_taken' } });
  expect((await ok(client.get('/order-sources'))).data).toContainEqual({
    account: { id: `acc_${shop}`, name: '抖音小店' },
    ...{ source: '直播间', orders: 1, touchpoint: { id: room, name: '抖音直播间' } },
  });
  await mergeForTest(platform, SYSTEM, [[early, other]]);
  await settle();
  expect(await figures(room), 'one person has one first order').toMatchObject({ people: 1 });
  expect(await figures(rest)).toMatchObject({ people: 1 });
});

test('who follows an official account by a code has come in, and is gone when they follow no more', async () => {
  const stand = await touchpoint({ name: '展会', kind: 'event' });
  const official = await buildAccount(platform, { kind: 'official_account', name: '小满公众号' });
  const { id } = await groupCode(stand);
  await sql`
    insert into code_ways (code_id, kind, key, state, wanted, next_try)
    values (${Number(id.slice(5))}, 'official', 'x', 'stand-o1', '{}', ${clock.now()})`.execute(db);
  const who = await buildCustomer(platform, { name: '关注的人' });
  await sql`
    insert into followers (account_id, openid, customer_id, subscribed_at, scene, synced_at)
    values (${official}, 'o_stand', ${who}, ${clock.now()}, 'stand-o1', ${clock.now()})`.execute(db);
  await told('official_account.followed', who, official, { scene: 'stand-o1' });
  await settle();
  expect(await figures(stand)).toMatchObject({ people: 1, followed: 1, fresh: 1, staying: 1, reached: 1 });
  clock.advance(HOUR);
  await db.updateTable('followers').set({ endedAt: clock.now() }).where('openid', '=', 'o_stand').execute();
  await told('official_account.unfollowed', who, official);
  await settle();
  expect(await figures(stand)).toMatchObject({ people: 1, staying: 0, leftWithinDay: 1 });
});

test('a call is noted once with its source, by those who may see the customer, and can be taken back', async () => {
  const ad = await touchpoint({ name: '电梯广告', kind: 'ad', stopLoss: 100 });
  const who = await buildCustomer(platform, { name: '打电话的人' });
  const at = new Date(clock.now().getTime() - HOUR).toISOString();
  const note = (more: object = {}) =>
    client.post(`/customers/cus_${who}/calls`, { touchpointId: ad, note: '问蛋糕能不能送', at, ...more });
  const { id } = await ok(note());
  await ok(note({ at: undefined }));
  await settle();
  await settle();
  expect(await figures(ad), 'called twice, one person').toMatchObject({
    people: 1,
    called: 1,
    fresh: 1,
    reached: 0,
  });
  const [person] = await people(ad);
  expect(person).toMatchObject({ kinds: ['call'], here: false, calls: [{}, { id, note: '问蛋糕能不能送' }] });
  const later = new Date(clock.now().getTime() + HOUR).toISOString();
  expect(await note({ at: later })).toMatchObject({ status: 422, body: { code: 'call_in_future' } });
  expect(await note({ touchpointId: 'tp_999999' })).toMatchObject({ status: 404 });
  const stranger = testClient(platform, acquisition.routes).as(await testMember(platform, 'staff', 'own'));
  expect(await stranger.post(`/customers/cus_${who}/calls`, { touchpointId: ad })).toMatchObject({
    status: 404,
  });
  expect(await stranger.send('DELETE', `/calls/${id}`)).toMatchObject({ status: 404 });
  expect((await ok(stranger.get(`/touchpoints/${ad}/people`))).data).toEqual([]);
  for (const call of person.calls) await ok(client.send('DELETE', `/calls/${call.id}`));
  expect(await figures(ad)).toMatchObject({ people: 0 });
  const { rows } = await sql<{ action: string }>`
    select action from audit_log where customer_id = ${who} order by id`.execute(db);
  expect(rows.map(row => row.action)).toEqual(['call.noted', 'call.noted', 'call.removed', 'call.removed']);
});

test('a code that leads to groups which are all full is refused, unless further ones are made by a name', async () => {
  const place = await touchpoint({ name: '满群', kind: 'other' });
  const { chat } = await groupCode(place);
  const save = (more: object) =>
    client.post('/live-codes', {
      ...{ name: '再来', touchpointId: place, accountId: `acc_${accountId}` },
      plan: { routes: [{ target: { kind: 'group', chatIds: [chat], baseName: '', ...more } }] },
    });
  expect((await save({})).status, 'there is room').toBe(201);
  await sql`
    insert into rule_facts (name, value, effective_from, source, confidence) values ('wecom.group.people', '{"max": 1}', '2026-01-01', 'test', 'own')`.execute(
    db,
  );
  const refused = await save({});
  expect(refused).toMatchObject({ status: 422, body: { code: 'code_groups_full' } });
  expect(JSON.stringify(refused.body)).toContain('「面包群」已经满 1 人');
  expect((await save({ baseName: '面包群' })).status).toBe(201);
  const full = await admin.memberCreatesGroup(corpId, { userid: 'ann', name: '空群' });
  expect(
    (await save({ chatIds: [chat, full.chat_id] })).body,
    'one that nobody has read is unknown',
  ).toMatchObject({
    code: 'code_group_unknown',
  });
});
