import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { rebuildAnalytics } from '#customers';
import { buildCustomer, project, readToEnd } from '#customers/testing';
import { SYSTEM } from '#platform/auth/actor.ts';
import { HOUR } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { between, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import type { Rule } from '../rules/contract.ts';
import { toSqlOfMany } from '../rules/to-sql.ts';
import { archiveSegment, compileContext, restoreSegment } from '../segments/segments.ts';
import { live } from '../testing/odd-life.ts';
import { oddPeople } from '../testing/odd-people.ts';
import { oddRule } from '../testing/odd-rules.ts';
import { checkMemberships } from './check-memberships.ts';
import { liveSegments } from './fill.ts';
import { membershipReader } from './follow.ts';
import { membersOf, segmentsOfPerson } from './members.ts';
import { fillByTime, membershipJobs } from './membership.jobs.ts';

const SEED = 20_261_122;
const SEGMENTS = 20;
const ROUNDS = 9;
/** Rounds are added while a plain segment has moved nobody: what chance brings changes with each kind of happening. */
const LONGEST = 40;
const platform = await testPlatform();
const { db, clickhouse } = platform;
const random = seededRandom(SEED);
const people = await oddPeople(platform, random);

async function keep(rule: Rule, name: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into segments (name, rule, created_by, created_at, updated_at)
    values (${name}, ${JSON.stringify(rule)}::jsonb, 'test', now(), now()) returning id`.execute(db);
  return rows[0]?.id ?? 0;
}

async function change(id: number, rule: Rule): Promise<void> {
  await sql`update segments set version = version + 1, rule = ${JSON.stringify(rule)}::jsonb where id = ${id}`.execute(
    db,
  );
}

async function follow(): Promise<void> {
  await project(platform);
  await readToEnd(platform, membershipReader(platform));
  await project(platform);
}

async function kept(): Promise<Map<number, number[]>> {
  const members = new Map<number, number[]>();
  for (const { id } of await liveSegments(db)) members.set(id, await membersOf(db, id));
  return members;
}

/** Everybody, asked of every segment at once. */
async function counted(): Promise<Map<number, number[]>> {
  const segments = await liveSegments(db);
  const rules = segments.map(({ rule }) => rule);
  const { conditions, values } = toSqlOfMany(rules, await compileContext(platform, rules));
  const [row] = await clickhouse.rows<Record<string, number[]>>(
    `select ${conditions.map((sql, i) => `groupArrayIf(person_id, ${sql}) as c${i}`).join(', ')} from customers final`,
    values,
  );
  return new Map(
    segments.map(({ id }, i) => [id, [...(row?.[`c${i}`] ?? [])].sort((one, other) => one - other)]),
  );
}

const FOLLOWED = {
  test: { is: 'at_least' as const, value: 1 },
  ...{ window: null, members: [], teams: [], accounts: [], ways: [], codes: [], endedBy: null, ended: null },
};
/** One for each kind of happening, which it moves people of; the drawn ones are odd in every other way. */
const PLAIN: Record<string, Rule> = {
  tier: { attribute: 'tier', test: { is: 'one_of', values: ['重要'] } },
  city: { attribute: 'city', test: { is: 'one_of', values: ['杭州'] } },
  tag: { tags: 'any', ids: people.tagIds.slice(0, 1) },
  ordered: {
    orders: 'count',
    test: { is: 'at_least', value: 2 },
    window: null,
    shops: [],
    products: [],
    refund: null,
  },
  refunded: {
    orders: 'count',
    test: { is: 'at_least', value: 1 },
    window: null,
    shops: [],
    products: [],
    refund: 'full',
  },
  'bought to be drawn in': {
    orders: 'count',
    test: { is: 'at_least', value: 1 },
    window: null,
    shops: [],
    products: [],
    roles: ['traffic'],
    refund: null,
  },
  viewed: {
    events: 'page_viewed',
    measure: { of: 'count' },
    test: { is: 'at_least', value: 2 },
    window: null,
    where: [],
  },
  reachable: { reachable: 'wecom' },
  discounted: {
    orders: 'discount_share',
    test: { is: 'at_least', value: 0.25 },
    window: null,
    shops: [],
    products: [],
    refund: null,
  },
  'viewed, then used a coupon': {
    sequence: 'followed',
    first: { event: 'page_viewed', where: [] },
    next: { event: 'coupon_used', where: [] },
    within: { n: 30, unit: 'day' },
    window: null,
  },
  'viewed, then did not order': {
    sequence: 'not_followed',
    first: { event: 'page_viewed', where: [] },
    next: { order: 'paid', shops: [], products: [] },
    within: { n: 24, unit: 'hour' },
    window: null,
  },
  contacted: {
    contacts: 'count',
    channel: 'wecom',
    purpose: null,
    test: { is: 'at_least', value: 1 },
    window: null,
  },
  followed: { ...FOLLOWED, follows: 'now' },
  owned: { attribute: 'owner', test: { is: 'any_member', ids: people.members.slice(0, 2) } },
  'of a team': { attribute: 'owner', test: { is: 'any_team', ids: people.teams } },
  consented: { consent: 'given', purpose: 'marketing', channel: 'wecom' },
};
const plain = new Map<string, number>();
for (const [name, rule] of Object.entries(PLAIN)) plain.set(name, await keep(rule, name));
const named = await keep({ not: { segment: plain.get('tag') ?? 0 } }, 'named');
plain.set('named', named);
const rules = fc.sample(oddRule({ ...people, segments: [named] }), { numRuns: SEGMENTS, seed: SEED });
for (const [i, rule] of rules.entries()) await keep(rule, `segment ${i}`);

test(`whatever happens to people, who is kept is who a full count finds, and each coming and going is told once (seed ${SEED})`, async () => {
  await project(platform);
  await fillByTime(platform);
  const atFirst = await kept();
  const seen = new Set<string>();
  for (let round = 1; round <= ROUNDS || (round <= LONGEST && (await isAnyStill())); round++) {
    for (let several = between(random, 1, 12); several > 0; several--)
      seen.add(await live({ platform, people, random }));
    await follow();
    expect(await kept(), `after round ${round}`).toEqual(await counted());
    if (round % 5 > 0) continue;
    platform.clock.advance(between(random, 1, 40) * HOUR);
    await fillByTime(platform);
    expect(await kept(), `time passed after round ${round}`).toEqual(await counted());
  }
  expect(await kept()).toEqual(await counted());
  expect(seen.size, 'kinds of happenings').toBe(15);
  expect(await replay(atFirst)).toEqual(await kept());
  for (const [name, id] of plain) expect(await movementsIn(id), `${name} moved people`).toBeGreaterThan(0);
}, 300_000);

async function isAnyStill(): Promise<boolean> {
  for (const id of plain.values()) if ((await movementsIn(id)) === 0) return true;
  return false;
}

async function movementsIn(segmentId: number): Promise<number> {
  const { rows } = await sql`
    select 1 from events where type in ('segment.entered', 'segment.left')
      and (data ->> 'segmentId')::bigint = ${segmentId}`.execute(db);
  return rows.length;
}

/** Who would be in by what was told alone; somebody told to come in who is in, or out who is out, is an error. */
async function replay(from: Map<number, number[]>): Promise<Map<number, number[]>> {
  const members = new Map([...from].map(([id, ids]) => [id, new Set(ids)]));
  const { rows } = await sql<{ type: string; customerId: number; segmentId: number }>`
    select type, customer_id, (data ->> 'segmentId')::bigint as segment_id from events
    where type in ('segment.entered', 'segment.left') order by xid, seq`.execute(db);
  expect(rows.length).toBeGreaterThan(100);
  for (const { type, customerId, segmentId } of rows) {
    const inside = members.get(segmentId) ?? new Set();
    expect(inside.has(customerId), `${type} ${customerId} of ${segmentId}`).toBe(type === 'segment.left');
    if (type === 'segment.left') inside.delete(customerId);
    else inside.add(customerId);
  }
  return new Map([...members].map(([id, set]) => [id, [...set].sort((one, other) => one - other)]));
}

test('a person’s segments are those whose people the person is among', async () => {
  const members = await kept();
  for (const person of people.people.slice(0, 10)) {
    const among = [...members].filter(([, ids]) => ids.includes(person)).map(([id]) => id);
    expect(await segmentsOfPerson(db, person)).toEqual(among);
  }
});

test('the nightly check is silent when all is well, and tells of and mends what is not', async () => {
  expect((await checkMemberships(platform)).differences).toEqual([]);
  const { rows } = await sql<{ segmentId: number; people: number }>`
    select segment_id, people from segment_members order by people desc, segment_id limit 1`.execute(db);
  const [largest] = rows;
  if (!largest) throw new Error('Nobody is in any segment');
  await sql`delete from segment_members where segment_id = ${largest.segmentId}`.execute(db);
  expect((await checkMemberships(platform)).differences).toEqual([
    { segmentId: largest.segmentId, missing: largest.people, surplus: 0 },
  ]);
  expect(await kept()).toEqual(await counted());
  expect((await checkMemberships(platform)).differences).toEqual([]);
}, 120_000);

test('when a rule is changed, who is in the segments that name it changes too', async () => {
  const everybody: Rule = { not: { attribute: 'createdAt', test: { is: 'empty' } } };
  const nobody: Rule = { attribute: 'createdAt', test: { is: 'empty' } };
  const id = await keep(everybody, 'everybody');
  const others = await keep({ not: { segment: id } }, 'the others');
  await project(platform);
  await fillByTime(platform);
  expect([(await membersOf(db, id)).length > 0, (await membersOf(db, others)).length]).toEqual([true, 0]);
  await change(id, nobody);
  await fillByTime(platform);
  expect([(await membersOf(db, id)).length, (await membersOf(db, others)).length > 0]).toEqual([0, true]);
});

test('nobody leaves because ClickHouse is being rebuilt', async () => {
  const id = await keep({ not: { attribute: 'createdAt', test: { is: 'empty' } } }, 'whoever there is');
  await keep(
    {
      attribute: 'createdAt',
      test: { is: 'within', window: { kind: 'last', n: 80_000, unit: 'hour' } },
    } as never,
    'hours',
  );
  await follow();
  await fillByTime(platform);
  const before = await kept();
  const movements = async () =>
    (await sql`select 1 from events where type in ('segment.entered', 'segment.left')`.execute(db)).rows
      .length;
  const told = await movements();
  const [minute] = membershipJobs(platform);
  const turns: Promise<void>[] = [];
  await rebuildAnalytics(platform, table => {
    if (!['customers', 'events'].includes(table)) return;
    turns.push(minute?.handle({}, { signal: new AbortController().signal }) ?? Promise.resolve());
  });
  await Promise.all(turns);
  expect(turns.length).toBe(2);
  expect([await movements(), (await kept()).get(id)]).toEqual([told, before.get(id)]);
});

test('what comes out of the archive is counted anew: nobody followed it there', async () => {
  const id = await keep(PLAIN.tag as Rule, 'put away');
  await fillByTime(platform);
  await db.transaction().execute(tx => archiveSegment(tx, platform.clock, SYSTEM, id));
  const { rows: carriers } = await sql<{ customerId: number }>`
    delete from customer_tags where tag_id = ${people.tagIds[0]} returning customer_id`.execute(db);
  const at = platform.clock.now();
  await db.transaction().execute(tx =>
    appendEvents(
      tx,
      carriers.map(({ customerId }) => ({
        type: 'tag.removed',
        customerId,
        at,
        actor: 'test',
        data: { tagId: people.tagIds[0] ?? 0 },
      })),
    ),
  );
  await follow();
  await db.transaction().execute(tx => restoreSegment(tx, platform.clock, SYSTEM, id));
  await fillByTime(platform);
  expect(await membersOf(db, id)).toEqual([]);
});

test('a changed rule is filled anew as one event, not as people who came and went', async () => {
  const before = await sql`select 1 from events where type in ('segment.entered', 'segment.left')`.execute(
    db,
  );
  const id = await keep(
    { attribute: 'createdAt', test: { is: 'within', window: { kind: 'last', n: 3_650, unit: 'day' } } },
    'new',
  );
  await fillByTime(platform);
  await change(id, { tags: 'any', ids: people.tagIds });
  await fillByTime(platform);
  const after = await sql`select 1 from events where type in ('segment.entered', 'segment.left')`.execute(db);
  expect(after.rows.length).toBe(before.rows.length);
  const fills = await sql<{ data: { version: number } }>`
    select data from events where type = 'segment.filled' and (data ->> 'segmentId')::bigint = ${id} order by seq`.execute(
    db,
  );
  expect(fills.rows.map(row => row.data.version)).toEqual([1, 2]);
});

test('where very many were contacted at once everybody is asked about, and nobody is missed', async () => {
  const contacted = plain.get('contacted') ?? 0;
  const customerId = await buildCustomer(platform);
  await follow();
  expect(await membersOf(db, contacted)).not.toContain(customerId);
  await db.transaction().execute(async tx => {
    const now = platform.clock.now();
    const { id } = await tx
      .insertInto('contacts')
      .values({
        ...{ customerId, channel: 'wecom', purpose: 'marketing', source: 'test', sourceId: 1, step: 'flood' },
        ...{ slot: now, state: 'sent', claimedAt: now },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const contactIds = Array.from({ length: 20_001 }, () => id);
    await appendEvents(tx, [{ type: 'contact.settled', at: now, actor: 'test', data: { contactIds } }]);
  });
  await follow();
  expect(await membersOf(db, contacted)).toContain(customerId);
  expect(await kept()).toEqual(await counted());
});
