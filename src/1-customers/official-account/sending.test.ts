import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customers } from '../index.ts';
import { type OfficialForTest, officialWorld } from '../testing/official-world.ts';
import { workOffInbox } from '../wecom/inbox.ts';
import { resumeMessages, sendMessage } from './send-message.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const { wechat, connect } = await officialWorld(platform, [customers]);
const owner = testClient(platform, customers.routes).as(await testMember(platform));

const TEMPLATE = {
  priTmplId: 'tpl_shipped',
  title: '发货通知',
  content: '商品：{{thing1.DATA}}\n时间：{{time2.DATA}}',
  type: 2,
};
let made = 0;
let account: OfficialForTest;
beforeEach(async () => {
  account = await connect({ appid: `wx_s${++made}`, templates: [TEMPLATE] });
  await account.setCallback();
});

const fake = () => wechat.accounts.get(account.appid)!;
const received = (openid: string) =>
  fake()
    .followers.get(openid)!
    .received.filter(one => one.msgtype !== 'wrote');

/** Somebody follows and Siyu knows it. @returns their customer's id on the wire. */
async function follower(openid: string): Promise<string> {
  await wechat.follow(account.appid, { openid });
  await workOffInbox(platform);
  const row = await db
    .selectFrom('followers')
    .select('customerId')
    .where('openid', '=', openid)
    .where('accountId', '=', account.id)
    .executeTakeFirstOrThrow();
  clock.advance(2 * MINUTE);
  return `cus_${row.customerId}`;
}
async function wrote(openid: string) {
  await wechat.write(account.appid, openid, '在吗');
  await workOffInbox(platform);
}
const reply = (customer: string, text = '在的，您说', link: object | null = null) =>
  owner.post(`/customers/${customer}/official-replies`, { accountId: `acc_${account.id}`, text, link });

/** Sends what waits, as the job would. */
async function sendAll() {
  const rows = await db.selectFrom('officialMessages').select('id').where('state', '=', 'waiting').execute();
  for (const { id } of rows) await sendMessage(platform, id);
}
type Shown = {
  following: {
    refused: string | null;
    window: { left: number } | null;
    notices: { remaining: number; template: { id: string } }[];
  }[];
  messages: { state: string; failure: string | null; text: string }[];
};
const shown = async (customer: string) =>
  (await owner.get(`/customers/${customer}/official-accounts`)).body as Shown;

test('nobody is answered who has not written; who has is, five times, and anew after they write again', async () => {
  const customer = await follower('o1');
  const refused = await reply(customer);
  expect(refused).toMatchObject({ status: 409, body: { code: 'official_message_withheld' } });
  expect((await shown(customer)).following[0]).toMatchObject({
    window: null,
    refused: expect.stringContaining('48'),
  });
  await wrote('o1');
  for (let n = 0; n < 5; n++) expect((await reply(customer, `第 ${n} 条`)).status).toBe(201);
  expect(await reply(customer)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('5') },
  });
  await sendAll();
  expect(received('o1').map(one => one.content)).toEqual(
    [0, 1, 2, 3, 4].map(n => ({ content: `第 ${n} 条` })),
  );
  expect((await shown(customer)).messages.map(one => one.state)).toEqual(Array(5).fill('sent'));
  clock.advance(HOUR);
  await wrote('o1');
  expect((await shown(customer)).following[0]!.window).toMatchObject({ left: 5 });
  const link = { title: '新品', url: 'https://example.com/a' };
  expect((await reply(customer, '看这里', link)).status).toBe(201);
  await sendAll();
  expect(
    received('o1')
      .slice(-2)
      .map(one => one.msgtype),
  ).toEqual(['text', 'news']);
  expect((await shown(customer)).following[0]!.window).toMatchObject({ left: 3 });
  clock.advance(48 * HOUR);
  expect(await reply(customer)).toMatchObject({ status: 409 });
});

test('what was answered on the platform’s own page is learnt from its refusal, and opens with the next word', async () => {
  const customer = await follower('o1');
  await wrote('o1');
  for (const window of fake().followers.get('o1')!.windows) window.left = 0;
  await reply(customer);
  await sendAll();
  const after = await shown(customer);
  expect(after.messages[0]).toMatchObject({
    state: 'failed',
    failure: expect.stringContaining('条数已用完'),
  });
  expect(after.following[0]).toMatchObject({ window: null });
  clock.advance(2 * MINUTE);
  await wrote('o1');
  expect((await shown(customer)).following[0]!.window).toMatchObject({ left: 5 });
});

test('a lost answer is closed as unknown, a crash in between too, and neither is ever sent again', async () => {
  const customer = await follower('o1');
  await wrote('o1');
  wechat.lost.push('message/custom/send');
  await reply(customer, '一');
  await sendAll();
  await reply(customer, '二');
  // The process dies between writing down that it sends and hearing the answer.
  await sql`update official_messages set state = 'calling', called_at = ${clock.now()} where state = 'waiting'`.execute(
    db,
  );
  clock.advance(3 * MINUTE);
  await resumeMessages(platform);
  await sendAll();
  expect(received('o1').map(one => one.content)).toEqual([{ content: '一' }]);
  const { messages, following } = await shown(customer);
  expect(messages.map(one => one.state)).toEqual(['unknown', 'unknown']);
  // Both may have gone out, so both count.
  expect(following[0]!.window).toMatchObject({ left: 3 });
});

test('busy is tried again, used-up quota and a paused account are told and use nothing of the window', async () => {
  const customer = await follower('o1');
  await wrote('o1');
  wechat.faults.push({ errcode: 45009, errmsg: 'reach max api daily quota limit' });
  await reply(customer, '一');
  await sendAll();
  expect((await shown(customer)).messages[0]).toMatchObject({ state: 'failed' });
  expect((await shown(customer)).following[0]!.window).toMatchObject({ left: 5 });
});

async function templates() {
  const read = await owner.post(`/official-accounts/acc_${account.id}/notice-templates`);
  expect(read).toMatchObject({ status: 201, body: { templates: 1 } });
  const { data } = (await owner.get('/notice-templates')).body as {
    data: { id: string; account: { id: string }; fields: object[]; followers: number; grants: number }[];
  };
  return data.find(one => one.account.id === `acc_${account.id}`)!;
}
const remaining = async (customer: string) => (await shown(customer)).following[0]!.notices[0]!.remaining;
const decide = async (said: 'accept' | 'reject') => {
  clock.advance(1_000);
  await wechat.decide(account.appid, 'o1', { tpl_shipped: said });
  await workOffInbox(platform);
};

test('a notice goes to who has accepted one, each acceptance once; the counter follows what the platform tells', async () => {
  const customer = await follower('o1');
  const template = await templates();
  expect(template.fields).toEqual([
    { key: 'thing1', label: '商品' },
    { key: 'time2', label: '时间' },
  ]);
  const notice = (values: object = { thing1: '草莓蛋糕', time2: '2026年6月3日 12:00' }) =>
    owner.post(`/customers/${customer}/notices`, { templateId: template.id, values });
  expect(await notice()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('订阅') } });
  await decide('reject');
  expect(await remaining(customer)).toBe(0);
  await decide('accept');
  await decide('accept');
  expect(await remaining(customer)).toBe(2);
  expect(await templates()).toMatchObject({ followers: 1, grants: 2 });
  expect(await notice({ thing1: '一个比二十个字长得多的商品名字它写不进去这一栏里' })).toMatchObject({
    status: 422,
  });
  expect((await notice()).status).toBe(201);
  expect(await remaining(customer)).toBe(1);
  await sendAll();
  await Promise.all(wechat.telling);
  await workOffInbox(platform);
  // The platform's receipt of our own notice uses nothing more.
  expect(await remaining(customer)).toBe(1);
  expect(received('o1')).toMatchObject([{ msgtype: 'notice', content: { title: '发货通知' } }]);
  expect((await shown(customer)).messages).toMatchObject([{ state: 'sent' }]);
  clock.advance(1_000);
  await wechat.takeBack(account.appid, 'o1', 'tpl_shipped');
  await workOffInbox(platform);
  expect(await remaining(customer)).toBe(0);
  expect(await notice()).toMatchObject({ status: 409 });
});

test('a notice whose answer was lost is settled by the receipt; a word told twice counts once; others’ notices count', async () => {
  const customer = await follower('o1');
  const template = await templates();
  await decide('accept');
  await decide('accept');
  wechat.lost.push('message/subscribe/bizsend');
  await owner.post(`/customers/${customer}/notices`, {
    ...{ templateId: template.id, values: { thing1: '蛋糕', time2: '12:00' } },
  });
  await sendAll();
  await Promise.all(wechat.telling);
  await workOffInbox(platform);
  expect((await shown(customer)).messages).toMatchObject([{ state: 'sent' }]);
  expect(await remaining(customer)).toBe(1);
  // The same words again, as after a crash between taking them in and ticking them off.
  await sql`update channel_inbox set done_at = null, attempts = 0 where account_id = ${account.id}`.execute(
    db,
  );
  await workOffInbox(platform);
  expect(await remaining(customer)).toBe(1);
  // Somebody else sends one from another system.
  const them = fake().followers.get('o1')!;
  clock.advance(HOUR * 2);
  wechat.noticed(fake(), them, 'tpl_shipped', '12345');
  await Promise.all(wechat.telling);
  await workOffInbox(platform);
  expect(await remaining(customer)).toBe(0);
});

test('where the platform knows of no acceptance there is none; a refused notice gives its acceptance back', async () => {
  const customer = await follower('o1');
  const template = await templates();
  await decide('accept');
  await decide('accept');
  const notice = () =>
    owner.post(`/customers/${customer}/notices`, {
      templateId: template.id,
      values: { thing1: '蛋糕', time2: '12:00' },
    });
  wechat.faults.push({ errcode: 47003, errmsg: 'argument invalid' });
  await notice();
  await sendAll();
  expect(await remaining(customer)).toBe(2);
  // Nor has one used any that was not sent because the account is paused, or because they refused meanwhile.
  await notice();
  expect(await remaining(customer)).toBe(1);
  const status = (value: string) =>
    db.updateTable('channelAccounts').set({ status: value }).where('id', '=', account.id).execute();
  await status('paused');
  await sendAll();
  await status('active');
  expect(await remaining(customer)).toBe(2);
  await notice();
  const suppression = { channel: 'all', purpose: 'all', reason: '本人要求', source: 'staff' };
  expect((await owner.post(`/customers/${customer}/suppressions`, suppression)).status).toBe(201);
  await sendAll();
  expect((await shown(customer)).messages[0]).toMatchObject({ state: 'failed' });
  await db.updateTable('suppressions').set({ liftedAt: clock.now() }).where('liftedAt', 'is', null).execute();
  expect(await remaining(customer)).toBe(2);
  fake().followers.get('o1')!.grants.clear();
  await notice();
  await sendAll();
  expect(await remaining(customer)).toBe(0);
});

test('followers are found by account, state and code; somebody else’s customers stay theirs', async () => {
  const customer = await follower('o1');
  await follower('o2');
  await wrote('o1');
  await wechat.unfollow(account.appid, 'o2');
  await workOffInbox(platform);
  const list = async (query: string, client = owner) =>
    (
      (await client.get(`/followers?account=acc_${account.id}${query}`)).body as {
        data: { customer: { id: string } }[];
      }
    ).data;
  expect((await list('&state=open')).map(one => one.customer.id)).toEqual([customer]);
  expect(await list('&state=left')).toHaveLength(1);
  expect(await list('')).toHaveLength(2);
  const staff = owner.as(await testMember(platform, 'staff', 'own'));
  expect(await list('', staff)).toEqual([]);
  expect(await staff.get(`/customers/${customer}/official-accounts`)).toMatchObject({ status: 404 });
});
