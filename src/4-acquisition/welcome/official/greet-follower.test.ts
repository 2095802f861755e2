import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { brand } from '#brand';
import { createWecomAccount, customers, workOffInbox } from '#customers';
import { type OfficialForTest, officialWorld } from '#customers/testing';
import { DAY, MINUTE, SECOND } from '#platform/clock.ts';
import { catchUp } from '#platform/log/readers.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { resumeWelcomes } from '../../acquisition.jobs.ts';
import { acquisition, tellWays } from '../../index.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const stages = [customers, brand, acquisition];
const { wechat, connect } = await officialWorld(platform, stages);
acquisition.open?.(platform);
const owner = await testMember(platform);
const routes = stages.flatMap(stage => stage.routes ?? []);
let client = testClient(platform, routes).as(owner);
const say = (text: string, who = 'anybody', attachments: object[] = []) => ({
  who,
  message: { text, attachments },
});
const LINK = { kind: 'link', title: '本周面包单', url: 'https://example.com/menu' };

let made = 0;
let account: OfficialForTest;
beforeEach(async () => {
  client = testClient(platform, routes).as(await testMember(platform));
  account = await connect({ appid: `wx_w${++made}` });
  await account.setCallback();
});

const received = (openid: string) =>
  wechat.accounts
    .get(account.appid)!
    .followers.get(openid)!
    .received.filter(one => one.msgtype !== 'wrote');
const setWelcome = (variants: object[]) =>
  client.send('PUT', `/welcomes/acc_${account.id}`, { welcome: { variants } });
/** What was heard is greeted beside the callback; this waits until it is, and works off the rest. */
const heard = async () => void (await workOffInbox(platform));
const outcomes = async () =>
  (
    await db
      .selectFrom('welcomes')
      .select('outcome')
      .where('accountId', '=', account.id)
      .orderBy('id')
      .execute()
  ).map(row => row.outcome);

async function codeWith(welcome: object | null, more: object = {}) {
  const corp = await db
    .transaction()
    .execute(tx =>
      createWecomAccount(tx, platform, { name: 'test' }, { name: '企业', corpId: `ww${made}`, secret: 's' }),
    );
  const place = await client.post('/touchpoints', { name: `面包袋${made}`, kind: 'parcel' });
  const target = { kind: 'official_account', accountId: `acc_${account.id}`, title: '关注', welcome };
  const body = { name: '面包袋', touchpointId: (place.body as { id: string }).id, accountId: `acc_${corp}` };
  const code = await client.post('/live-codes', { ...body, plan: { routes: [{ target }] }, ...more });
  expect(code).toMatchObject({ status: 201 });
  await tellWays(platform);
  const [ticket] = [...wechat.accounts.get(account.appid)!.codes.keys()];
  return {
    id: (code.body as { id: string }).id,
    ticket: ticket!,
    touchpointId: (place.body as { id: string }).id,
  };
}

test('who follows is welcomed at once, by what the account says to somebody like them; once, however often it is told', async () => {
  expect(await setWelcome([say('老朋友好', 'known'), say('您好', 'anybody', [LINK])])).toMatchObject({
    status: 200,
  });
  await wechat.follow(account.appid, { openid: 'o1' });
  await heard();
  expect(received('o1').map(one => one.msgtype)).toEqual(['text', 'news']);
  expect(received('o1')[0]).toMatchObject({ content: { content: '您好' } });
  // The platform tells it again, and a process starts anew after a crash.
  await resumeWelcomes(platform);
  await heard();
  expect(received('o1')).toHaveLength(2);
  expect(await outcomes()).toEqual(['sent']);
  clock.advance(MINUTE);
  await wechat.unfollow(account.appid, 'o1');
  clock.advance(MINUTE);
  await wechat.follow(account.appid, { openid: 'o1' });
  await heard();
  expect(received('o1').at(-1)).toMatchObject({ content: { content: '老朋友好' } });
  const { data } = (await client.get('/welcomes')).body as {
    data: { account: { id: string }; figures: object }[];
  };
  expect(data.find(one => one.account.id === `acc_${account.id}`)).toMatchObject({
    account: { kind: 'official_account' },
    figures: { sent: 2 },
  });
});

test('a lost answer, a refusal and a callback that comes too late are told, and nothing is sent twice', async () => {
  await setWelcome([say('您好')]);
  wechat.lost.push('message/custom/send');
  await wechat.follow(account.appid, { openid: 'o1' });
  await heard();
  await resumeWelcomes(platform);
  expect(received('o1')).toHaveLength(1);
  // Of the callback only the fate is late: the process that took it died.
  const callback = wechat.accounts.get(account.appid)!.callback!;
  wechat.accounts.get(account.appid)!.callback = undefined;
  await wechat.follow(account.appid, { openid: 'o2' });
  const body = { event: 'follower', change: 'followed', openId: 'o2', at: clock.now(), scene: '' };
  await db
    .insertInto('channelInbox')
    .values({ accountId: account.id, dedupeKey: 'k', body: JSON.stringify(body), receivedAt: clock.now() })
    .execute();
  clock.advance(51 * SECOND);
  await resumeWelcomes(platform);
  expect(received('o2')).toEqual([]);
  expect(await outcomes()).toEqual(['refused', 'late']);
  wechat.accounts.get(account.appid)!.callback = callback;
});

test('by a code its own words, its tags, an entry at the place, and a funnel to who still follows', async () => {
  await setWelcome([say('您好')]);
  const tag = await client.post('/tags', { group: `来源${made}`, name: '面包袋' });
  const tagIds = [(tag.body as { id: string }).id];
  const code = await codeWith({ variants: [say('谢谢您带走面包')] }, { tagIds });
  const { ticket } = code;
  for (const openid of ['o1', 'o2', 'o3']) await wechat.follow(account.appid, { openid, ticket });
  await heard();
  expect(received('o1')).toMatchObject([{ content: { content: '谢谢您带走面包' } }]);
  clock.advance(MINUTE);
  await wechat.write(account.appid, 'o1', '在吗');
  await wechat.unfollow(account.appid, 'o2');
  // Who follows already and scans again is answered by the code too, and is nobody new.
  await wechat.scan(account.appid, 'o3', ticket);
  await heard();
  expect(received('o3')).toHaveLength(2);
  for (const reader of acquisition.readers?.(platform) ?? []) await catchUp(db, reader);
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from customer_tags t join followers f on f.customer_id = t.customer_id where f.account_id = ${account.id}`.execute(
    db,
  );
  expect(rows[0]?.n).toBe(3);
  const view = (await client.get(`/live-codes/${code.id}`)).body as { official: object };
  expect(view.official).toMatchObject({ followed: 3, scanned: 0, fresh: 3, chatted: 1, added: 0, ripe30: 0 });
  clock.advance(31 * DAY);
  client = testClient(platform, routes).as(await testMember(platform));
  const later = (await client.get(`/touchpoints/${code.touchpointId}`)).body as { official: object };
  expect(later.official).toMatchObject({ ripe30: 3, stayed30: 2 });
});

test('what the platform would not take is refused when it is written', async () => {
  expect(await setWelcome([say('您好', 'anybody', [LINK, LINK, LINK])])).toMatchObject({
    status: 422,
    body: { code: 'official_welcome_too_many' },
  });
  expect(await setWelcome([say('长'.repeat(700))])).toMatchObject({
    body: { code: 'official_welcome_too_long' },
  });
  expect(await setWelcome([say('{{nmae}}您好')])).toMatchObject({
    body: { code: 'message_unknown_variable' },
  });
});
