import { expect, test } from 'vitest';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { membersOf, readTeams } from './teams.ts';

const platform = await testPlatform();
const { db } = platform;
const team = async (name: string, parentId: number | null = null) =>
  (await db.insertInto('teams').values({ name, parentId }).returning('id').executeTakeFirstOrThrow()).id;
const put = async (memberId: number, change: { teamId?: number; sameAs?: number }) =>
  await db.updateTable('members').set(change).where('id', '=', memberId).execute();

test('to a team belong the people of the teams below it, and the records a directory made of them', async () => {
  const [shop, counter, other] = [await team('门店'), await team('柜台'), await team('别的')];
  await db.updateTable('teams').set({ parentId: shop }).where('id', '=', counter).execute();
  const [clerk, record, stranger] = [
    await testMember(platform, 'staff'),
    await testMember(platform, 'staff'),
    await testMember(platform, 'staff'),
  ];
  await put(clerk.id, { teamId: counter });
  await put(record.id, { sameAs: clerk.id });
  await put(stranger.id, { teamId: other });
  const teams = await readTeams(db);
  const both = [clerk.id, record.id];
  expect(membersOf(teams, [shop])).toEqual(both);
  expect(membersOf(teams, [counter])).toEqual(both);
  await put(record.id, { teamId: shop });
  expect(membersOf(await readTeams(db), [shop])).toEqual(both);
});
