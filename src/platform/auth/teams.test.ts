import { expect, test } from 'vitest';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { memberRoutes } from './members.routes.ts';

const platform = await testPlatform();
const client = testClient(platform, memberRoutes).as(await testMember(platform));
const team = async (name: string, parentId: string | null = null) =>
  ((await client.post('/teams', { name, parentId })).body as { id: string }).id;

test('a team is renamed and moved, but not into itself, and its name stays its own', async () => {
  const shop = await team('湖滨店');
  const counter = await team('早班', shop);
  expect(await client.send('PATCH', `/teams/${counter}`, { name: '早班柜台' })).toMatchObject({
    status: 200,
  });
  expect(await client.send('PATCH', `/teams/${counter}`, { name: '湖滨店' })).toMatchObject({
    status: 409,
    body: { code: 'team_name_taken' },
  });
  expect(await client.send('PATCH', `/teams/${shop}`, { parentId: counter })).toMatchObject({
    status: 422,
    body: { code: 'team_in_itself' },
  });
  expect((await client.get('/teams')).body).toMatchObject({
    data: [
      { name: '湖滨店', parentId: null },
      { name: '早班柜台', parentId: shop },
    ],
  });
});
