import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type Scope, SYSTEM } from '#platform/auth/actor.ts';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeForTest, undoLastMergeForTest } from '../../testing/changes.ts';
import { buildAccount, buildCustomer, buildMember } from '../../testing/factories.ts';
import { project } from '../../testing/project.ts';
import { claimContacts } from '../claim.ts';
import { isReachable, reachableSql } from '../reachable.ts';
import { recordConsent, suppress } from '../wishes.ts';
import { CAUSES } from './causes.contract.ts';
import { reachRoutes } from './history.routes.ts';
import { listReachPeople, readReachDays } from './history.ts';
import { recordReach } from './record.ts';

const SEED = 20_261_123;
const DAYS = 6;
const platform = await testPlatform();
const { db, clock, clickhouse } = platform;
const random = seededRandom(SEED);
const accounts = [
  await buildAccount(platform, { name: '一店' }),
  await buildAccount(platform, { name: '二店' }),
];
const members = await Promise.all(accounts.map(accountId => buildMember(platform, { accountId })));

const daysOf = async (account?: number) => (await readReachDays(db, { days: 366, account })).data;
type Day = Awaited<ReturnType<typeof daysOf>>[number];

async function appear(): Promise<number> {
  const at = between(random, 0, 1);
  const followedBy = { accountId: accounts[at] ?? 0, memberId: members[at] ?? 0 };
  return await buildCustomer(platform, {
    createdAt: new Date(clock.now().getTime() - between(random, 0, 900) * DAY),
    minor: random.next() < 0.1,
    ...(random.next() < 0.8 && { followedBy }),
  });
}

const somebody = async () => {
  const rows = await db
    .selectFrom('customers')
    .select('personId')
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  return pick(random, rows).personId;
};
const told = (tx: Tx, type: string, customerId: number) =>
  appendEvents(tx, [{ type, customerId, at: clock.now(), actor: 'test' }]);
const write = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);

async function endFollows(personId: number, by: string): Promise<void> {
  await write(async tx => {
    await sql`update follows set ended_at = ${clock.now()}, ended_by = ${by}
      where ended_at is null and customer_id in (select id from customers where person_id = ${personId})`.execute(
      tx,
    );
    await told(tx, 'follow.ended', personId);
  });
}

const HAPPENINGS: Record<string, () => Promise<unknown>> = {
  appear,
  deleted: async () => endFollows(await somebody(), 'customer'),
  ended: async () => endFollows(await somebody(), 'member'),
  back: async () => {
    const personId = await somebody();
    await write(async tx => {
      await sql`update follows set ended_at = null, ended_by = null, followed_at = ${clock.now()}
        where customer_id in (select id from customers where person_id = ${personId})`.execute(tx);
      await told(tx, 'follow.changed', personId);
    });
  },
  staff: async () => {
    const memberId = pick(random, members);
    await write(async tx => {
      await sql`update member_accounts set active = not active where member_id = ${memberId}`.execute(tx);
      const rows = await tx
        .selectFrom('follows')
        .select('customerId')
        .where('memberId', '=', memberId)
        .execute();
      for (const { customerId } of rows) await told(tx, 'follow.changed', customerId);
    });
  },
  wish: async () => {
    const personId = await somebody();
    const word = {
      purpose: 'marketing' as const,
      channel: pick(random, ['all', 'wecom', 'sms'] as const),
      given: random.next() < 0.6,
    };
    await write(tx =>
      recordConsent(tx, clock, SYSTEM, personId, { ...word, evidence: '说过', source: 'staff' }),
    );
  },
  suppressed: async () => {
    const personId = await somebody();
    const wish = { channel: 'all', purpose: 'marketing', reason: '不要打扰' } as const;
    await write(tx => suppress(tx, clock, SYSTEM, personId, wish));
  },
  lifted: async () => {
    await write(async tx => {
      const { rows } = await sql<{ customerId: number }>`
        update suppressions set lifted_at = ${clock.now()} where lifted_at is null returning customer_id`.execute(
        tx,
      );
      for (const { customerId } of rows) await told(tx, 'suppression.lifted', customerId);
    });
  },
  consented: async () => {
    const refused = await db
      .selectFrom('consents')
      .select('customerId')
      .distinct()
      .where('given', '=', false)
      .execute();
    for (const channel of ['all', 'wecom'] as const)
      for (const { customerId } of refused) {
        const word = {
          purpose: 'marketing',
          channel,
          given: true,
          evidence: '又同意',
          source: 'staff',
        } as const;
        await write(tx => recordConsent(tx, clock, SYSTEM, customerId, word));
      }
  },
  contacted: async () => {
    const candidates = [{ personId: await somebody() }, { personId: await somebody() }].filter(
      (one, at, all) => all.findIndex(other => other.personId === one.personId) === at,
    );
    const request = {
      channel: 'wecom',
      purpose: 'marketing',
      source: 'test',
      sourceId: 1,
      slot: clock.now(),
    } as const;
    const [accountId, step] = [pick(random, accounts), `${random.next()}`];
    await write(tx => claimContacts(tx, clock, { ...request, accountId, step, candidates }));
  },
  grown: async () => {
    const personId = await somebody();
    await write(async tx => {
      await sql`update customers set minor = ${random.next() < 0.3} where person_id = ${personId}`.execute(
        tx,
      );
      await told(tx, 'customer.changed', personId);
    });
  },
  merged: async () => mergeForTest(platform, SYSTEM, [[await somebody(), await somebody()]]),
  apart: () => undoLastMergeForTest(platform, SYSTEM),
};

/** What is rare among people happens more often here. */
const NAMES = [...Object.keys(HAPPENINGS), ...['appear', 'appear', 'contacted', 'contacted', 'wish', 'back']];

/** What the gate’s own side says, in both stores. */
async function countNow(account?: number): Promise<{ people: number; reachable: number }> {
  const reachable = await reachableSql(db, 'wecom', clock.now());
  const there = account === undefined ? '1' : `has(accounts, ${account})`;
  const [row] = await clickhouse.rows<{ people: number; reachable: number }>(
    `select count() as people, countIf(${there} and ${reachable.sql}) as reachable from customers final`,
    reachable.values,
  );
  return { people: Number(row?.people), reachable: Number(row?.reachable) };
}

const sumOf = (day: Day | undefined) => (day?.causes ?? []).reduce((sum, { people }) => sum + people, 0);

test(`every day says who could be contacted, and its causes are exactly the difference (seed ${SEED})`, async () => {
  for (let n = 0; n < 40; n++) await appear();
  const seen = new Set<string>();
  for (let round = 0; round < DAYS; round++) {
    for (let n = between(random, 8, 22); n > 0; n--) await HAPPENINGS[pick(random, NAMES)]?.();
    await project(platform);
    await recordReach(platform);
    // Made again in the course of the day, or by a job that ran twice: the same.
    if (round % 5 === 0) await recordReach(platform);
    const days = await daysOf();
    expect(days.at(-1), `day ${round}`).toMatchObject({
      day: shanghaiDate(clock.now()),
      ...(await countNow()),
    });
    for (const account of [undefined, ...accounts]) {
      const [before, today] = (await daysOf(account)).slice(-2);
      if (!today) continue;
      expect(today.reachable, `day ${round} of ${account}`).toBe((await countNow(account)).reachable);
      expect(sumOf(today), `day ${round} of ${account}`).toBe(today.reachable - (before?.reachable ?? 0));
      expect(today.before).toBe(before?.day ?? null);
      for (const { cause } of today.causes) seen.add(cause);
    }
    if (round % 5 === 1) await agreesWithTheGate(days.at(-1));
    clock.advance(between(random, 1, 3) * DAY);
  }
  expect(CAUSES.filter(cause => seen.has(cause)).length, [...seen].join(' ')).toBeGreaterThan(5);
}, 120_000);

async function agreesWithTheGate(day: Day | undefined): Promise<void> {
  const rows = await db
    .selectFrom('customers')
    .select('personId')
    .distinct()
    .where('status', '=', 'active')
    .execute();
  let reachable = 0;
  for (const { personId } of rows) if (await isReachable(db, personId, 'wecom', clock.now())) reachable++;
  expect(day?.reachable).toBe(reachable);
}

test('each cause is told by its name, and what ends it by its own', async () => {
  const accountId = accounts[0] ?? 0;
  const memberId = await buildMember(platform, { accountId });
  const gone = await buildMember(platform, { accountId });
  const followed = (member = memberId) =>
    buildCustomer(platform, { followedBy: { accountId, memberId: member } });
  const ids: number[] = [];
  for (let n = 0; n < 8; n++) ids.push(await followed());
  const [deleted = 0, ended = 0, refused = 0, barred = 0, young = 0, sent = 0, one = 0, other = 0] = ids;
  const left = await followed(gone);
  const record = async () => {
    await project(platform);
    await recordReach(platform);
  };
  const causesOf = async (personIds: readonly number[]) => {
    const { rows } = await sql<{ personId: number; cause: string }>`
      select person_id, cause from reach_changes where account_id = 0 and day = ${shanghaiDate(clock.now())}::date
        and person_id = any(${personIds}::bigint[]) and cause is not null`.execute(db);
    const causes = new Map(rows.map(row => [row.personId, row.cause]));
    return personIds.map(id => causes.get(id));
  };
  const word = { purpose: 'marketing', channel: 'all', evidence: '说过', source: 'staff' } as const;
  const setActive = (active: boolean) =>
    write(async tx => {
      await sql`update member_accounts set active = ${active} where member_id = ${gone}`.execute(tx);
      await told(tx, 'follow.changed', left);
    });
  const setMinor = (minor: boolean) =>
    write(async tx => {
      await sql`update customers set minor = ${minor} where id = ${young}`.execute(tx);
      await told(tx, 'customer.changed', young);
    });
  const wish = { channel: 'all', purpose: 'marketing', reason: '别再发' } as const;
  const request = { channel: 'wecom', purpose: 'marketing', source: 'one', sourceId: 1 } as const;
  await record();

  clock.advance(DAY);
  await endFollows(deleted, 'customer');
  await endFollows(ended, 'transfer');
  await write(tx => recordConsent(tx, clock, SYSTEM, refused, { ...word, given: false }));
  await write(tx => suppress(tx, clock, SYSTEM, barred, wish));
  await setMinor(true);
  await setActive(false);
  await write(tx =>
    claimContacts(tx, clock, {
      ...{ ...request, step: '', accountId },
      ...{ slot: clock.now(), candidates: [{ personId: sent }] },
    }),
  );
  await mergeForTest(platform, SYSTEM, [[one, other]]);
  await record();
  expect(await causesOf([deleted, ended, refused, barred, young, left, sent, other])).toEqual([
    ...['deleted', 'ended', 'refused', 'suppressed'],
    ...['minor', 'staff_left', 'quota_day', 'merged'],
  ]);

  clock.advance(DAY);
  await write(tx => recordConsent(tx, clock, SYSTEM, refused, { ...word, given: true }));
  await HAPPENINGS.lifted?.();
  await setMinor(false);
  await setActive(true);
  await undoLastMergeForTest(platform, SYSTEM);
  await write(async tx => {
    await sql`update follows set ended_at = null, ended_by = null where customer_id = ${deleted}`.execute(tx);
    await told(tx, 'follow.changed', deleted);
  });
  const fresh = await followed();
  await record();
  expect(await causesOf([deleted, refused, barred, young, left, sent, other, fresh])).toEqual([
    ...['returned', 'consented', 'lifted', 'of_age'],
    ...['staff_back', 'renewed_day', 'apart', 'new'],
  ]);
});

test('behind each cause stand its people, and nobody else’s', async () => {
  const [day] = (await daysOf())
    .filter(({ causes }) => causes.some(({ cause }) => cause === 'deleted'))
    .slice(-1);
  const deleted = day?.causes.find(({ cause }) => cause === 'deleted');
  const behind = async (scope: Scope) => {
    const query = { day: day?.day ?? '', cause: 'deleted', page: 1, pageSize: 50 } as const;
    return await listReachPeople(db, scope, query);
  };
  const { data, total } = await behind({ kind: 'all' });
  expect([total, data.length]).toEqual([-(deleted?.people ?? 0), total]);
  const { rows: left } = await sql<{ personId: number }>`
    select c.person_id from events e join customers c on c.id = e.customer_id where e.type = 'follow.ended'`.execute(
    db,
  );
  for (const { id } of data) expect(left.map(({ personId }) => personId)).toContain(id);
  expect(await behind({ kind: 'members', memberIds: [] })).toEqual({ data: [], total: 0 });
});

test('the record is told over HTTP to who may see the figures', async () => {
  const client = testClient(platform, reachRoutes);
  const owner = client.as(await testMember(platform));
  const { body } = await owner.get('/reachability/days?days=2');
  expect((body as { data: Day[] }).data).toHaveLength(2);
  expect((await owner.get('/reachability/people?day=2026-06-03&cause=nonsense')).status).toBe(400);
  const staff = client.as(await testMember(platform, 'staff', 'own'));
  expect((await staff.get('/reachability/days')).status).toBe(403);
});

test('a day that is over stays as it was, and a day nobody recorded is no gap in the sum', async () => {
  const before = await daysOf();
  clock.advance(3 * DAY);
  await endFollows(await somebody(), 'customer');
  await project(platform);
  await recordReach(platform);
  const after = await daysOf();
  expect(after.slice(0, -1)).toEqual(before);
  expect(after.at(-1)?.before).toBe(before.at(-1)?.day);
  expect(sumOf(after.at(-1))).toBe((after.at(-1)?.reachable ?? 0) - (before.at(-1)?.reachable ?? 0));
});
