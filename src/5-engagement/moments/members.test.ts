import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { simulatedShop } from '../testing/shop.ts';
import { askForMoments } from './ask.ts';
import { momentRoutes } from './moments.routes.ts';
import { syncMoments } from './sync.ts';

/** Which members publish a moment, and that what is known of one does not hang on the others. */
const platform = await testPlatform();
const { db, clock } = platform;
const shop = await simulatedShop(platform, { ann: 12, bob: 5 });
const client = testClient(platform, momentRoutes).as(await testMember(platform));
let nth = 0;

const body = (over: object = {}) => ({
  ...{ accountId: `acc_${shop.accountId}`, kind: 'life', text: `第 ${++nth} 炉出炉了` },
  ...over,
});
const read = async (id: string) => (await client.get(`/moments/${id}`)).body as Record<string, unknown>;
const number = (id: string) => Number(id.slice(4));
const platformId = async (id: string) =>
  (await db.selectFrom('moments').select('momentId').where('id', '=', number(id)).executeTakeFirstOrThrow())
    .momentId ?? '';

async function handedOut(over: object = {}): Promise<string> {
  const { id } = (await client.post('/moments', body(over))).body as { id: string };
  await client.post(`/moments/${id}/schedule`);
  // Two of one moment of the clock would be kept apart by waiting for real: WeCom takes only so many in a while.
  clock.advance(10_000);
  for (let next = await askForMoments(platform); next; next = await askForMoments(platform))
    clock.advance(Math.max(1_000, next.getTime() - clock.now().getTime()));
  expect((await read(id)).status).toBe('open');
  return id;
}

test('who is named by the record with their login publishes it as the one the directory made', async () => {
  const { id: login } = await testMember(platform, 'staff', 'own');
  const { id: team } = await db
    .insertInto('teams')
    .values({ name: '门店' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.updateTable('members').set({ teamId: team }).where('id', '=', login).execute();
  const joined = (to: number | null) =>
    db.updateTable('members').set({ sameAs: to }).where('name', '=', '安').execute();
  await joined(login);
  for (const range of [{ memberIds: [`mem_${login}`] }, { teamIds: [`team_${team}`] }]) {
    const preview = await client.post('/moments/preview', body(range));
    expect(preview.body).toMatchObject({ people: 12, members: [{ member: { name: '安' } }] });
    const id = await handedOut(range);
    await syncMoments(platform, number(id));
    expect(await read(id)).toMatchObject({ members: 1, planned: 12 });
  }
  await joined(null);
  await db.updateTable('members').set({ teamId: null }).where('id', '=', login).execute();
});

test('a member of whom WeCom tells nothing does not hide what the others have published', async () => {
  const id = await handedOut();
  await syncMoments(platform);
  for (const userid of ['ann', 'bob'])
    await shop.admin.publishMoment(shop.corpId, await platformId(id), userid);
  await shop.admin.addFault({
    ...{ kind: 'errcode', errcode: 40003, times: 1 },
    path: 'externalcontact/get_moment_send_result',
  });
  await expect(syncMoments(platform, number(id))).rejects.toThrow();
  await shop.admin.clearFaults();
  expect(await read(id)).toMatchObject({ shown: 12 });
  await syncMoments(platform, number(id));
  expect(await read(id)).toMatchObject({ shown: 17 });
});
