import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { learnPeople } from '../identities/learn.ts';
import { customers } from '../index.ts';
import { whatIsKnown } from '../rights/known.ts';
import { removeTraces } from '../rights/traces.ts';
import { officialWorld } from '../testing/official-world.ts';
import { workOffInbox } from '../wecom/inbox.ts';
import { syncFollowers } from './sync-followers.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const { wechat, connect } = await officialWorld(platform, [customers]);
const owner = testClient(platform, customers.routes).as(await testMember(platform));

let made = 0;
const connected = ({ secret, ...more }: { secret?: string; allowlist?: string[] } = {}) =>
  connect({ appid: `wx_${++made}`, ...more }, secret);

async function followerOf(accountId: number, openid: string) {
  const row = await db
    .selectFrom('followers as f')
    .innerJoin('customers as c', 'c.id', 'f.customerId')
    .select(['f.customerId', 'c.personId', 'f.endedAt', 'f.scene', 'f.wroteAt', 'f.actedAt'])
    .where('f.accountId', '=', accountId)
    .where('f.openid', '=', openid)
    .executeTakeFirst();
  return row;
}
const told = async (accountId: number) =>
  (
    await sql<{ type: string }>`
      select type from events where account_id = ${accountId} and type like 'official_account.%' order by seq`.execute(
      db,
    )
  ).rows.map(row => row.type.split('.')[1]);

/** A customer as WeCom told of them, with their unionid. */
const wecomCustomer = (unionId: string) =>
  db.transaction().execute(async tx => {
    const context = { clock, vault: platform.vault, actor: { name: 'account:99' }, source: 'wecom' };
    const keys = [
      { kind: 'external_userid' as const, accountId: 99, key: `wm_${unionId}`, shown: `wm_${unionId}` },
      { kind: 'unionid' as const, accountId: 0, key: unionId, shown: unionId },
    ];
    const { customerIds } = await learnPeople(tx, context, [{ keys, name: '林小雨', at: clock.now() }]);
    return customerIds[0]!;
  });

test('who follows is known at once, meets the customer with the same unionid, and leaving and coming back are told', async () => {
  const account = await connected();
  expect(await account.setCallback()).toBe(true);
  const customerId = await wecomCustomer('u_lin');
  expect(await wechat.follow(account.appid, { openid: 'o_lin', unionid: 'u_lin' })).toMatchObject({
    tries: 1,
    status: 200,
  });
  await workOffInbox(platform);
  expect((await followerOf(account.id, 'o_lin'))!.personId).toBe(customerId);
  clock.advance(MINUTE);
  await wechat.unfollow(account.appid, 'o_lin');
  await workOffInbox(platform);
  expect((await followerOf(account.id, 'o_lin'))!.endedAt).toEqual(clock.now());
  clock.advance(MINUTE);
  await wechat.follow(account.appid, { openid: 'o_lin', unionid: 'u_lin' });
  await workOffInbox(platform);
  expect((await followerOf(account.id, 'o_lin'))!.endedAt).toBeNull();
  expect(await told(account.id)).toEqual(['followed', 'unfollowed', 'followed']);
  const timeline = await owner.get(`/customers/cus_${customerId}/timeline?kind=follows`);
  expect((timeline.body as { data: { type: string; account: string }[] }).data).toMatchObject([
    { type: 'official_account.followed', account: '小满公众号' },
    { type: 'official_account.unfollowed' },
    { type: 'official_account.followed' },
  ]);
});

test('a callback that comes twice is one; a forged one leaves nothing; a repeat of the reading changes nothing', async () => {
  const account = await connected();
  await account.setCallback();
  const push = wechat.accounts.get(account.appid)!;
  await wechat.follow(account.appid, { openid: 'o1' });
  await wechat.follow(account.appid, { openid: 'o1' });
  push.callback = { ...push.callback!, token: 'wrong' };
  expect(await wechat.follow(account.appid, { openid: 'o2' })).toMatchObject({ status: 403, tries: 3 });
  const { rows } = await sql`select 1 from channel_inbox where account_id = ${account.id}`.execute(db);
  expect(rows).toHaveLength(1);
  await workOffInbox(platform);
  await syncFollowers(platform, account.id);
  expect(await told(account.id)).toEqual(['followed', 'followed']);
  expect(await syncFollowers(platform, account.id)).toMatchObject({ followers: 2, begun: 0, ended: 0 });
});

test('what was missed is found by the comparison: who came, who left, over several pages', async () => {
  const account = await connected();
  for (let n = 0; n < 230; n++) await wechat.follow(account.appid, { openid: `p${n}`, unionid: `pu${n}` });
  expect(await syncFollowers(platform, account.id)).toEqual({
    followers: 230,
    begun: 230,
    ended: 0,
    first: true,
  });
  clock.advance(HOUR);
  await wechat.unfollow(account.appid, 'p3');
  await wechat.follow(account.appid, { openid: 'new' });
  expect(await syncFollowers(platform, account.id)).toEqual({
    followers: 230,
    begun: 1,
    ended: 1,
    first: false,
  });
  const accounts = (await owner.get('/accounts')).body as { data: { id: string }[] };
  expect(accounts.data.find(one => one.id === `acc_${account.id}`)).toMatchObject({
    kind: 'official_account',
    hasCallbackKeys: true,
    lastSync: { state: 'done', followers: 230, begun: 1, ended: 1 },
  });
});

test('a scan of somebody whose subscription never reached us makes them known; writing opens the long window', async () => {
  const account = await connected();
  const row = wechat.accounts.get(account.appid)!;
  row.codes.set('ticket', 'counter');
  await wechat.follow(account.appid, { openid: 'o1' });
  await account.setCallback();
  clock.advance(MINUTE);
  await wechat.scan(account.appid, 'o1', 'ticket');
  await wechat.write(account.appid, 'o1', '几点关门？');
  await workOffInbox(platform);
  expect(await followerOf(account.id, 'o1')).toMatchObject({ actedAt: clock.now(), wroteAt: clock.now() });
  expect(await told(account.id)).toEqual(['followed', 'scanned', 'wrote']);
  const { customerId } = (await followerOf(account.id, 'o1'))!;
  const following = async () =>
    ((await owner.get(`/customers/cus_${customerId}/reachability`)).body as { following: unknown[] })
      .following;
  const wrote = clock.now().getTime();
  expect(await following()).toMatchObject([
    { name: '小满公众号', window: { until: new Date(wrote + 48 * HOUR).toISOString(), left: 5 } },
  ]);
  clock.advance(48 * HOUR);
  expect(await following()).toMatchObject([{ window: null }]);
  await wechat.scan(account.appid, 'o1', 'ticket');
  await workOffInbox(platform);
  expect(await following()).toMatchObject([
    { window: { until: new Date(clock.now().getTime() + MINUTE).toISOString(), left: 3 } },
  ]);
  const { rows } = await sql<{
    kept: string;
  }>`select string_agg(body::text, '') as kept from channel_inbox`.execute(db);
  expect(rows[0]!.kept).not.toContain('几点关门');
});

test('what an account needs is checked live, step by step', async () => {
  const steps = async (id: number) => {
    const { body } = await owner.get(`/accounts/acc_${id}/check`);
    return Object.fromEntries(
      (body as { steps: { step: string; state: string; message: string }[] }).steps.map(one => [
        one.step,
        `${one.state} ${one.message}`,
      ]),
    );
  };
  const ready = await connected();
  await ready.setCallback();
  expect(await steps(ready.id)).toEqual({
    network: expect.stringMatching(/^ok/),
    keys: expect.stringMatching(/^ok/),
    address: expect.stringMatching(/^ok/),
    followers: expect.stringMatching(/^ok/),
    callback: expect.stringMatching(/^ok 回调地址已通过微信验证/),
  });
  const wrong = await connected({ secret: 'wrong' });
  expect(await steps(wrong.id)).toMatchObject({
    keys: expect.stringMatching(/^failed .*AppSecret/),
    address: expect.stringMatching(/^waiting/),
    callback: expect.stringMatching(/^waiting 微信还没有验证/),
  });
  const far = await connected({ allowlist: ['10.9.8.7'] });
  expect(await steps(far.id)).toMatchObject({ address: expect.stringMatching(/^failed .*127\.0\.0\.1/) });
  await wechat.close();
  expect(await steps(ready.id)).toMatchObject({
    network: expect.stringMatching(/^failed/),
    keys: expect.stringMatching(/^waiting/),
  });
  const { port: before } = new URL(wechat.url);
  await wechat.open(Number(before));
}, 30_000);

test('an account is connected once, by who looks after channels, and its secrets never come back', async () => {
  const body = { name: '公众号', appId: 'wx_once', secret: 'a-secret' };
  expect(await owner.post('/official-accounts', body)).toMatchObject({ status: 201 });
  expect(await owner.post('/official-accounts', body)).toMatchObject({
    body: { code: 'official_account_already_connected' },
  });
  const manager = owner.as(await testMember(platform, 'manager'));
  expect(await manager.post('/official-accounts', { ...body, appId: 'wx_2' })).toMatchObject({ status: 403 });
  expect(JSON.stringify((await owner.get('/accounts')).body)).not.toContain('a-secret');
});

test('who was erased stays unknown, whatever the platform goes on telling of them', async () => {
  const account = await connected();
  await account.setCallback();
  await wechat.follow(account.appid, { openid: 'o_gone', unionid: 'u_gone' });
  await workOffInbox(platform);
  const { customerId } = (await followerOf(account.id, 'o_gone'))!;
  await wechat.write(account.appid, 'o_gone', '你好');
  const known = await db.transaction().execute(tx => whatIsKnown(tx, platform.vault, [customerId]));
  const erased = await owner.post(`/customers/cus_${customerId}/erasure`, {
    reason: 'asked',
    confirm: `cus_${customerId}`,
  });
  expect(erased.status).toBeLessThan(300);
  await db.transaction().execute(tx => removeTraces(tx, known));
  const { rows } = await sql`select 1 from channel_inbox where body::text like '%o_gone%'`.execute(db);
  expect(rows).toEqual([]);
  await wechat.scan(account.appid, 'o_gone', 'none');
  await workOffInbox(platform);
  await syncFollowers(platform, account.id);
  expect(await followerOf(account.id, 'o_gone')).toBeUndefined();
});
