import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { brand } from '#brand';
import { openChannel } from '#channels';
import { customers, workOffInbox } from '#customers';
import { type OfficialForTest, officialWorld, project } from '#customers/testing';
import { DAY, MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { broadcastRoutes } from '../broadcasts.routes.ts';
import { dispatchBroadcast } from '../dispatch.ts';
import { planBroadcast } from '../plan.ts';
import { syncResults } from '../results.ts';

const platform = await testPlatform();
const { db, clock } = platform;
clock.set('2026-06-03T10:00:00+08:00');
const { wechat, connect } = await officialWorld(platform, [customers]);
const routes = [...broadcastRoutes, ...brand.routes, ...customers.routes];
let client = testClient(platform, routes).as(await testMember(platform));
const TEMPLATE = {
  priTmplId: 'tpl_new',
  title: '上新通知',
  content: '商品：{{thing1.DATA}}\n时间：{{time2.DATA}}',
  type: 2,
};
let made = 0;
let account: OfficialForTest;
let templateId = '';
beforeEach(async () => {
  clock.advance(7 * DAY);
  client = testClient(platform, routes).as(await testMember(platform));
  wechat.faults.length = 0;
  account = await connect({ appid: `wx_n${++made}`, templates: [TEMPLATE] });
  await account.setCallback();
  await client.post(`/official-accounts/acc_${account.id}/notice-templates`);
  const { data } = (await client.get('/notice-templates')).body as {
    data: { id: string; account: { id: string } }[];
  };
  templateId = data.find(one => one.account.id === `acc_${account.id}`)!.id;
});

const told = async () => {
  await Promise.all(wechat.telling);
  await workOffInbox(platform);
  await project(platform);
};

/** Followers with names of this test, who have accepted as many notices as stands beside them. */
async function followers(...accepted: number[]): Promise<string[]> {
  const openids = accepted.map((_, n) => `n${made}x${n}`);
  for (const openid of openids) await wechat.follow(account.appid, { openid });
  await workOffInbox(platform);
  for (const [n, count] of accepted.entries())
    for (let i = 0; i < count; i++) {
      clock.advance(1_000);
      await wechat.decide(account.appid, openids[n]!, { tpl_new: 'accept' });
    }
  await workOffInbox(platform);
  await sql`
    update customers c set name = f.openid from followers f where f.customer_id = c.id and f.account_id = ${account.id}`.execute(
    db,
  );
  await project(platform);
  return openids;
}
const received = (openid: string) =>
  wechat.accounts
    .get(account.appid)!
    .followers.get(openid)!
    .received.filter(one => one.msgtype === 'notice');
const left = async () => {
  const { rows } = await sql<{ openid: string; remaining: number }>`
    select openid, remaining from notice_grants where account_id = ${account.id} order by openid`.execute(db);
  return rows.map(row => row.remaining);
};
const facts = async () => {
  const { rows } = await sql<{ num: number }>`
    select k.num from followers f join customers c on c.id = f.customer_id
    join customer_facts k on k.customer_id = c.person_id and k.key = 'notices.left' where f.account_id = ${account.id} order by f.openid`.execute(
    db,
  );
  return rows.map(row => row.num);
};
const VALUES = { thing1: '{{name|您}}要的可颂', time2: '6月3日 15:00' };
const body = (openids: readonly string[], over: object = {}) => ({
  ...{ name: '上新', channel: 'official_account', accountId: `acc_${account.id}`, purpose: 'service' },
  rule: { attribute: 'name', test: { is: 'one_of', values: openids } },
  notice: { templateId, values: VALUES, url: 'https://example.com/new' },
  ...over,
});
const channelOf = (id: number) => openChannel(platform, id);
async function start(openids: readonly string[], over: object = {}): Promise<number> {
  const { body: answer, status } = await client.post('/broadcasts', body(openids, over));
  expect([status, answer]).toMatchObject([201, {}]);
  const { id } = answer as { id: string };
  expect((await client.post(`/broadcasts/${id}/start`, { at: null })).status).toBeLessThan(300);
  const broadcastId = Number(id.slice(4));
  await planBroadcast(platform, broadcastId);
  return broadcastId;
}
const send = (id: number) => dispatchBroadcast(platform, id, channelOf);
type View = { funnel: Record<string, number>; reasons: { reason: string; people: number }[]; notice: object };
const view = async (id: number) => (await client.get(`/broadcasts/bro_${id}`)).body as View;

test('who has accepted one gets it, once for each acceptance; everybody else is told apart by the reason', async () => {
  const people = await followers(2, 1, 0);
  expect(await facts()).toEqual([2, 1]);
  const rule = { fact: 'notices.left', test: { is: 'at_least', value: 2 } };
  expect((await client.post('/broadcasts/preview', body(people, { rule }))).body).toMatchObject({
    audience: 1,
  });
  expect((await client.post('/broadcasts/preview', body(people))).body).toMatchObject({
    ...{ audience: 3, send: 2, withheld: [{ reason: 'no_grant', people: 1 }] },
    sample: [{ text: `上新通知\n商品：${people[0]}要的可颂\n时间：6月3日 15:00` }, {}],
  });
  expect(await left(), 'a preview takes none').toEqual([2, 1]);
  const id = await start(people);
  expect([await left(), await facts()]).toEqual([[1, 0], [1]]);
  expect(await send(id)).toEqual({ outcome: 'finished' });
  expect(people.map(one => received(one).length)).toEqual([1, 1, 0]);
  expect(received(people[0]!)[0]).toMatchObject({
    content: { title: '上新通知', data: { thing1: { value: `${people[0]}要的可颂` } } },
  });
  await told();
  expect(await left(), 'receipts of our own use nothing more').toEqual([1, 0]);
  expect(await view(id)).toMatchObject({
    funnel: { delivered: 2, withheld: 1 },
    notice: { templateId, templateTitle: '上新通知', values: VALUES, url: 'https://example.com/new' },
  });
  const again = await start(people);
  await send(again);
  expect(people.map(one => received(one).length)).toEqual([2, 1, 0]);
  expect(await view(again)).toMatchObject({ reasons: [{ reason: 'no_grant', people: 2 }] });
});

test('two broadcasts at once do not use one acceptance twice', async () => {
  const people = await followers(1, 1, 1);
  const [one, other] = [await start(people), await start(people)];
  await Promise.all([send(one), send(other)]);
  expect(people.map(who => received(who).length)).toEqual([1, 1, 1]);
  expect(await view(other)).toMatchObject({ funnel: { delivered: 0, withheld: 3 } });
});

test('who died before asking is taken up; who died while asking is closed as unknown, and nothing is used twice', async () => {
  const people = await followers(3, 3);
  const id = await start(people);
  // A process that is gone had both tasks: it had asked for the first one’s and not yet for the other’s.
  await sql`
    update send_tasks set state = 'calling', called_at = ${clock.now()}, lease_until = ${clock.now()}, attempts = 1
    where broadcast_id = ${id}`.execute(db);
  await sql`
    update notice_uses u set state = 'called', called_at = ${clock.now()} from broadcast_people p
    where p.broadcast_id = ${id} and p.contact_id = u.contact_id and p.recipient = ${people[0]!}`.execute(db);
  await send(id);
  await send(id);
  expect(people.map(one => received(one).length)).toEqual([0, 1]);
  expect(await view(id)).toMatchObject({
    funnel: { delivered: 1, failed: 1 },
    reasons: [{ reason: 'official_uncertain', people: 1 }],
  });
  expect(await left(), 'what may have gone out stays used').toEqual([2, 2]);
});

test('one whose answer was lost is settled by the receipt and counts once', async () => {
  const people = await followers(2);
  const id = await start(people);
  wechat.lost.push('message/subscribe/bizsend');
  await send(id);
  expect(await view(id)).toMatchObject({ funnel: { delivered: 0, failed: 1 } });
  await told();
  await syncResults(platform, channelOf);
  expect(received(people[0]!)).toHaveLength(1);
  expect(await view(id)).toMatchObject({ funnel: { delivered: 1, failed: 0 } });
  expect([await left(), await facts()]).toEqual([[1], [1]]);
});

test('what is stopped or refused gives its acceptance back; where the platform knows of none there is none', async () => {
  const people = await followers(2, 2);
  const stopped = await start(people);
  expect(await left()).toEqual([1, 1]);
  await client.post(`/broadcasts/bro_${stopped}/cancel`);
  expect([await left(), await facts()]).toEqual([
    [2, 2],
    [2, 2],
  ]);
  const refused = await start(people.slice(0, 1));
  wechat.faults.push({ errcode: 47003, errmsg: 'argument invalid' });
  await send(refused);
  expect(await left()).toEqual([2, 2]);
  const id = await start(people);
  wechat.accounts.get(account.appid)!.followers.get(people[1]!)!.grants.set('tpl_new', 0);
  await send(id);
  expect(await view(id)).toMatchObject({ reasons: [{ reason: 'notice_no_grant', people: 1 }] });
  expect([await left(), await facts()]).toEqual([[1, 0], [1]]);
});

test('an account that must be put right holds it, and sends each once when it is', async () => {
  const people = await followers(1);
  const id = await start(people);
  wechat.faults.push(...Array.from({ length: 4 }, () => ({ errcode: 48001, errmsg: 'api unauthorized' })));
  expect(await send(id)).toMatchObject({ outcome: 'later' });
  wechat.faults.length = 0;
  clock.advance(11 * MINUTE);
  expect(await send(id)).toEqual({ outcome: 'finished' });
  expect(received(people[0]!)).toHaveLength(1);
});

test('what the template does not take is said when it is written', async () => {
  const values = async (over: object) =>
    (
      await client.post(
        '/broadcasts',
        body(['x'], { notice: { templateId, values: { ...VALUES, ...over } } }),
      )
    ).body as { code: string; detail: string };
  expect(await values({ thing1: '' })).toMatchObject({ code: 'broadcast_notice_value' });
  expect((await values({ thing1: '{{name}}' })).detail).toContain('备用');
  expect((await values({ thing1: '长'.repeat(21) })).detail).toContain('商品');
  expect(await values({ thing1: '{{nmae|您}}' })).toMatchObject({ code: 'message_unknown_variable' });
  const other = { templateId: 'ntt_999999', values: VALUES };
  expect((await client.post('/broadcasts', body(['x'], { notice: other }))).body).toMatchObject({
    code: 'broadcast_no_notice_template',
  });
});
