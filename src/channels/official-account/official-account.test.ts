import { encrypt, getSignature } from '@wecom/crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { HOUR, ManualClock, MINUTE } from '#platform/clock.ts';
import { OfficialAccountServer } from '../simulator/official-account/server.ts';
import { signatureOf } from '../simulator/official-account/world.ts';
import { memoryTokenStore, type TokenStore } from '../wecom/tokens.ts';
import { makeSceneCode, readFollowers, walkFollowers } from './api.ts';
import { officialAccountCallback } from './callback.ts';
import { officialAccountClient } from './client.ts';

const clock = new ManualClock('2026-06-03T12:00:00+08:00');
const wechat = await new OfficialAccountServer(clock).open();
afterAll(() => wechat.close());
const APP = { appid: 'wx_bakery', secret: 'a-secret' };
beforeEach(() => {
  wechat.accounts.clear();
  wechat.calls.length = 0;
  wechat.faults.length = 0;
  wechat.add(APP);
});

const clientOf = (store: TokenStore = memoryTokenStore(), secret = APP.secret) =>
  officialAccountClient({
    credentials: { accountId: 1, appId: APP.appid, secret },
    store,
    clock,
    baseUrl: wechat.url,
  });
const fetched = () => wechat.calls.filter(call => call.path === 'stable_token');

test('the token is fetched once for all processes, refused ones are exchanged by force, once', async () => {
  const store = memoryTokenStore();
  const clients = [clientOf(store), clientOf(store)];
  await wechat.follow(APP.appid, { openid: 'o1', unionid: 'u1' });
  for (const client of clients) expect(await readFollowers(client, ['o1'])).toMatchObject({ ok: true });
  expect(fetched()).toHaveLength(1);
  // Somebody else has asked for another by force: ours is no longer the one.
  wechat.accounts.get(APP.appid)!.token = { value: 'somebody-else', until: clock.now().getTime() + HOUR };
  for (const client of clients) expect(await readFollowers(client, ['o1'])).toMatchObject({ ok: true });
  expect(fetched().map(call => call.body.force_refresh)).toEqual([false, true]);
  clock.advance(2 * HOUR);
  expect(await readFollowers(clients[0]!, ['o1'])).toMatchObject({ ok: true });
  expect(fetched()).toHaveLength(3);
});

test('a wrong secret, an unknown account and an address that is not allowed are told apart, without the secret', async () => {
  const asked = async (client: ReturnType<typeof clientOf>) => await readFollowers(client, ['o1']);
  expect(await asked(clientOf(undefined, 'wrong-secret'))).toMatchObject({
    ok: false,
    kind: 'config',
    code: 40125,
  });
  wechat.accounts.clear();
  expect(await asked(clientOf())).toMatchObject({ ok: false, kind: 'config', code: 40013 });
  wechat.add({ ...APP, allowlist: ['10.9.8.7'] });
  const refused = await asked(clientOf());
  expect(refused).toMatchObject({ ok: false, code: 40164, detail: expect.stringContaining('127.0.0.1') });
  expect(JSON.stringify(refused)).not.toContain(APP.secret);
});

test('busy is tried again; whatever else is refused is told as what it is', async () => {
  await wechat.follow(APP.appid, { openid: 'o1' });
  const client = clientOf();
  await readFollowers(client, ['o1']);
  wechat.faults.push({ errcode: -1, errmsg: 'system error' });
  expect(await readFollowers(client, ['o1'])).toMatchObject({ ok: true });
  wechat.faults.push({ errcode: 48001, errmsg: 'api unauthorized' });
  expect(await readFollowers(client, ['o1'])).toMatchObject({ ok: false, kind: 'config' });
  wechat.faults.push({ errcode: 99_999, errmsg: 'new one' });
  expect(await readFollowers(client, ['o1'])).toMatchObject({ ok: false, kind: 'bug', code: 99_999 });
});

test('all followers are walked, over any number of pages; of who has left nothing is told', async () => {
  for (let n = 0; n < 310; n++) await wechat.follow(APP.appid, { openid: `o${n}`, unionid: `u${n}` });
  await wechat.unfollow(APP.appid, 'o7');
  const seen: string[] = [];
  for await (const page of walkFollowers(clientOf())) if (page.ok) seen.push(...page.data);
  expect(seen).toHaveLength(309);
  expect(new Set(seen).size).toBe(309);
  const read = await readFollowers(clientOf(), ['o6', 'o7']);
  expect(read).toMatchObject({ ok: true, data: [{ openId: 'o6', unionId: 'u6' }] });
  wechat.accounts.get(APP.appid)!.bound = false;
  expect(await readFollowers(clientOf(), ['o6'])).toMatchObject({ data: [{ unionId: undefined }] });
});

test('a code with a scene is made once, and its picture is there', async () => {
  const made = await makeSceneCode(clientOf(), 'k7f3m9qa-oa');
  const again = await makeSceneCode(clientOf(), 'k7f3m9qa-oa');
  expect(again).toEqual(made);
  if (!made.ok) throw new Error('no code');
  const picture = await fetch(made.data.imageUrl);
  expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  await wechat.follow(APP.appid, { openid: 'o1', ticket: made.data.ticket });
  expect(await readFollowers(clientOf(), ['o1'])).toMatchObject({
    data: [{ scene: 'k7f3m9qa-oa', cameBy: 'ADD_SCENE_QR_CODE' }],
  });
});

const KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const keys = { appId: APP.appid, token: 'QDG6eK' };
const seconds = () => String(Math.floor(clock.now().getTime() / 1_000));
const xml = (event: string, key = '') =>
  `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName><CreateTime>${seconds()}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event><EventKey><![CDATA[${key}]]></EventKey></xml>`;
const signed = (token = keys.token, timestamp = seconds()) => ({
  ...{ timestamp, nonce: 'n1', signature: signatureOf(token, timestamp, 'n1') },
});
const sealed = (text: string, appId = keys.appId, token = keys.token) => {
  const Encrypt = encrypt(KEY, text, appId);
  const query = {
    ...signed(),
    encrypt_type: 'aes',
    msg_signature: getSignature(token, seconds(), 'n1', Encrypt),
  };
  return [
    query,
    `<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[${Encrypt}]]></Encrypt></xml>`,
  ] as const;
};

test('the check of the address is answered when it is signed, and not later', () => {
  const callback = officialAccountCallback(keys, clock);
  expect(callback.verifyUrl({ ...signed(), echostr: '31415' })).toEqual({ ok: true, text: '31415' });
  expect(callback.verifyUrl({ ...signed('other'), echostr: '31415' })).toMatchObject({
    reason: 'bad_signature',
  });
  const old = String(Number(seconds()) - 6 * 60);
  expect(callback.verifyUrl({ ...signed(keys.token, old), echostr: '1' })).toMatchObject({ reason: 'stale' });
  expect(callback.verifyUrl({ echostr: '1' })).toMatchObject({ reason: 'malformed' });
});

test('plain messages are believed only where no key was set: their signature says nothing of what they say', () => {
  const plain = officialAccountCallback(keys, clock);
  expect(plain.receive(signed(), xml('subscribe', 'qrscene_abc'))).toMatchObject({
    event: { change: 'followed', openId: 'o1', scene: 'abc' },
  });
  const safe = officialAccountCallback({ ...keys, encodingAesKey: KEY }, clock);
  expect(safe.receive(signed(), xml('subscribe'))).toMatchObject({ ok: false, reason: 'not_encrypted' });
});

test('encrypted ones are opened with Tencent’s own sealing; others’ keys, accounts and alterations are refused', () => {
  const callback = officialAccountCallback({ ...keys, encodingAesKey: KEY }, clock);
  expect(callback.receive(...sealed(xml('SCAN', 'abc')))).toMatchObject({
    event: { change: 'scanned', scene: 'abc' },
  });
  expect(callback.receive(...sealed(xml('SCAN'), 'wx_other'))).toMatchObject({ reason: 'wrong_receiver' });
  expect(callback.receive(...sealed(xml('SCAN'), keys.appId, 'other'))).toMatchObject({
    reason: 'bad_signature',
  });
  const [query, body] = sealed(xml('SCAN', 'abc'));
  let refusals = 0;
  for (let at = 0; at < body.length; at++) {
    const altered = body.slice(0, at) + (body[at] === 'A' ? 'B' : 'A') + body.slice(at + 1);
    const received = callback.receive(query, altered);
    if (!received.ok) refusals += 1;
    else expect(received.event).toMatchObject({ openId: 'o1', scene: 'abc' });
  }
  expect(refusals).toBeGreaterThan(100);
});

test('each kind of message is read as what it is; a repeat has the same key, and what was written is not read', () => {
  const callback = officialAccountCallback(keys, clock);
  const changes = ['subscribe', 'unsubscribe', 'SCAN', 'CLICK', 'VIEW', 'TEMPLATESENDJOBFINISH'].map(
    event => {
      const received = callback.receive(signed(), xml(event));
      return received.ok && received.event.change;
    },
  );
  expect(changes).toEqual(['followed', 'unfollowed', 'scanned', 'clicked', 'other', 'other']);
  const text = xml('')
    .replace('[event]', '[text]')
    .replace('</xml>', '<Content>秘密</Content><MsgId>1</MsgId></xml>');
  const [first, again] = [callback.receive(signed(), text), callback.receive(signed(), text)];
  expect(first).toEqual(again);
  expect(first).toMatchObject({ event: { change: 'wrote' } });
  expect(JSON.stringify(first)).not.toContain('秘密');
  clock.advance(MINUTE);
});
