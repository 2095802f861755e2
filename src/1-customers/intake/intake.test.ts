import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { MINUTE } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { revokeKey } from './keys.ts';
import { basic, buildSender } from './testing/sender.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await buildSender(platform);

type Logged = {
  type: string;
  customerId: number;
  accountId: number;
  at: Date;
  actor: string;
  data: Record<string, unknown>;
};
async function logged(type: string): Promise<Logged[]> {
  const { rows } = await sql<Logged>`
    select type, customer_id, account_id, at, actor, data from events where type = ${type} order by seq`.execute(
    db,
  );
  return rows;
}

test('an event is in the log once, with its person, source, key and properties', async () => {
  const message = {
    event: 'Product Viewed',
    userId: 'u1',
    messageId: 'm1',
    properties: { sku: 'K-1', price: 9.5 },
  };
  expect(await shop.send('track', message)).toEqual({
    status: 200,
    body: { success: true, accepted: 1, duplicates: 0, errors: [] },
  });
  expect((await shop.send('track', message)).body).toMatchObject({ accepted: 0, duplicates: 1 });
  const [event, ...others] = await logged('Product Viewed');
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    accountId: shop.accountId,
    actor: `key:${shop.id}`,
    at: clock.now(),
    data: { sku: 'K-1', price: 9.5 },
  });
  const [who] = await db
    .selectFrom('identities')
    .select(['kind', 'key', 'accountId'])
    .where('customerId', '=', event!.customerId)
    .execute();
  expect(who).toEqual({ kind: 'user_id', key: 'u1', accountId: shop.accountId });
});

test('a message without a messageId gets one, so two of them are two', async () => {
  const message = { type: 'track', event: 'unnumbered', userId: 'u1' };
  expect((await shop.batch(message, message)).body).toMatchObject({ accepted: 2, duplicates: 0 });
});

test('the same messageId from another source is another message', async () => {
  const other = await buildSender(platform);
  const message = { event: 'twice told', userId: 'u1', messageId: 'same' };
  await shop.send('track', message);
  expect((await other.send('track', message)).body).toMatchObject({ accepted: 1 });
  const [one, two] = await logged('twice told');
  expect(one!.customerId).not.toBe(two!.customerId);
});

test('every call has its name in the log', async () => {
  const user = { userId: 'u2', anonymousId: 'a2' };
  await shop.send('page', { ...user, name: '首页', category: 'shop', properties: { url: 'https://x.cn/' } });
  await shop.send('screen', { ...user, name: '购物车' });
  await shop.send('group', { ...user, groupId: 7, traits: { name: '店员' } });
  await shop.send('identify', { ...user, traits: { name: '王小明', phone: '13800002222', level: 'gold' } });
  await shop.send('alias', { userId: 'u2', previousId: 'a2-phone' });
  expect((await logged('page_viewed'))[0]!.data).toEqual({
    name: '首页',
    category: 'shop',
    url: 'https://x.cn/',
  });
  expect((await logged('screen_viewed'))[0]!.data).toEqual({ name: '购物车' });
  expect((await logged('group_joined'))[0]!.data).toEqual({ groupId: '7', name: '店员' });
  const [identified] = await logged('identified');
  expect(identified!.data, 'no phone in the log').toEqual({ traits: ['name', 'phone', 'level'] });
  const [aliased] = await logged('aliased');
  expect(aliased!.customerId).toBe(identified!.customerId);
});

test('a client’s clock that is off is put right by sentAt; nothing happens after it was received', async () => {
  const now = clock.now().getTime();
  const iso = (offset: number) => new Date(now + offset).toISOString();
  const at = async (name: string, times: object, batch: object = {}) => {
    const message = { type: 'track', event: name, userId: 'u1', ...times };
    await shop.send('batch', { batch: [message], ...batch });
    return (await logged(name))[0]!.at.getTime() - now;
  };
  expect(await at('no time', {})).toBe(0);
  expect(await at('right clock', { timestamp: iso(-5 * MINUTE) })).toBe(-5 * MINUTE);
  const ahead = 60 * MINUTE;
  expect(await at('ahead', { timestamp: iso(ahead - 5 * MINUTE), sentAt: iso(ahead) })).toBe(-5 * MINUTE);
  expect(await at('behind', { timestamp: iso(-ahead - MINUTE) }, { sentAt: iso(-ahead) })).toBe(-MINUTE);
  expect(
    await at('its own first', { timestamp: iso(-MINUTE), sentAt: iso(0) }, { sentAt: iso(-ahead) }),
  ).toBe(-MINUTE);
  expect(await at('original', { timestamp: iso(-1), originalTimestamp: iso(-MINUTE) })).toBe(-MINUTE);
  expect(await at('from tomorrow', { timestamp: iso(24 * ahead) })).toBe(0);
  expect(
    (await shop.send('track', { event: 'old', userId: 'u', timestamp: '1999-12-31T00:00:00Z' })).status,
  ).toBe(400);
});

test('each bad item is told by its place and in words, and stops no other', async () => {
  const good = { type: 'track', event: 'fine', userId: 'u1' };
  const bad: [unknown, string][] = [
    [{ ...good, event: 'order.paid' }, 'reserved_name'],
    [{ ...good, event: ' customers.merged ' }, 'reserved_name'],
    [{ ...good, event: '' }, 'too_small'],
    [{ ...good, event: 'x'.repeat(101) }, 'too_big'],
    [{ ...good, event: 7 }, 'invalid_type'],
    [{ ...good, userId: undefined }, 'no_identity'],
    [{ ...good, userId: '  ' }, 'too_small'],
    [{ ...good, type: 'order' }, 'unknown_type'],
    [{ ...good, type: 'constructor' }, 'unknown_type'],
    [{ ...good, timestamp: 'yesterday' }, 'invalid_format'],
    [{ ...good, properties: [1] }, 'custom'],
    [{ ...good, properties: { text: 'x'.repeat(33_000) } }, 'item_too_large'],
    [{ ...good, properties: { text: 'a\0b' } }, 'invalid_characters'],
    [{ ...good, properties: { '\ud800': 1 } }, 'invalid_characters'],
    [{ type: 'identify', userId: 'u1', traits: { phone: '138****0000' } }, 'phone_not_dialable'],
    ...[
      { month: 13, day: 1 },
      { month: 6, day: 1, leap: true, year: 2018 },
      { month: 8 },
      { month: 8, day: 15, year: 1899 },
      '八月十五',
      '农历八月四十',
      815,
    ].map((lunarBirthday): [unknown, string] => [
      { type: 'identify', userId: 'u1', traits: { lunarBirthday } },
      'lunar_birthday_unknown',
    ]),
    [{ type: 'identify', userId: 'u1', traits: { birthday: '农历十三月初一' } }, 'lunar_birthday_unknown'],
    ['text', 'not_an_object'],
    [null, 'not_an_object'],
  ];
  const { status, body } = await shop.batch(...bad.map(([item]) => item), good);
  expect([status, body.accepted]).toEqual([200, 1]);
  expect(body.errors!.map(({ index, code }) => [index, code])).toEqual(bad.map(([, code], i) => [i, code]));
  for (const { message } of body.errors!) expect(message).toMatch(/[一-鿿]/);
  for (const [item] of bad.filter(([, code]) => !['unknown_type', 'not_an_object'].includes(code))) {
    const { type, ...message } = item as { type: string };
    expect((await shop.send(type, message)).status).toBe(400);
  }
  const english = await shop.send('track', { event: 'order.paid', userId: 'u' }, { 'accept-language': 'en' });
  expect(english.body).toMatchObject({
    code: 'message_refused',
    detail: expect.stringMatching(/written by Siyu/),
  });
});

test('no name that Siyu writes itself gets in', async () => {
  const { rows } = await sql<{
    type: string;
  }>`select distinct type from events where type like '%.%'`.execute(db);
  const reserved = [...rows.map(row => row.type), 'order.anything', 'order.', 'tier.changed', 'Order.Paid'];
  const { body } = await shop.batch(...reserved.map(event => ({ type: 'track', event, userId: 'u1' })));
  expect(body).toMatchObject({ accepted: 0, duplicates: 0 });
  expect(body.errors).toHaveLength(reserved.length);
});

test('limits of the whole: bytes, items, JSON; gzip counts unpacked', async () => {
  const track = { type: 'track', event: 'e', userId: 'u' };
  const many = (n: number) => ({ batch: Array.from({ length: n }, () => track) });
  expect((await shop.send('batch', many(2_001))).status).toBe(413);
  expect((await shop.send('batch', many(2_000))).body.accepted).toBe(2_000);
  expect((await shop.send('batch', { batch: [], filler: 'x'.repeat(500 * 1024) })).status).toBe(413);
  const bomb = gzipSync(JSON.stringify({ batch: [], filler: 'x'.repeat(600 * 1024) }));
  expect((await shop.send('batch', bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  const packed = gzipSync(JSON.stringify(many(3)));
  expect((await shop.send('batch', packed, { 'content-encoding': 'gzip' })).body.accepted).toBe(3);
  for (const broken of ['{', '', '[1,2', '"x"', 'null', `{"a":"${'\\u'}"}`, '['.repeat(70) + ']'.repeat(70)])
    expect((await shop.send('batch', broken)).status, broken).toBe(400);
  for (const noBatch of [{}, { batch: 'x' }, { batch: null }, { batch: {} }])
    expect((await shop.send('batch', noBatch)).body.code).toBe('no_batch');
});

test('without a key, with a wrong or a revoked one: 401 and nothing written', async () => {
  const message = { event: 'not mine', userId: 'u' };
  const revoked = await buildSender(platform);
  expect((await revoked.send('track', message)).status).toBe(200);
  await db.transaction().execute(tx => revokeKey(tx, clock, SYSTEM, revoked.id));
  expect((await revoked.send('track', message)).status).toBe(401);
  const tries = ['', 'Basic', 'Basic ::', basic('nobody'), basic(`${shop.key}x`), `Bearer ${shop.key}`];
  for (const authorization of tries) {
    const answer = await shop.send('track', message, { authorization });
    expect([answer.status, answer.body.code], authorization).toEqual([401, 'write_key_refused']);
  }
  expect(await logged('not mine')).toHaveLength(1);
});

test('the key may stand in the body; browsers of any site may send, with nothing but the key', async () => {
  const body = { event: 'from a page', userId: 'u', writeKey: shop.key };
  expect((await shop.send('track', body, { authorization: '' })).status).toBe(200);
  expect((await shop.send('track', body, { authorization: '', 'content-type': 'text/plain' })).status).toBe(
    200,
  );
  const asked = await shop.app.request('/v1/track', {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
  });
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await shop.app.request('/v1/track')).status, 'nothing to read there').toBe(404);
});

test('when a key was used last is noted, at most once a minute', async () => {
  const { send, id } = await buildSender(platform);
  const lastUsed = async () =>
    (await db.selectFrom('writeKeys').select('lastUsedAt').where('id', '=', id).executeTakeFirstOrThrow())
      .lastUsedAt;
  expect(await lastUsed()).toBeNull();
  await send('track', { event: 'e', userId: 'u' });
  const first = await lastUsed();
  expect(first).toEqual(clock.now());
  clock.advance(MINUTE / 2);
  await send('track', { event: 'e', userId: 'u' });
  expect(await lastUsed()).toEqual(first);
  clock.advance(MINUTE);
  await send('track', { event: 'e', userId: 'u' });
  expect(await lastUsed()).toEqual(clock.now());
});
