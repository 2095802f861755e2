import { expect, test } from 'vitest';
import { customers } from '#customers';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { segmentation } from '#segmentation';
import { engagement } from '../index.ts';
import { broadcastRoutes } from './broadcasts.routes.ts';

const platform = await testPlatform();
for (const stage of [segmentation, engagement]) stage.open?.(platform);
const routes = [...customers.routes, ...segmentation.routes, ...broadcastRoutes];
const client = testClient(platform, routes).as(await testMember(platform));
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;
const asks = (taste: string) => ({
  all: [
    { any: [{ fact: 'field.taste', test: { is: 'includes', values: ['甜', taste] } }] },
    { not: { fact: 'field.other', test: { is: 'one_of', values: ['微辣'] } } },
    { fact: 'field.taste', test: { is: 'contains', value: '微辣' } },
  ],
});
const plain = { attribute: 'followed', test: { is: 'yes' } };

test('rules of segments and of broadcasts not sent yet ask for an option by its new word', async () => {
  const field = await client.post('/customer-fields', {
    ...{ name: '口味', key: 'taste', type: 'choices', options: ['微辣', '甜'] },
  });
  const segment = idOf(await client.post('/segments', { name: '微辣的', rule: asks('微辣') }));
  const archived = idOf(await client.post('/segments', { name: '归档的', rule: asks('微辣') }));
  const others = idOf(await client.post('/segments', { name: '别的', rule: plain }));
  await client.send('DELETE', `/segments/${archived}`);
  const message = { text: '新出的辣条。' };
  const draft = idOf(
    await client.post('/broadcasts', {
      name: '辣条',
      channel: 'hand',
      segmentId: null,
      rule: asks('微辣'),
      message,
    }),
  );
  const sent = idOf(
    await client.post('/broadcasts', {
      name: '旧的',
      channel: 'hand',
      segmentId: null,
      rule: asks('微辣'),
      message,
    }),
  );
  await platform.db.updateTable('broadcasts').set({ status: 'sent' }).where('name', '=', '旧的').execute();

  const renamed = await client.post(`/customer-fields/${idOf(field)}/rename-option`, {
    ...{ from: '微辣', to: '少辣' },
  });
  expect(renamed.status).toBe(200);
  const read = async (path: string) => (await client.get(path)).body;
  expect(await read(`/segments/${segment}`)).toMatchObject({ rule: asks('少辣'), version: 2 });
  expect(await read(`/segments/${others}`)).toMatchObject({ rule: plain, version: 1 });
  expect(await read(`/broadcasts/${draft}`)).toMatchObject({ rule: asks('少辣') });
  expect(await read(`/broadcasts/${sent}`), 'what was sent stays as it was').toMatchObject({
    rule: asks('微辣'),
  });
  await client.post(`/segments/${archived}/restore`);
  expect(await read(`/segments/${archived}`)).toMatchObject({ rule: asks('少辣') });
});
