import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { pathOf, storeUpload } from '#platform/files/files.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
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
