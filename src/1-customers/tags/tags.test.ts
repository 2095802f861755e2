import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { tagRoutes } from './tags.routes.ts';

const platform = await testPlatform();
const client = testClient(platform, [...customerRoutes, ...tagRoutes]).as(await testMember(platform));
const hangzhou = [
  await buildCustomer(platform, { name: '王一', city: '杭州' }),
  await buildCustomer(platform, { name: '王二', city: '杭州' }),
  await buildCustomer(platform, { name: '王三', city: '杭州' }),
];
const other = await buildCustomer(platform, { name: '李四', city: '上海' });
await project(platform);
const { id: sweet } = (await client.post('/tags', { group: '口味', name: '甜口' })).body as { id: string };

const tagThem = async (people: unknown, change = 'add', as = client) =>
  (await as.post('/customers/tags', { people, tagIds: [sweet], change })).body as unknown;
const counted = async () => {
  await project(platform);
  const { data } = (await client.get('/tags')).body as { data: { tags: { customers: number }[] }[] };
  return data[0]?.tags[0]?.customers;
};

test('a batch tags those named, or everybody the filters find save a few, each once', async () => {
  const except = [`cus_${hangzhou[0]}`];
  expect(await tagThem({ filters: { city: '杭州' }, except })).toEqual({ people: 2, changed: 2 });
  expect(await tagThem({ ids: [`cus_${hangzhou[2]}`, `cus_${other}`] })).toEqual({ people: 2, changed: 1 });
  expect(await counted()).toBe(3);
  await project(platform);
  expect((await client.get(`/customers/count?tag=${sweet}`)).body).toEqual({ total: 3 });
  expect(await tagThem({ filters: { tag: sweet } }, 'remove')).toEqual({ people: 3, changed: 3 });
  expect(await counted()).toBe(0);
});

test('a filter nobody knows is refused: it must not mean everybody', async () => {
  expect(await tagThem({ filters: { town: '杭州' } })).toMatchObject({ code: 'invalid_request' });
  expect(await counted()).toBe(0);
});

test('a batch reaches only the customers in one’s scope', async () => {
  const staff = client.as(await testMember(platform, 'staff', 'own'));
  expect(await tagThem({ ids: [`cus_${other}`] }, 'add', staff)).toEqual({ people: 0, changed: 0 });
  expect(await tagThem({ filters: {} }, 'add', staff)).toEqual({ people: 0, changed: 0 });
});

test('facets say what the filters can be set to', async () => {
  expect((await client.get('/customers/facets')).body).toEqual({
    cities: [
      { value: '杭州', customers: 3 },
      { value: '上海', customers: 1 },
    ],
    sources: [{ value: 'test', customers: 4 }],
  });
});

test('the timeline tells of tags by name', async () => {
  const { body } = await client.get(`/customers/cus_${other}/timeline?kind=tags`);
  expect(body).toMatchObject({
    data: [
      { type: 'tag.removed', about: '口味/甜口' },
      { type: 'tag.added', about: '口味/甜口' },
    ],
  });
});

test('staff are told how many of their own customers carry a tag, never of the others', async () => {
  const staff = await testMember(platform, 'staff', 'own');
  const mine = [hangzhou[0], hangzhou[1]] as number[];
  await platform.db
    .updateTable('customers')
    .set({ ownerMemberId: staff.id })
    .where('id', 'in', mine)
    .execute();
  await tagThem({ filters: { city: '杭州' } });
  await client.post(`/customers/cus_${mine[0]}/merge`, { other: `cus_${mine[1]}`, note: '同一个人' });
  await project(platform);
  const { data } = (await client.as(staff).get('/tags')).body as {
    data: { tags: { customers: number }[] }[];
  };
  expect(data[0]?.tags[0]?.customers).toBe(1);
  expect(await counted()).toBe(2);
});

test('a name that a tag has that was put away is refused in words that say so', async () => {
  const { id: gone } = (await client.post('/tags', { group: '口味', name: '旧名' })).body as { id: string };
  await platform.db
    .updateTable('tags')
    .set({ archivedAt: platform.clock.now() })
    .where('id', '=', Number(gone.slice(4)))
    .execute();
  const rename = async (name: string) => (await client.send('PATCH', `/tags/${sweet}`, { name })).body;
  expect(await rename('旧名')).toMatchObject({ code: 'tag_put_away' });
  await client.post('/tags', { group: '口味', name: '旧名' });
  expect(await rename('旧名')).toMatchObject({ code: 'tag_exists' });
});
