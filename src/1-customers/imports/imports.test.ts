import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { storeUpload } from '#platform/files/files.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
import { project } from '../testing/project.ts';
import { chooseImport } from './choose.ts';
import { importRoutes } from './imports.routes.ts';
import { createImport, runStep, startStep } from './imports.ts';
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
