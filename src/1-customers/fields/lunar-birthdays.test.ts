import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { fromShanghai } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
import { mergeByHand, undoMerge } from '../identities/merges.ts';
import { compareStores } from '../projection/rebuild.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { fillLunarBirthdays } from './lunar-birthdays.sql.ts';

const platform = await testPlatform();
const { db, clock } = platform;
clock.set(fromShanghai('2026-09-20'));
const owner = testClient(platform, customerRoutes).as(await testMember(platform));

type Shown = {
  code?: string;
  errors?: { message: string }[];
  birthday: string | null;
  minor: boolean;
  lunarBirthday: { year: number | null; words: string; next: string } | null;
};
const read = async (id: number) => (await owner.get(`/customers/cus_${id}`)).body as Shown;
const change = async (id: number, patch: object) =>
  (await owner.send('PATCH', `/customers/cus_${id}`, patch)).body as Shown;
const fact = async (id: number) => {
  const { rows } = await sql<{ str: string }>`
    select str from customer_facts where customer_id = ${id} and key = 'birthday.lunar'`.execute(db);
  return rows[0]?.str;
};

test('without a year it is kept as a day of the lunar calendar, and the page says on which day it is next', async () => {
  const id = await buildCustomer(platform);
  expect(await change(id, { lunarBirthday: { month: 8, day: 15 } })).toMatchObject({
    birthday: null,
    lunarBirthday: { year: null, words: '八月十五', next: '2026-09-25' },
  });
  expect(await fact(id)).toBe('08-15');
  clock.set(fromShanghai('2026-09-26'));
  expect((await read(id)).lunarBirthday?.next).toBe('2027-09-15');
  expect(await change(id, { lunarBirthday: null })).toMatchObject({ lunarBirthday: null });
  expect(await fact(id)).toBeUndefined();
});

test('with a year it says the day of birth, and so who is under fourteen; a day that year did not have is refused', async () => {
  const id = await buildCustomer(platform);
  const born = await change(id, { lunarBirthday: { month: 6, day: 1, leap: true, year: 2017 } });
  expect(born).toMatchObject({
    birthday: '2017-07-23',
    minor: true,
    lunarBirthday: { year: 2017, words: '闰六月初一' },
  });
  const refused = await change(id, { lunarBirthday: { month: 6, day: 1, leap: true, year: 2018 } });
  expect(refused).toMatchObject({ code: 'invalid_request' });
  expect(refused.errors?.[0]?.message).toContain('闰月');
  expect((await read(id)).birthday).toBe('2017-07-23');
  for (const year of [1899, 2101, 2017.5])
    expect(await change(id, { lunarBirthday: { month: 6, day: 1, year } })).toMatchObject({
      code: 'invalid_request',
    });
});

test('merged, the person’s own counts, else another’s; taken apart, each has what it had; a file fills what is not known', async () => {
  const [a, b] = [await buildCustomer(platform), await buildCustomer(platform)];
  await change(b, { lunarBirthday: { month: 12, day: 8 } });
  await db.transaction().execute(tx => mergeByHand(tx, clock, SYSTEM, a, b, ''));
  expect([(await read(a)).lunarBirthday?.words, await fact(a), await fact(b)]).toEqual([
    '腊月初八',
    '12-08',
    undefined,
  ]);
  const merge = await db.selectFrom('merges').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  await db.transaction().execute(tx => undoMerge(tx, clock, SYSTEM, merge.id, '不是一个人'));
  expect([await fact(a), await fact(b)]).toEqual([undefined, '12-08']);
  const fill = [a, b].map(id => ({ id, lunarBirthday: '01-15' }));
  await db.transaction().execute(tx => fillLunarBirthdays(tx, clock, { name: 'import:1' }, fill));
  expect([await fact(a), await fact(b)]).toEqual(['01-15', '12-08']);
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
});
