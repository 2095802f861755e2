import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount } from '../testing/index.ts';
import { productRoutes } from './products.routes.ts';

const platform = await testPlatform();
const client = testClient(platform, productRoutes).as(await testMember(platform));
const accountId = await buildAccount(platform, { kind: 'shop', name: '湖滨店' });
const made = await platform.db
  .insertInto('products')
  .values(
    ['可颂', '海盐可颂', '100% 吐司'].map((name, at) => ({
      accountId,
      externalId: `SKU-${at}`,
      name,
      price: 1_200,
    })),
  )
  .returning('id')
  .execute();

const names = async (query: string) => {
  const { body } = await client.get(`/products${query}`);
  return (body as { data: { name: string }[] }).data.map(({ name }) => name);
};

test('products are found by a part of the name, by the start of the number, and by id', async () => {
  expect(await names('?q=可颂')).toEqual(['可颂', '海盐可颂']);
  expect(await names('?q=sku-2')).toEqual(['100% 吐司']);
  expect(await names('?q=%25')).toEqual(['100% 吐司']);
  expect(await names(`?ids=prd_${made[0]!.id},prd_${made[2]!.id}`)).toEqual(['100% 吐司', '可颂']);
  expect(await names('?q=没有')).toEqual([]);
  expect(await client.get('/products?q=可颂')).toMatchObject({
    body: { data: [{ sku: 'SKU-0', shop: '湖滨店', price: 1_200 }, {}] },
  });
});
