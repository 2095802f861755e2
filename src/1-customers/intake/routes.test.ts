import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openApiDocument } from '#platform/http/openapi.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customers } from '../index.ts';
import { project } from '../testing/project.ts';
import { openDictionary } from './dictionary.ts';
import { RECOGNISED_DAYS } from './intake.jobs.ts';
import { intakeRoutes } from './intake.routes.ts';
import { forgetMessages } from './intake.sql.ts';
import { basic, buildSender, intakeApp } from './testing/sender.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = testClient(platform, intakeRoutes).as(await testMember(platform));
const manager = owner.as(await testMember(platform, 'manager'));
type Definition = {
  id: string;
  key: string;
  name: string | null;
  seen: number;
  people: number;
  properties: unknown;
};
const definitions = async () => ((await owner.get('/event-definitions')).body as { data: Definition[] }).data;

test('a key is shown once, opens the door, and is shut at once by revoking; both are in the audit log', async () => {
  const made = await owner.post('/write-keys', {
    name: '商城',
    kind: 'server',
    source: { name: '官网商城' },
  });
  const { id, key } = made.body as { id: string; key: string };
  expect([made.status, key]).toEqual([201, expect.stringMatching(/^siyu_server_/)]);
  const app = intakeApp(platform);
  const send = async () =>
    (
      await app.request('/v1/track', {
        method: 'POST',
        headers: { authorization: basic(key) },
        body: JSON.stringify({ event: 'opened', userId: 'u' }),
      })
    ).status;
  expect(await send()).toBe(200);
  const listed = await owner.get('/write-keys');
  expect(listed.body).toMatchObject({
    data: [{ id, kind: 'server', account: { name: '官网商城' }, revokedAt: null }],
  });
  expect(await owner.send('DELETE', `/write-keys/${id}`)).toMatchObject({ status: 200 });
  expect(await send()).toBe(401);
  expect(await owner.send('DELETE', `/write-keys/${id}`)).toMatchObject({ status: 404 });

  const { rows } = await platform.pool.query('select * from audit_log order by id');
  expect(rows.map(row => row.action)).toEqual(['write_key.created', 'write_key.revoked']);
  const { rows: kept } = await platform.pool.query('select * from write_keys');
  expect(JSON.stringify([rows, kept, listed.body])).not.toContain(key);
});

test('only those who look after channels make keys; only those who plan name events', async () => {
  const body = { name: 'x', kind: 'browser', source: { name: 'x' } };
  expect(await manager.post('/write-keys', body)).toMatchObject({ status: 403 });
  const staff = owner.as(await testMember(platform, 'staff'));
  expect(await staff.get('/event-definitions')).toMatchObject({ status: 200 });
  expect(await staff.send('PATCH', '/event-definitions/evt_1', { name: 'x' })).toMatchObject({ status: 403 });
});

test('the dictionary lists what came, with types, people and how often, each message counted once', async () => {
  const shop = await buildSender(platform);
  const viewed = (userId: string, properties: object, messageId: string) => ({
    ...{ type: 'track', event: 'Product Viewed', userId, properties, messageId },
  });
  await shop.batch(viewed('a', { sku: 'K', price: 1 }, '1'), viewed('b', { sku: 7, tags: [] }, '2'));
  await shop.batch(viewed('a', { sku: 'K', gift: true, note: null, by: {} }, '3'), viewed('a', {}, '1'));
  await shop.send('track', { event: '扫码', userId: 'a' });
  await project(platform);
  const [first, ...others] = (await definitions()).filter(({ key }) => key !== 'opened');
  expect(first).toMatchObject({ key: 'Product Viewed', name: '浏览商品', seen: 3, people: 2 });
  expect(first!.properties).toEqual([
    { name: 'by', types: ['object'] },
    { name: 'gift', types: ['flag'] },
    { name: 'price', types: ['number'] },
    { name: 'sku', types: ['number', 'text'] },
    { name: 'tags', types: ['list'] },
  ]);
  expect(others).toMatchObject([{ key: '扫码', name: null, seen: 1, properties: [] }]);
});

test('an event is given a name and a meaning, which what comes later leaves alone', async () => {
  const scan = (await definitions()).find(({ key }) => key === '扫码');
  const change = (body: object) => manager.send('PATCH', `/event-definitions/${scan!.id}`, body);
  expect(await change({ name: ' 门店扫码 ', meaning: '扫了桌上的码' })).toMatchObject({ status: 200 });
  const shop = await buildSender(platform);
  await shop.send('track', { event: '扫码', userId: 'a', properties: { table: 3 } });
  const now = (await definitions()).find(({ key }) => key === '扫码');
  expect(now).toMatchObject({
    name: '门店扫码',
    meaning: '扫了桌上的码',
    properties: [{ name: 'table', types: ['number'] }],
  });
  expect(await change({ name: '' })).toMatchObject({ status: 400 });
  await change({ name: null });
  expect((await definitions()).find(({ key }) => key === '扫码')).toMatchObject({
    name: null,
    meaning: '扫了桌上的码',
  });
});

test('what is known already costs no statement, and what failed is tried again', async () => {
  const said: string[] = [];
  let asked = 0;
  let isDown = true;
  const watched = db.withPlugin({
    transformQuery: ({ node }) => {
      asked++;
      if (isDown) throw new Error('away');
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const dictionary = openDictionary(watched, {
    warn: (_: unknown, words: string) => said.push(words),
  } as never);
  const message = { event: 'counted', data: { a: 1 } } as never;
  await dictionary.note([message], clock.now());
  expect(said).toHaveLength(1);
  isDown = false;
  await dictionary.note([message, message], clock.now());
  await dictionary.note([message], clock.now());
  expect(asked).toBe(2);
  expect((await definitions()).some(({ key }) => key === 'counted')).toBe(true);
});

test('messages are recognised for thirty days and then forgotten', async () => {
  const shop = await buildSender(platform);
  const message = { event: 'late', userId: 'u', messageId: 'late' };
  await shop.send('track', message);
  const start = clock.now();
  const before = new Date(start.getTime() - RECOGNISED_DAYS * 86_400_000);
  await forgetMessages(db, before);
  expect((await shop.send('track', message)).body.duplicates).toBe(1);
  await forgetMessages(db, new Date(start.getTime() + 1));
  const { rows } = await sql`select 1 from intake_messages`.execute(db);
  expect(rows).toEqual([]);
});

test('the API’s document tells of every call, with the key it needs', () => {
  const { paths } = openApiDocument([customers], '1') as {
    paths: Record<string, { post?: { security: unknown } }>;
  };
  for (const call of ['track', 'identify', 'page', 'screen', 'group', 'alias', 'batch'])
    expect(paths[`/v1/${call}`]?.post, call).toMatchObject({
      security: [{ writeKey: [] }, {}],
      requestBody: { required: true },
    });
});
