import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount, buildMember } from '../testing/factories.ts';
import { takeInFollowed } from './people.ts';

const platform = await testPlatform();
const { db } = platform;
const accountId = await buildAccount(platform);
const memberId = await buildMember(platform, { accountId });

/** The customer adds the member, by a way and with the code that stood behind it. */
async function add(followedAt: string, addWay: number, state: string): Promise<void> {
  const customer = { externalUserId: 'wm_1', name: '安安', type: 'wechat', gender: 'unknown' } as const;
  const follow = {
    ...{ userId: `user${memberId}`, remark: '', description: '', mobiles: [], tagIds: [], personalTags: [] },
    ...{ addWay, state, followedAt: new Date(followedAt) },
  };
  await db
    .transaction()
    .execute(tx =>
      takeInFollowed(tx, platform, accountId, [{ customer, follow }] as never, platform.clock.now()),
    );
}

const leave = (at: string) =>
  sql`update follows set ended_at = ${new Date(at)}, ended_by = 'customer'`.execute(db);
const told = async () =>
  (
    await sql`select way, code, followed_at, ended_at, first_at, first_way, first_code from told_follows`.execute(
      db,
    )
  ).rows;

test('who deletes a member and adds them again keeps how they came first, beside how they came last', async () => {
  const first = new Date('2026-01-05T10:00:00+08:00');
  await add('2026-01-05T10:00:00+08:00', 1, '包裹卡');
  const begun = { firstAt: first, firstWay: 1, firstCode: '包裹卡' };
  expect(await told()).toMatchObject([{ way: 1, code: '包裹卡', ...begun }]);
  for (const [day, way, code] of [
    ['2026-02', 16, '直播间'],
    ['2026-03', 2, ''],
  ] as const) {
    await leave(`${day}-01T10:00:00+08:00`);
    await add(`${day}-09T10:00:00+08:00`, way, code);
    expect(await told()).toMatchObject([{ way, code, endedAt: null, ...begun }]);
  }
});
