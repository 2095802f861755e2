import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { fromShanghai } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildAccount, buildCustomer, buildMember } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { isReachable, reachableSql } from './reachable.ts';
import { recordConsent } from './wishes.ts';

const platform = await testPlatform();
const { db, clickhouse } = platform;
const accountId = await buildAccount(platform);
const memberId = await buildMember(platform, { accountId });

/** Around fourteen years before the days below, one of which has no such day fourteen years ago. */
const BIRTHDAYS = [null, '1985-06-01', '2012-02-28', '2012-02-29', '2012-03-01', '2014-02-28', '2014-03-01'];
const DAYS = ['2026-02-27', '2026-02-28', '2026-03-01', '2028-02-28', '2028-02-29', '2028-03-01'];
const GUARDIANS = [[], [true], [true, false]];

async function somebody(birthday: string | null, minor: boolean, guardian: boolean[], followed: boolean) {
  const id = await buildCustomer(platform, {
    minor,
    ...(followed && { followedBy: { accountId, memberId } }),
  });
  await sql`update customers set birthday = ${birthday} where id = ${id}`.execute(db);
  for (const given of guardian)
    await db.transaction().execute(tx =>
      recordConsent(tx, platform.clock, SYSTEM, id, {
        ...{ purpose: 'guardian', channel: 'all', given, source: 'paper' },
        evidence: '母亲签字',
      }),
    );
  return id;
}

test('who is under fourteen is asked of both stores alike, with a guardian’s consent and without, on leap days too', async () => {
  const people: number[] = [];
  for (const birthday of BIRTHDAYS)
    for (const minor of [false, true])
      for (const guardian of GUARDIANS)
        for (const followed of [true, false])
          people.push(await somebody(birthday, minor, guardian, followed));
  await project(platform);
  for (const day of DAYS) {
    const at = fromShanghai(day, 10 * 60);
    const one = async (id: number) => ((await isReachable(db, id, 'wecom', at)) ? [id] : []);
    const expected = (await Promise.all(people.map(one))).flat();
    const { sql: condition, values } = await reachableSql(db, 'wecom', at);
    const rows = await clickhouse.rows<{ id: number }>(
      `select person_id as id from customers final where ${condition} order by id`,
      values,
    );
    expect(
      rows.map(({ id }) => id),
      day,
    ).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  }
});
