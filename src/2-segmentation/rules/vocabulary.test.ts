import { expect, test } from 'vitest';
import { buildCustomer, project } from '#customers/testing';
import { appendEvents } from '#platform/log/events.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { vocabularyRoutes } from './vocabulary.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const client = testClient(platform, vocabularyRoutes).as(await testMember(platform));
const people: number[] = [];
for (let i = 0; i < 6; i++) people.push(await buildCustomer(platform, { city: i < 4 ? '杭州' : '上海' }));
await db.transaction().execute(tx =>
  appendEvents(
    tx,
    people.map((customerId, at) => ({
      type: 'page_viewed',
      customerId,
      at: clock.now(),
      actor: 'web',
      data: { page: at < 4 ? '首页' : `王小姐的留言${at}`, seconds: at, member: true, cart: { items: 2 } },
    })),
  ),
);
await db
  .insertInto('eventDefinitions')
  .values({ key: 'page_viewed', name: '浏览页面', firstSeenAt: clock.now(), updatedAt: clock.now() })
  .execute();
await project(platform);

test('a rule builder learns which events there are, and which values texts have, the most frequent first', async () => {
  expect((await client.get('/rules/vocabulary')).body).toMatchObject({
    events: expect.arrayContaining([{ type: 'page_viewed', name: '浏览页面', people: 6 }]),
    values: {
      city: [
        { value: '杭州', people: 4 },
        { value: '上海', people: 2 },
      ],
    },
  });
});

test('properties come with their kind; a text that is rare may be about one person and is not told', async () => {
  expect((await client.get('/rules/properties?event=page_viewed')).body).toEqual({
    data: [
      { property: 'cart.items', kind: 'number', values: [] },
      { property: 'member', kind: 'flag', values: [] },
      { property: 'page', kind: 'text', values: ['首页'] },
      { property: 'seconds', kind: 'number', values: [] },
    ],
  });
  expect((await client.get('/rules/properties?event=nobody_knows')).body).toEqual({ data: [] });
});

test('staff are told the values of their own customers only', async () => {
  const staff = await testMember(platform, 'staff', 'own');
  expect((await client.as(staff).get('/rules/vocabulary')).body).toMatchObject({ values: { city: [] } });
});
