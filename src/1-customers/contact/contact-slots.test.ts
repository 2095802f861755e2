import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY, HOUR } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { compareStores, rebuildAnalytics } from '../projection/rebuild.ts';
import { mergeForTest, undoLastMergeForTest } from '../testing/changes.ts';
import { buildAccount, buildCustomer, buildMember } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { claimContacts, settleContacts } from './claim.ts';
import { isReachable, reachableSql } from './reachable.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../db/postgres/', import.meta.url));
const SEED = 20_261_124;
const platform = await testPlatform();
const { db, clock, clickhouse } = platform;
const random = seededRandom(SEED);
const accountId = await buildAccount(platform);
const memberId = await buildMember(platform, { accountId });
const people: number[] = [];
for (let n = 0; n < 6; n++)
  people.push(await buildCustomer(platform, { followedBy: { accountId, memberId } }));
const write = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);

/** In the morning of today or of a day up to two months ahead: a broadcast may be planned long before. */
async function claim(): Promise<void> {
  const purpose = pick(random, ['marketing', 'marketing', 'service'] as const);
  const slot = new Date(clock.now().getTime() + (random.next() < 0.7 ? 0 : between(random, 1, 60) * DAY));
  const { personId } = await db
    .selectFrom('customers')
    .select('personId')
    .where('id', '=', pick(random, people))
    .executeTakeFirstOrThrow();
  const request = { purpose, slot, source: 'test', sourceId: 1, step: `${random.next()}` };
  const channel = pick(random, ['wecom', 'wecom', 'hand'] as const);
  const account = channel === 'wecom' ? { accountId } : {};
  await write(tx =>
    claimContacts(tx, clock, { ...request, ...account, channel, candidates: [{ personId, memberId }] }),
  );
}

async function settle(): Promise<void> {
  const claimed = await db.selectFrom('contacts').select('id').orderBy('id').execute();
  if (claimed.length === 0) return;
  const state = pick(random, ['sent', 'failed', 'released'] as const);
  await write(tx => settleContacts(tx, clock, [pick(random, claimed).id], state));
}

const HAPPENINGS = [
  ...[claim, claim, claim, settle, settle],
  () => mergeForTest(platform, SYSTEM, [[pick(random, people), pick(random, people)]]),
  () => undoLastMergeForTest(platform, SYSTEM),
  async () => clock.advance(between(random, 1, 5) * DAY),
];

async function reachableByGate(): Promise<number[]> {
  const rows = await db
    .selectFrom('customers')
    .select('personId')
    .distinct()
    .where('status', '=', 'active')
    .orderBy('personId')
    .execute();
  const open: number[] = [];
  for (const { personId } of rows)
    if (await isReachable(db, personId, 'wecom', clock.now())) open.push(personId);
  return open;
}

async function reachableInClickHouse(): Promise<number[]> {
  const reachable = await reachableSql(db, 'wecom', clock.now());
  const rows = await clickhouse.rows<{ id: number }>(
    `select person_id as id from customers final where ${reachable.sql} order by id`,
    reachable.values,
  );
  return rows.map(({ id }) => id);
}

test(`who has contacts left is the same in both stores, whatever was claimed, settled, joined and parted (seed ${SEED})`, async () => {
  // Ten in the morning, when the gate lets marketing through.
  clock.advance((26 - clock.now().getUTCHours()) * HOUR);
  const full = new Set<number>();
  for (let round = 0; round < 30; round++) {
    for (let n = between(random, 1, 4); n > 0; n--) await pick(random, HAPPENINGS)();
    await project(platform);
    const open = await reachableByGate();
    expect(await reachableInClickHouse(), `round ${round}`).toEqual(open);
    if (round % 10 === 5) expect(await compareStores(platform), `round ${round}`).toEqual([]);
    for (const id of people) if (!open.includes(id)) full.add(id);
  }
  expect(full.size, 'somebody had no contact left').toBeGreaterThan(3);
  expect(await compareStores(platform)).toEqual([]);
  await rebuildAnalytics(platform);
  expect(await compareStores(platform)).toEqual([]);
  expect(await reachableInClickHouse()).toEqual(await reachableByGate());
});

test('the upgrade has the projection write the rows of everybody who was contacted', async () => {
  await clickhouse.command('truncate table contact_slots');
  await sql.raw(readFileSync(join(MIGRATIONS, '0040_contact_slots.sql'), 'utf8')).execute(db);
  await project(platform);
  expect(await clickhouse.rows('select person_id from contact_slots final')).not.toEqual([]);
  expect(await compareStores(platform)).toEqual([]);
});
