import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { pathOf, storeUpload } from '#platform/files/files.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
import { fieldRoutes } from '../fields/fields.routes.ts';
import { project } from '../testing/project.ts';
import { chooseImport } from './choose.ts';
import { importRoutes } from './imports.routes.ts';
import { createImport, readImport, runStep, startStep } from './imports.ts';
import { shopFile } from './testing/fixtures.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const owner = await testMember(platform);
const client = testClient(platform, [...importRoutes, ...customerRoutes]).as(owner);

async function upload(): Promise<number> {
  const { fileName, bytes } = await shopFile('youzan_orders');
  const body = new Blob([new Uint8Array(bytes)]).stream();
  const actor = `member:${owner.id}`;
  const file = await storeUpload(platform, { name: fileName, mime: 'text/csv', body, limit: 1e6, actor });
  return await db.transaction().execute(tx => createImport(tx, clock, { name: actor }, file));
}

test('the wizard sees what each column of a known file is taken for', async () => {
  const { body } = await client.get(`/imports/imp_${await upload()}/inspection`);
  const { header, recognised } = body as {
    header: string[];
    recognised: { format: string; columns: { column: number; field: string }[] }[];
  };
  const [first] = recognised;
  expect(first?.format).toBe('youzan_orders');
  const orderNo = first?.columns.find(one => one.field === 'orderNo');
  expect(header[orderNo?.column ?? -1]?.trim()).toBe('订单号');
});

test('the customers a file has made are found by it, and what an undo came to is kept', async () => {
  const id = await upload();
  const step = async (what: 'load' | 'undo') => {
    await db.transaction().execute(async tx => {
      if (what === 'load') await chooseImport(tx, platform, id, { shop: { name: '有赞商城' } }, what);
      await startStep(tx, clock, SYSTEM, id, what);
    });
    await runStep(platform, id);
    await project(platform);
    return (await client.get(`/imports/imp_${id}`)).body as { result: { customers: { added: number } } };
  };
  const { result } = await step('load');
  expect(result.customers.added).toBeGreaterThan(5);
  const found = await client.get(`/customers/count?import=imp_${id}`);
  expect(found.body).toEqual({ total: result.customers.added });

  expect(await step('undo')).toMatchObject({
    status: 'undone',
    createdBy: 'owner all',
    result: { undone: { customersRemoved: result.customers.added, customersKept: 0, ordersRestored: 0 } },
  });
  expect((await client.get(`/customers/count?import=imp_${id}`)).body).toEqual({ total: 0 });
});

test('the sample file is there when the demo has written one', async () => {
  expect(await client.get('/import-sample')).toMatchObject({ status: 404 });
  mkdirSync(platform.home.path('sample'));
  writeFileSync(platform.home.path('sample', '小满-有赞订单样例.csv'), '订单号');
  expect(await client.get('/import-sample')).toMatchObject({ status: 200, body: '订单号' });
});

/** Uploads as a browser does. */
async function send(name: string, bytes: Buffer | string) {
  const answer = await client.app.request(`/api/v1/imports?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(Buffer.from(bytes)),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as { id: string; code: string; title: string },
  };
}

test('what is no table is refused while it is uploaded, and leaves no import behind', async () => {
  const before = (await client.get('/imports')).body as { total: number };
  const photo = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(2_000, 0x91)]);
  expect(await send('订单.csv', photo)).toMatchObject({ status: 422, body: { code: 'not_a_table' } });
  expect(await send('空.csv', '')).toMatchObject({ status: 422, body: { title: '文件是空的' } });
  expect((await client.get('/imports')).body).toMatchObject({ total: before.total });
});

test('a check makes no shop; the import itself does', async () => {
  const { fileName, bytes } = await shopFile('jd_orders');
  const { id } = (await send(fileName, bytes)).body;
  const shops = () =>
    db.selectFrom('channelAccounts').select('name').where('name', '=', '京东新店').execute();
  const step = async (what: 'check' | 'load') => {
    await client.post(`/imports/${id}/${what}`, { shop: { name: '京东新店' } });
    await runStep(platform, Number(id.slice(4)));
    return (await client.get(`/imports/${id}`)).body as { shop: { id: string | null }; result: object };
  };
  const checked = await step('check');
  expect(checked).toMatchObject({ status: 'checked', shop: { id: null, name: '京东新店' } });
  expect(await shops()).toEqual([]);
  const loaded = await step('load');
  expect(loaded).toMatchObject({ status: 'done', shop: { id: expect.stringMatching(/^acc_/) } });
  expect(loaded.result).toEqual(checked.result);
  expect(await shops()).toHaveLength(1);
  const late = await client.post(`/imports/${id}/check`, { shop: { name: '京东新店' } });
  expect(late).toMatchObject({ status: 409, body: { detail: expect.stringContaining('「已导入」') } });
});

test('rows that are wrong are told by kind, with the first of each', async () => {
  const rows = [
    '订单号,下单时间,实付金额',
    'A1,2026-01-31,10',
    'A2,昨天,10',
    'A3,前天,10',
    'A4,2026-01-31,x',
  ];
  const { id } = (await send('订单.csv', rows.join('\n'))).body;
  await client.post(`/imports/${id}/check`, { shop: { name: '门店' } });
  await runStep(platform, Number(id.slice(4)));
  const { body } = await client.get(`/imports/${id}/issues`);
  expect(body).toMatchObject({
    total: 3,
    kinds: [
      { field: 'orderedAt', code: 'bad_time', severity: 'reject', rows: 2, firstRows: [3, 4] },
      { field: 'paid', code: 'bad_amount', rows: 1, words: expect.stringContaining('「x」') },
    ],
  });
  expect((body as { data: unknown[] }).data).toHaveLength(3);
});

test('a column goes into a field of the customers; what does not fit is told in words; taken back, what was before counts again', async () => {
  const fields = testClient(platform, fieldRoutes).as(owner);
  await fields.post('/customer-fields', {
    name: '肤质',
    key: 'skin',
    type: 'choice',
    options: ['油性', '干性'],
  });
  await fields.post('/customer-fields', { name: '生日礼', key: 'gift', type: 'day' });
  const columns = [{ field: 'phone', column: 1 }];
  const load = async (rows: string[], custom: object[]) => {
    const { id } = (await send('客户.csv', ['手机,肤质,送礼', ...rows].join('\n'))).body;
    const answer = await client.post(`/imports/${id}/load`, {
      shop: { name: '门店' },
      mapping: { kind: 'customers', columns, custom },
    });
    await runStep(platform, Number(id.slice(4)));
    return { id, answer };
  };
  const known = async () => {
    const { rows } = await sql<{ key: string; value: string; people: number }>`
      select key, coalesce(str, (at at time zone 'Asia/Shanghai')::date::text) as value, count(*)::integer as people
      from customer_facts where starts_with(key, 'field.') group by 1, 2 order by 1, 2`.execute(db);
    return rows.map(row => `${row.key} ${row.value} ${row.people}`);
  };
  const skin = { key: 'skin', column: '肤质' };
  const first = await load(
    ['13700000001,油性,', '13700000002,中性,2026年1月31日', '13700000003,,昨天'],
    [skin, { key: 'gift', column: 3 }],
  );
  expect(await known()).toEqual(['field.gift 2026-01-31 1', 'field.skin 油性 1']);
  expect((await client.get(`/imports/${first.id}/issues`)).body).toMatchObject({
    total: 2,
    data: [
      {
        rowNo: 3,
        field: 'field.肤质',
        severity: 'warn',
        words: expect.stringContaining('肤质没有「中性」这个选项'),
      },
      { rowNo: 4, field: 'field.生日礼', words: expect.stringContaining('「昨天」不是完整的日期') },
    ],
  });
  const second = await load(['13700000001,干性,', '13700000002,油性,'], [skin]);
  expect(await known()).toEqual(['field.gift 2026-01-31 1', 'field.skin 干性 1', 'field.skin 油性 1']);
  await client.post(`/imports/${second.id}/undo`, {});
  await runStep(platform, Number(second.id.slice(4)));
  expect(await known()).toEqual(['field.gift 2026-01-31 1', 'field.skin 油性 1']);
  // What two files said alike stays when one of them is taken back.
  await load(['13700000001,油性,'], [skin]);
  await client.post(`/imports/${first.id}/undo`, {});
  await runStep(platform, Number(first.id.slice(4)));
  expect(await known()).toEqual(['field.skin 油性 1']);
  const unknown = await load(['13700000001,干性,'], [{ key: 'none', column: 2 }]);
  expect(unknown.answer).toMatchObject({ status: 422, body: { code: 'field_unknown' } });
});

test('a birthday of the lunar calendar is kept as one; with its year it is the day of birth too', async () => {
  const rows = [
    '手机,生日',
    '13600000001,农历八月十五',
    '13600000002,农历1990年五月初五',
    '13600000003,农历2018年闰六月初一',
  ];
  const { id } = (await send('农历.csv', rows.join('\n'))).body;
  const columns = [
    { field: 'phone', column: 1 },
    { field: 'birthday', column: 2 },
  ];
  await client.post(`/imports/${id}/load`, {
    shop: { name: '门店' },
    mapping: { kind: 'customers', columns },
  });
  await runStep(platform, Number(id.slice(4)));
  const { rows: made } = await sql`
    select birthday::text, lunar_birthday from customers where import_id = ${Number(id.slice(4))} order by id`.execute(
    db,
  );
  expect(made).toEqual([
    { birthday: null, lunarBirthday: '08-15' },
    { birthday: '1990-05-28', lunarBirthday: '05-05' },
    { birthday: null, lunarBirthday: null },
  ]);
  expect((await client.get(`/imports/${id}/issues`)).body).toMatchObject({
    data: [{ rowNo: 4, code: 'bad_birthday' }],
  });
  const kept = () =>
    db.selectFrom('customerFacts').select('str').where('key', '=', 'birthday.lunar').orderBy('str').execute();
  expect(await kept()).toEqual([{ str: '05-05' }, { str: '08-15' }]);
  await client.post(`/imports/${id}/undo`, {});
  await runStep(platform, Number(id.slice(4)));
  expect(await kept(), 'who goes with the file keeps no birthday').toEqual([]);
});

test('a long list of imports comes in pages, the newest first', async () => {
  const pages: string[][] = [];
  for (let cursor = ''; pages.length === 0 || cursor; ) {
    const { body } = await client.get(`/imports?limit=2${cursor && `&cursor=${cursor}`}`);
    const page = body as { data: { id: string }[]; total: number; nextCursor: string | null };
    pages.push(page.data.map(one => one.id));
    cursor = page.nextCursor ?? '';
    expect(page.total).toBeGreaterThan(3);
  }
  const ids = pages.flat().map(id => Number(id.slice(4)));
  expect(pages.length).toBeGreaterThan(1);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
});

test('what fails unexpectedly is tried again, and said in the end; then it can be begun anew', async () => {
  const { fileName, bytes } = await shopFile('youzan_orders');
  const { id } = (await send(`新${fileName}`, Buffer.concat([bytes, Buffer.from('\n')]))).body;
  const number = Number(id.slice(4));
  const { fileSha256 } = await readImport(db, number);
  const path = pathOf(platform.home, fileSha256);
  await client.post(`/imports/${id}/load`, { shop: { name: '有赞商城' } });
  renameSync(path, `${path}.away`);
  for (let tries = 1; tries < 5; tries++) await expect(runStep(platform, number)).rejects.toThrow('ENOENT');
  expect((await client.get(`/imports/${id}`)).body).toMatchObject({ status: 'importing', failure: null });
  await runStep(platform, number);
  expect((await client.get(`/imports/${id}`)).body).toMatchObject({
    status: 'failed',
    failure: expect.stringContaining('试了 5 次都没有完成'),
  });
  renameSync(`${path}.away`, path);
  await client.post(`/imports/${id}/load`, { shop: { name: '有赞商城' } });
  await runStep(platform, number);
  expect((await client.get(`/imports/${id}`)).body).toMatchObject({ status: 'done', failure: null });
});
