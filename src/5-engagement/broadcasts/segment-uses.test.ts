import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { segmentation } from '#segmentation';
import { broadcastRoutes } from './broadcasts.routes.ts';

const platform = await testPlatform();
const routes = [...broadcastRoutes, ...segmentation.routes];
const client = testClient(platform, routes).as(await testMember(platform));
const rule = { attribute: 'followed', test: { is: 'yes' } };
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;
const usesOf = async (id: string) =>
  ((await client.get(`/segments/${id}/uses`)).body as { broadcasts: object[] }).broadcasts;

test('a segment says which broadcasts are for it; one that is changed to be for others is no longer among them', async () => {
  const segmentId = idOf(await client.post('/segments', { name: '老客', rule }));
  const others = idOf(await client.post('/segments', { name: '新客', rule }));
  const body = { name: '周三可颂', channel: 'hand', segmentId, message: { text: '新出炉的可颂。' } };
  const id = idOf(await client.post('/broadcasts', body));
  expect(await usesOf(segmentId)).toMatchObject([{ id, name: '周三可颂' }]);
  await client.send('PUT', `/broadcasts/${id}`, { ...body, name: '周四可颂', segmentId: others });
  expect([await usesOf(segmentId), await usesOf(others)]).toMatchObject([[], [{ id, name: '周四可颂' }]]);
  const named = { all: [{ not: { segment: segmentId } }, rule] };
  await client.send('PUT', `/broadcasts/${id}`, { ...body, segmentId: null, rule: named });
  expect([(await usesOf(segmentId)).length, await usesOf(others)]).toEqual([1, []]);
});
