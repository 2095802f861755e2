import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { published } from '../published.ts';
import { simulatedShop } from '../testing/shop.ts';
import { askForMoments } from './ask.ts';
import { momentRoutes } from './moments.routes.ts';
import { syncMoments } from './sync.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await simulatedShop(platform, { ann: 12, bob: 5 });
const client = testClient(platform, momentRoutes).as(await testMember(platform));

/** What other systems may be told of a moment, in the order of the log. */
const toldOf = async (id: number) =>
  await db
    .selectFrom('events')
    .selectAll()
    .where('type', 'in', ['moment.published', 'moment.finished', 'moment.interacted'])
    .where(sql`(data ->> 'momentId')::bigint`, '=', id)
    .orderBy('seq')
    .execute();

async function handedOut(text: string): Promise<{ id: number; there: string }> {
  const { body } = await client.post('/moments', { accountId: `acc_${shop.accountId}`, kind: 'life', text });
  const { id } = body as { id: string };
  await client.post(`/moments/${id}/schedule`);
  // Two of one moment of the clock would be kept apart by waiting for real: WeCom takes only so many in a while.
  clock.advance(10_000);
  for (let next = await askForMoments(platform); next; next = await askForMoments(platform))
    clock.advance(Math.max(1_000, next.getTime() - clock.now().getTime()));
  const row = await db
    .selectFrom('moments')
    .select('momentId')
    .where('id', '=', Number(id.slice(4)))
    .executeTakeFirstOrThrow();
  return { id: Number(id.slice(4)), there: row.momentId ?? '' };
}

/** As it goes over the wire. */
async function said(event: object | undefined, type: string) {
  const [told] = await db
    .transaction()
    .execute(
      async tx => (await published.events.find(one => one.type === type)?.tell(tx, [event as never])) ?? [],
    );
  return told;
}

test('each member who publishes is told once, and once that all have, whoever reads at the same time', async () => {
  const { id, there } = await handedOut('早上好');
  await syncMoments(platform);
  await shop.admin.publishMoment(shop.corpId, there, 'ann');
  await syncMoments(platform, id);
  expect((await toldOf(id)).map(one => one.type)).toEqual(['moment.published', 'moment.interacted']);
  await shop.admin.publishMoment(shop.corpId, there, 'bob');
  await Promise.all([syncMoments(platform, id), syncMoments(platform, id)]);
  await syncMoments(platform, id);
  const told = (await toldOf(id)).filter(one => one.type !== 'moment.interacted');
  expect(told.map(one => one.type)).toEqual(['moment.published', 'moment.published', 'moment.finished']);
  expect(await said(told[0], 'moment.published')).toEqual({
    moment: { id, name: '早上好' },
    member: expect.any(Number),
  });
  expect(await said(told[2], 'moment.finished')).toMatchObject({
    moment: { id },
    totals: { members: 2, published: 2, planned: 17, likes: 0 },
  });
});

test('what came of it is told with its totals when there is more of it, and not again', async () => {
  const { id, there } = await handedOut('新品试吃');
  await shop.admin.publishMoment(shop.corpId, there, 'ann');
  clock.advance(6 * MINUTE);
  await syncMoments(platform, id);
  const before = (await toldOf(id)).length;
  const of = { moment_id: there, userid: 'ann' };
  await shop.admin.customerReacts(shop.corpId, 'wm_ann_000000', { ...of, kind: 'like' });
  await shop.admin.customerReacts(shop.corpId, 'wm_ann_000001', { ...of, kind: 'comment', text: '香' });
  await syncMoments(platform, id);
  await syncMoments(platform, id);
  const told = await toldOf(id);
  expect(told.length).toBe(before + 1);
  expect(await said(told.at(-1), 'moment.interacted')).toEqual({
    moment: { id, name: '新品试吃' },
    totals: { members: 2, published: 1, planned: 17, shown: 12, likes: 1, comments: 1 },
  });
  const liked = await db
    .selectFrom('events')
    .selectAll()
    .where('type', '=', 'moment.liked')
    .executeTakeFirst();
  expect(await said(liked, 'moment.liked')).toEqual({ moment: { id, name: '新品试吃' } });
});
