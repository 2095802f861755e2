import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { brand } from '#brand';
import { openChannel } from '#channels';
import { customers, workOffInbox } from '#customers';
import { type OfficialForTest, officialWorld, project } from '#customers/testing';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { broadcastRoutes } from '../broadcasts.routes.ts';
import { dispatchBroadcast } from '../dispatch.ts';
import { planBroadcast } from '../plan.ts';

const platform = await testPlatform();
const { db, clock } = platform;
clock.set('2026-06-03T10:00:00+08:00');
const { wechat, connect } = await officialWorld(platform, [customers]);
const routes = [...broadcastRoutes, ...brand.routes, ...customers.routes];
let client = testClient(platform, routes).as(await testMember(platform));
let made = 0;
let account: OfficialForTest;
beforeEach(async () => {
  clock.advance(7 * DAY);
  client = testClient(platform, routes).as(await testMember(platform));
  wechat.faults.length = 0;
  account = await connect({ appid: `wx_b${++made}` });
  await account.setCallback();
});

/** Followers with names of this test, of whom the first so many have just written. */
async function followers(count: number, wrote: number): Promise<string[]> {
  const openids = Array.from({ length: count }, (_, n) => `o${made}x${n}`);
  for (const openid of openids) await wechat.follow(account.appid, { openid });
  await workOffInbox(platform);
  clock.advance(5 * MINUTE);
  for (const openid of openids.slice(0, wrote)) await wechat.write(account.appid, openid, '在吗');
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
    .received.filter(one => one.msgtype !== 'wrote');
const LINK = { kind: 'link', title: '新品', url: 'https://example.com/a' };
const body = (openids: readonly string[], over: object = {}) => ({
  ...{ name: '上新', channel: 'official_account', accountId: `acc_${account.id}`, purpose: 'service' },
  rule: { attribute: 'name', test: { is: 'one_of', values: openids } },
  message: { text: '{{name|您好}}，上新了', attachments: [LINK] },
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
type View = {
  funnel: Record<string, number>;
  failure: string | null;
  reasons: { reason: string; people: number; words: string }[];
};
const view = async (id: number) => (await client.get(`/broadcasts/bro_${id}`)).body as View;

test('only who has written lately gets it, and everybody else has an honest reason', async () => {
  const people = await followers(4, 2);
  const preview = await client.post('/broadcasts/preview', body(people));
  expect(preview.body).toMatchObject({
    audience: 4,
    send: 2,
    withheld: [{ reason: 'window_closed', people: 2 }],
  });
  const id = await start(people);
  expect(await dispatchBroadcast(platform, id, channelOf)).toEqual({ outcome: 'finished' });
  expect(people.map(one => received(one).length)).toEqual([2, 2, 0, 0]);
  expect(received(people[0]!)[0]).toMatchObject({ content: { content: `${people[0]}，上新了` } });
  expect(await view(id)).toMatchObject({ funnel: { delivered: 2, withheld: 2 } });
  // Two of five answers are used; another two and another leave none.
  for (let n = 0; n < 2; n++) await dispatchBroadcast(platform, await start(people.slice(0, 1)), channelOf);
  expect(received(people[0]!)).toHaveLength(4);
  const last = await client.post('/broadcasts/preview', body(people.slice(0, 1)));
  expect(last.body).toMatchObject({ send: 0, withheld: [{ reason: 'window_used' }] });
});

test('who died in the middle of a call leaves one person uncertain, whom nobody sends to again', async () => {
  const people = await followers(3, 3);
  const id = await start(people);
  wechat.lost.push('message/custom/send');
  // One task was taken by a process that is gone.
  await sql`
    update send_tasks set state = 'calling', called_at = ${clock.now()}, lease_until = ${clock.now()}, attempts = 1
    where id = (select min(id) from send_tasks where broadcast_id = ${id})`.execute(db);
  const run = await dispatchBroadcast(platform, id, channelOf);
  expect(run).toEqual({ outcome: 'finished' });
  const told = await view(id);
  expect(told.reasons).toMatchObject([{ reason: 'official_uncertain', people: 2 }]);
  expect(told).toMatchObject({ funnel: { delivered: 1, failed: 2 } });
  const total = people.reduce((sum, one) => sum + received(one).length, 0);
  // One whole, one of whom the answer to its first piece was lost, one that was never asked for.
  expect(total).toBe(3);
  await dispatchBroadcast(platform, id, channelOf);
  expect(people.reduce((sum, one) => sum + received(one).length, 0)).toBe(total);
});

test('an account that must be put right holds all of it, says why, and goes on; a window may close meanwhile', async () => {
  const people = await followers(2, 2);
  const id = await start(people);
  wechat.faults.push(...Array.from({ length: 4 }, () => ({ errcode: 48001, errmsg: 'api unauthorized' })));
  const run = await dispatchBroadcast(platform, id, channelOf);
  expect(run).toMatchObject({ outcome: 'later' });
  expect((await view(id)).failure).toContain('已认证的服务号');
  wechat.faults.length = 0;
  clock.advance(10 * MINUTE);
  wechat.accounts.get(account.appid)!.followers.get(people[1]!)!.windows = [];
  expect(await dispatchBroadcast(platform, id, channelOf)).toEqual({ outcome: 'finished' });
  expect(await view(id)).toMatchObject({
    failure: null,
    funnel: { delivered: 1, failed: 1 },
    reasons: [{ reason: 'official_window' }],
  });
  clock.advance(HOUR);
});

test('without an account, or with more than the platform takes, it is refused when it is written', async () => {
  expect(await client.post('/broadcasts', body(['x'], { accountId: null }))).toMatchObject({
    body: { code: 'broadcast_no_official_account' },
  });
  const many = { text: '您好', attachments: Array(5).fill(LINK) };
  expect(await client.post('/broadcasts', body(['x'], { message: many }))).toMatchObject({
    body: { code: 'broadcast_too_many_pieces' },
  });
  const long = { text: '长'.repeat(700), attachments: [] };
  expect(await client.post('/broadcasts', body(['x'], { message: long }))).toMatchObject({
    body: { code: 'broadcast_answer_too_long' },
  });
});
