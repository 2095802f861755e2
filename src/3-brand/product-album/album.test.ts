import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { SimulatorAdmin, startSimulator } from '#channels/simulator/index.ts';
import { createWecomAccount } from '#customers';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { storeUpload } from '#platform/files/files.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { albumRoutes } from './album.routes.ts';
import { checkAlbums } from './check-album.ts';
import { tellAlbum } from './tell-album.ts';

const CORP = 'ww_album';
const ADD = 'externalcontact/add_product_album';
const UPDATE = 'externalcontact/update_product_album';
const platform = await testPlatform();
const { db, clock } = platform;
const simulator = await startSimulator({ data: ':memory:', clock, seed: 7 });
afterAll(() => simulator.stop());
const admin = new SimulatorAdmin(simulator.url);
await admin.beginWorld({
  seed: 7,
  corps: [
    {
      corpid: CORP,
      apps: [{ agentid: 1, secret: 'secret' }],
      departments: [{ id: 1, name: '总部', parentid: 0 }],
      members: [{ userid: 'ann', name: '安' }],
    },
  ],
});
const accountId = await db
  .transaction()
  .execute(tx =>
    createWecomAccount(
      tx,
      platform,
      { name: 'test' },
      { name: '小满面包房', corpId: CORP, agentId: 1, secret: 'secret', baseUrl: simulator.url },
    ),
  );
const client = testClient(platform, albumRoutes).as(await testMember(platform));

type Row = {
  id: string;
  productSn: string;
  description: string;
  price: number;
  state: string;
  why: string | null;
  found: object | null;
  followsPrice: boolean;
  files: string[];
};
type Answer = { id: string; data: Row[]; accounts: object[] };
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as Answer;
};
const picture = async (of: string) => {
  const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Buffer.from(of)]);
  const body = new Blob([bytes]).stream();
  const upload = { name: 'x.png', mime: 'image/png', body, limit: 1_000, actor: 'test' };
  return `file_${(await storeUpload(platform, upload)).id}`;
};
const [toast, cake] = [await picture('toast'), await picture('cake')];
const { rows: made } = await sql<{ id: number }>`
  with shop as (insert into channel_accounts (kind, platform, name, status) values ('shop', 'taobao', '线上店', 'active') returning id)
  insert into products (account_id, external_id, name, price)
  select id, 'TOAST', '吐司', 2880 from shop union all select id, 'X', '没有价格', null from shop returning id`.execute(
  db,
);
const [product, priceless] = made.map(row => `prd_${row.id}`);
let nth = 0;
const body = (more: object = {}) => ({
  ...{
    accountId: `acc_${accountId}`,
    productId: product,
    productSn: `SN${++nth}`,
    description: '北海道吐司',
  },
  ...{ price: 2_880, followsPrice: false, files: [toast], ...more },
});
const create = async (more: object = {}) => (await ok(client.post('/album-items', body(more)))).id;
const itemOf = async (id: string) =>
  (await ok(client.get('/album-items'))).data.find(row => row.id === id) as Row;
const there = async (sn: string) => (await admin.album(CORP)).filter(one => one.product_sn === sn);
const calls = async (path: string) =>
  (await admin.counts()).calls.filter(row => row.path === path).reduce((sum, row) => sum + row.count, 0);
const change = async (id: string, more: object) => {
  const { accountId: _, ...whole } = body({ productSn: (await itemOf(id)).productSn, ...more });
  return await ok(client.send('PUT', `/album-items/${id}`, whole));
};
const settle = (id: string, keep: 'ours' | 'theirs') => client.post(`/album-items/${id}/settle`, { keep });

test('a product is put into WeCom’s album with its picture, changed there, and taken out', async () => {
  const id = await create({ productSn: 'TOAST1' });
  expect(await itemOf(id)).toMatchObject({ state: 'telling', product: { name: '吐司', price: 2_880 } });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'ready', why: null, files: [toast] });
  const [shown] = await there('TOAST1');
  expect(shown).toMatchObject({ description: '北海道吐司', price: 2_880, agentid: 1 });
  const uploads = await calls('media/upload_attachment');
  await change(id, { price: 2_600, description: '北海道吐司，新包装' });
  await tellAlbum(platform);
  expect(await there('TOAST1')).toMatchObject([{ price: 2_600, description: '北海道吐司，新包装' }]);
  expect(await calls('media/upload_attachment'), 'the pictures stay').toBe(uploads);
  await change(id, { files: [cake, toast] });
  await tellAlbum(platform);
  const [changed] = await there('TOAST1');
  expect(JSON.parse(changed?.media_json ?? '')).toHaveLength(2);
  await ok(client.send('DELETE', `/album-items/${id}`));
  expect(await itemOf(id)).toMatchObject({ state: 'removing' });
  await tellAlbum(platform);
  expect(await itemOf(id)).toBeUndefined();
  expect(await there('TOAST1')).toEqual([]);
  const { rows } = await sql<{ action: string }>`
    select action from audit_log where object_kind = 'album_item' order by id`.execute(db);
  expect(rows.map(row => row.action)).toEqual([
    'album_item.created',
    'album_item.changed',
    'album_item.changed',
    'album_item.archived',
  ]);
});

test('the answer to putting it in is lost: it is found by its number and there once', async () => {
  const before = await calls(ADD);
  await admin.addFault({ kind: 'close_after', path: ADD, times: 1 });
  const id = await create({ productSn: 'LOST1' });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'failed', why: expect.stringContaining('无法确定') });
  await change(id, { productSn: 'LOST2', price: 990 });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'ready', why: null });
  expect(await there('LOST1'), 'the number it was asked with finds it').toEqual([]);
  expect(await there('LOST2')).toMatchObject([{ price: 990 }]);
  expect(await calls(ADD)).toBe(before + 1);
});

test('a process that dies between the call and the row: the next one finds the product instead of doubling it', async () => {
  const id = await create({ productSn: 'DIED1' });
  await tellAlbum(platform);
  await sql`
    update album_items set item_id = null, told = null, asked_at = ${clock.now()}, asked_sn = product_sn, next_try = ${clock.now()}, tries = 1
    where product_sn = 'DIED1'`.execute(db);
  const before = await calls(ADD);
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'ready' });
  expect(await there('DIED1')).toHaveLength(1);
  expect(await calls(ADD)).toBe(before);
});

test('a call that never arrived is made again only when the product is certainly not there', async () => {
  const before = await calls(ADD);
  const id = await create({ productSn: 'NEVER1' });
  await admin.addFault({ kind: 'close_before', path: ADD, times: 1 });
  await tellAlbum(platform);
  clock.advance(20_000);
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'failed', why: expect.stringContaining('不会重复添加') });
  expect(await there('NEVER1')).toEqual([]);
  clock.advance(3 * MINUTE);
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'ready' });
  expect(await there('NEVER1')).toHaveLength(1);
  expect(await calls(ADD)).toBe(before + 2);
});

test('put away while nobody knows whether it was put in, it is looked for and taken out', async () => {
  await admin.addFault({ kind: 'close_after', path: ADD, times: 1 });
  const id = await create({ productSn: 'AWAY1' });
  await tellAlbum(platform);
  await ok(client.send('DELETE', `/album-items/${id}`));
  await tellAlbum(platform);
  expect(await there('AWAY1')).toEqual([]);
  expect(await itemOf(id)).toBeUndefined();
});

test('what was changed or deleted in the console is told at night, and a person says what is to be', async () => {
  const [changed, deleted, both] = [
    await create({ productSn: 'DRIFT1', followsPrice: true }),
    await create({ productSn: 'DRIFT2' }),
    await create({ productSn: 'DRIFT3' }),
  ];
  await tellAlbum(platform);
  const itemId = async (sn: string) => (await there(sn))[0]?.product_id ?? '';
  await admin.consoleChangesAlbum(CORP, await itemId('DRIFT1'), { price: 100, description: '一元秒杀' });
  await admin.consoleDeletesFromAlbum(CORP, await itemId('DRIFT2'));
  await admin.consoleChangesAlbum(CORP, await itemId('DRIFT3'), { product_sn: 'OTHER3' });
  await admin.consoleAddsToAlbum(CORP, { description: '后台加的', price: 500, product_sn: 'C1' });
  await checkAlbums(platform);
  const found = { productSn: 'DRIFT1', description: '一元秒杀', price: 100 };
  expect(await itemOf(changed)).toMatchObject({ state: 'changed', price: 2_880, found });
  expect(await itemOf(deleted)).toMatchObject({ state: 'gone', found: null });
  expect((await ok(client.get('/product-album'))).accounts).toMatchObject([
    { changed: 2, gone: 1, why: null, others: [{ productSn: 'C1', description: '后台加的', price: 500 }] },
  ]);
  const [first] = (await ok(client.get('/album-items'))).data;
  expect(first?.state, 'what needs somebody stands first').toBe('gone');
  const updates = await calls(UPDATE);
  await tellAlbum(platform);
  expect(await calls(UPDATE), 'nothing is overwritten unasked').toBe(updates);

  await ok(settle(changed, 'ours'));
  await ok(settle(deleted, 'ours'));
  await ok(settle(both, 'theirs'));
  await tellAlbum(platform);
  expect(await there('DRIFT1')).toMatchObject([{ price: 2_880, description: '北海道吐司' }]);
  expect(await there('DRIFT2')).toHaveLength(1);
  expect(await itemOf(both)).toMatchObject({ state: 'ready', productSn: 'OTHER3' });
  await checkAlbums(platform);
  expect((await ok(client.get('/product-album'))).accounts).toMatchObject([{ changed: 0, gone: 0 }]);
  expect((await settle(changed, 'ours')).status).toBe(409);

  await admin.consoleDeletesFromAlbum(CORP, await itemId('DRIFT2'));
  await change(deleted, { price: 1 });
  await tellAlbum(platform);
  expect(await itemOf(deleted), 'a change finds it out too').toMatchObject({ state: 'gone' });
  await ok(settle(deleted, 'theirs'));
  await tellAlbum(platform);
  expect(await itemOf(deleted)).toBeUndefined();
});

test('a change whose answer was lost is not mistaken for somebody’s', async () => {
  const id = await create({ productSn: 'OWN1' });
  await tellAlbum(platform);
  await change(id, { productSn: 'OWN1', price: 1_234 });
  await admin.addFault({ kind: 'close_after', path: UPDATE });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'failed' });
  await admin.clearFaults();
  await checkAlbums(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'failed', found: null });
  clock.advance(HOUR);
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'ready', price: 1_234 });
});

test('a price that is followed goes with the shop’s product', async () => {
  const id = await create({ productSn: 'FOLLOW1', followsPrice: true, price: 1 });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ price: 2_880, followsPrice: true });
  await sql`update products set price = 3200 where external_id = 'TOAST'`.execute(db);
  await tellAlbum(platform);
  expect(await there('FOLLOW1')).toMatchObject([{ price: 3_200 }]);
  await sql`update products set price = 99999999 where external_id = 'TOAST'`.execute(db);
  await tellAlbum(platform);
  expect(await there('FOLLOW1'), 'what WeCom would not take changes nothing').toMatchObject([
    { price: 3_200 },
  ]);
  await sql`update products set price = 2880 where external_id = 'TOAST'`.execute(db);
  await tellAlbum(platform);
});

test('a number that a product of the console has is refused, and nothing is put in beside it', async () => {
  const other = await admin.consoleAddsToAlbum(CORP, {
    description: '别人的',
    price: 1,
    product_sn: 'THEIRS1',
  });
  const id = await create({ productSn: 'THEIRS1' });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({
    state: 'failed',
    why: expect.stringContaining('不是 Siyu 添加的'),
  });
  expect(await there('THEIRS1')).toMatchObject([{ product_id: other }]);
});

test('what WeCom refuses is said in words and tried again when it is mended', async () => {
  await admin.addFault({ kind: 'errcode', path: ADD, errcode: 41073, times: 1 });
  const id = await create({ productSn: 'WORDS1' });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'failed', why: '商品图册的文字不合法。' });
  await change(id, { productSn: 'WORDS1', description: '好好的' });
  await tellAlbum(platform);
  expect(await itemOf(id)).toMatchObject({ state: 'ready', why: null });
});

test('an album that cannot be read says why', async () => {
  await admin.addFault({
    kind: 'errcode',
    path: 'externalcontact/get_product_album_list',
    errcode: 48002,
    times: 1,
  });
  const checked = await client.post('/product-album/check', { accountId: `acc_${accountId}` });
  expect(checked.body).toEqual({ outcome: 'failed' });
  expect((await ok(client.get('/product-album'))).accounts).toMatchObject([{ why: expect.any(String) }]);
  await ok(client.post('/product-album/check', { accountId: `acc_${accountId}` }));
  expect((await ok(client.get('/product-album'))).accounts).toMatchObject([{ why: null }]);
});

test('what cannot work is refused when it is saved', async () => {
  await create({ productSn: 'TWICE1' });
  const refused = async (more: object) =>
    ((await client.post('/album-items', body(more))).body as { code: string }).code;
  expect(await refused({ productSn: 'TWICE1' })).toBe('album_number_taken');
  expect(await refused({ productSn: 'SN-1' })).toBe('album_number_invalid');
  expect(await refused({ productSn: 'A'.repeat(129) })).toBe('album_number_invalid');
  expect(await refused({ description: '长'.repeat(301) })).toBe('album_description_too_long');
  expect(await refused({ price: 5_000_001 })).toBe('album_price_too_high');
  expect(await refused({ files: ['file_999999'] })).toBe('album_picture_unknown');
  expect(await refused({ accountId: 'acc_999999' })).toBe('album_no_account');
  expect(await refused({ productId: 'prd_999999' })).toBe('album_product_unknown');
  expect(await refused({ productId: priceless, followsPrice: true })).toBe('album_price_unknown');
  expect(await refused({ productId: null, followsPrice: true })).toBe('album_price_unknown');
  expect((await client.post('/album-items', body({ files: [] }))).status).toBe(400);
  expect((await client.post('/album-items', body({ price: -1 }))).status).toBe(400);
  expect((await client.send('DELETE', '/album-items/alb_999999')).status).toBe(404);
  const staff = client.as(await testMember(platform, 'staff', 'own'));
  expect((await staff.post('/album-items', body())).status).toBe(403);
});
