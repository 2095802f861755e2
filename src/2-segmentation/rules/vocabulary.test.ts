import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, buildMember, project } from '#customers/testing';
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
const accountId = await buildAccount(platform);
const memberId = await buildMember(platform, { accountId });
const coded = await buildCustomer(platform, { city: '杭州', followedBy: { accountId, memberId } });
await db.updateTable('follows').set({ state: '包裹卡' }).where('customerId', '=', coded).execute();
await project(platform);

test('a rule builder learns which events there are, and which values texts have, the most frequent first', async () => {
  expect((await client.get('/rules/vocabulary')).body).toMatchObject({
    events: expect.arrayContaining([{ type: 'page_viewed', name: '浏览页面', people: 6 }]),
    values: {
      city: [
        { value: '杭州', people: 5 },
        { value: '上海', people: 2 },
      ],
    },
    codes: [{ value: '包裹卡', people: 1 }],
  });
});

test('the customers’ own fields are offered by name with their options, and not a second time as facts', async () => {
  await db
    .insertInto('customFields')
    .values({
      ...{ key: 'skin', name: '肤质', type: 'choice', options: JSON.stringify(['油性']), sort: 1 },
      ...{ createdBy: 'test', createdAt: clock.now(), updatedAt: clock.now() },
    })
    .execute();
  const { body } = await client.get('/rules/vocabulary');
  expect(body).toMatchObject({
    fields: [{ key: 'field.skin', name: '肤质', type: 'choice', options: ['油性'] }],
    facts: [],
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
  expect((await client.as(staff).get('/rules/vocabulary')).body).toMatchObject({
    ...{ values: { city: [] }, codes: [] },
  });
});
