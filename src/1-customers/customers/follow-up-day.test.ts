import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeForTest } from '../testing/changes.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { changeCustomer } from './customers.ts';
import { describeCustomers } from './describe.sql.ts';
import { readCustomer } from './view.ts';

const platform = await testPlatform();
const { db, clock, clickhouse } = platform;

const plan = (id: number, nextFollowUp: string | null) =>
  db.transaction().execute(tx => changeCustomer(tx, clock, SYSTEM, id, { nextFollowUp }));

/** The day as the page, the list and ClickHouse tell it. */
async function told(id: number): Promise<(string | null | undefined)[]> {
  await project(platform);
  const [listed] = await describeCustomers(db, [id]);
  const [projected] = await clickhouse.rows<{ day: string | null }>(
    'select toString(next_follow_up) as day from customers final where person_id = {id:UInt32}',
    { id },
  );
  return [(await readCustomer(db, clock, SYSTEM, id)).nextFollowUp, listed?.nextFollowUp, projected?.day];
}

async function merged(own: string | null, other: string | null): Promise<number> {
  const [a, b] = [await buildCustomer(platform), await buildCustomer(platform)];
  await plan(a, own);
  await plan(b, other);
  await mergeForTest(platform, SYSTEM, [[a, b]]);
  const { personId } = await db
    .selectFrom('customers')
    .select('personId')
    .where('id', '=', a)
    .executeTakeFirstOrThrow();
  expect(personId).toBe(a);
  return personId;
}

const thrice = (day: string | null) => [day, day, day];

test('of a merged person the day is their own, not the earliest of all records', async () => {
  const id = await merged('2026-06-20', '2026-06-05');
  expect(await told(id)).toEqual(thrice('2026-06-20'));
  await plan(id, '2026-07-01');
  expect(await told(id)).toEqual(thrice('2026-07-01'));
});

test('where their own record plans nothing, the other’s plan is not lost; taken away, nothing comes back', async () => {
  const id = await merged(null, '2026-06-05');
  expect(await told(id)).toEqual(thrice('2026-06-05'));
  await plan(id, null);
  expect(await told(id)).toEqual(thrice(null));
});
