import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeForTest } from '../../testing/changes.ts';
import { buildAccount, buildCustomer, buildMember } from '../../testing/factories.ts';
import { readToEnd } from '../../testing/project.ts';
import { identityRoutes } from '../identities.routes.ts';
import { undoMerge } from '../merges.ts';
import { teller } from '../testing/teller.ts';
import { CONTRADICTIONS, confidenceOf, type EvidenceKind, TOO_COMMON, WEIGHTS } from './evidence.ts';
import { matchEverybody, matchingReader } from './matching.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const wecom = await buildAccount(platform);
const shop = await buildAccount(platform, { kind: 'shop', name: '旗舰店' });
const { phone, buyer, learn, personOf } = teller(platform, shop);
const client = testClient(platform, identityRoutes);
const owner = client.as(await testMember(platform));
const match = () => readToEnd(platform, matchingReader(platform));

type Row = {
  id: string;
  confidence: number;
  reasons: { kind: EvidenceKind; shown: string }[];
  sides: { id: string; name: string; phones: string[] }[];
};
const list = async (path = '/merge-suggestions') => {
  const { status, body } = await owner.get(path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as { data: Row[]; total: number; nextCursor: string | null };
};
const of = async (name: string) =>
  (await list('/merge-suggestions?limit=200')).data.filter(row => row.sides.some(side => side.name === name));
const follow = async (customerId: number, remark: string, description = '') => {
  const memberId = await buildMember(platform, { accountId: wecom });
  const identity = {
    customerId,
    kind: 'external_userid',
    accountId: wecom,
    source: 'test',
    firstSeenAt: clock.now(),
    lastSeenAt: clock.now(),
  };
  const { id: identityId } = await db
    .insertInto('identities')
    .values({ ...identity, key: `wm${customerId}`, shown: `wm${customerId}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('follows')
    .values({
      accountId: wecom,
      memberId,
      identityId,
      customerId,
      remark,
      description,
      followedAt: clock.now(),
    })
    .execute();
  await sql`insert into events (type, customer_id, at, actor) values ('follow.started', ${customerId}, ${clock.now()}, 'test')`.execute(
    db,
  );
};

test('weak signs suggest with the reason in words, and join nobody', async () => {
  const { customerIds } = await learn({
    keys: [buyer('lucky_cat_88'), phone('+8613612341234')],
    name: '林小满',
    city: '杭州',
  });
  const other = await buildCustomer(platform, { name: '林小满', city: '杭州' });
  await follow(other, '林小满 1234', '老客 13612341234');
  const nick = await buildCustomer(platform, { name: 'Lucky_cat_88' });
  await match();
  const [byRemark, byHandle] = (await of('林小满')).sort((a, b) => b.confidence - a.confidence);
  const expected: EvidenceKind[] = ['remark_phone', 'phone_tail', 'name', 'city'];
  expect(byRemark?.reasons.map(reason => reason.kind)).toEqual(expected);
  expect(byRemark).toMatchObject({
    confidence: confidenceOf(expected),
    reasons: [{ shown: '136****1234' }, { shown: '1234' }, {}, { shown: '杭州' }],
  });
  expect(byHandle).toMatchObject({ confidence: 45, reasons: [{ kind: 'handle' }] });
  expect(new Set(await Promise.all([customerIds[0], other, nick].map(personOf))).size).toBe(3);
});

test('a name alone is no reason; with a birthday it is, and another birthday speaks against it', async () => {
  const born = (id: number, birthday: string) =>
    db.updateTable('customers').set({ birthday }).where('id', '=', id).execute();
  const ids = await Promise.all([1, 2, 3].map(() => buildCustomer(platform, { name: '许知远山' })));
  await born(ids[0]!, '1990-01-01');
  await born(ids[1]!, '1990-01-01');
  await match();
  expect((await of('许知远山')).map(row => row.confidence)).toEqual([60]);
  await db.updateTable('customers').set({ city: '宁波' }).where('id', 'in', [ids[1]!, ids[2]!]).execute();
  await born(ids[2]!, '1991-02-02');
  await matchEverybody(platform);
  expect(
    (await of('许知远山')).map(row => row.confidence),
    'same city and name, yet another birthday: 32 % × 0.3',
  ).toEqual([60]);
});

test('what nothing speaks for any more leaves the queue', async () => {
  const before = await of('许知远山');
  expect(before.length).toBe(1);
  await db
    .updateTable('customers')
    .set({ birthday: null, city: null })
    .where('name', '=', '许知远山')
    .execute();
  await matchEverybody(platform);
  expect(await of('许知远山')).toEqual([]);
});

test('accepted it is one person, and can be taken apart; taken apart it never comes back', async () => {
  const [row] = await of('Lucky_cat_88');
  expect((await owner.post(`/merge-suggestions/${row!.id}/decide`, { decision: 'accept' })).status).toBe(200);
  const merge = await db.selectFrom('merges').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
  expect(merge).toMatchObject({
    kind: 'suggested',
    reason: 'suggestion_accepted',
    evidence: { confidence: 45 },
  });
  expect(await personOf(merge.customerA)).toBe(await personOf(merge.customerB));
  expect((await owner.post(`/merge-suggestions/${row!.id}/decide`, { decision: 'reject' })).status).toBe(409);
  await db.transaction().execute(tx => undoMerge(tx, clock, SYSTEM, merge.id, '不是同一个人'));
  await matchEverybody(platform);
  expect(await of('Lucky_cat_88')).toEqual([]);
});

test('rejected it never comes back; later means later', async () => {
  const [row] = await of('林小满');
  await owner.post(`/merge-suggestions/${row!.id}/decide`, { decision: 'later' });
  expect(await of('林小满')).toEqual([]);
  const put = await db
    .selectFrom('mergeSuggestions')
    .select('laterUntil')
    .where('laterUntil', 'is not', null)
    .executeTakeFirstOrThrow();
  expect(put.laterUntil).toEqual(new Date(clock.now().getTime() + 30 * DAY));
  await db
    .updateTable('mergeSuggestions')
    .set({ laterUntil: clock.now() })
    .where('laterUntil', 'is not', null)
    .execute();
  expect((await of('林小满')).length).toBe(1);
  await owner.post(`/merge-suggestions/${row!.id}/decide`, { decision: 'reject', note: '是姐妹' });
  await matchEverybody(platform);
  expect(await of('林小满')).toEqual([]);
});

test('many at once: exactly those that were looked at', async () => {
  for (const n of [1, 2, 3])
    for (const _ of 'ab') await buildCustomer(platform, { name: `双胞${n}胎`, city: '成都' });
  await match();
  const { data, total } = await list('/merge-suggestions?min=32');
  expect([data.length, total]).toEqual([3, 3]);
  const looked = data.slice(0, 2).map(row => row.id);
  expect((await owner.post('/merge-suggestions/accept', { ids: [...looked, looked[0]] })).body).toEqual({
    accepted: 2,
    left: 0,
  });
  expect((await list('/merge-suggestions?min=32')).total).toBe(1);
  expect((await owner.post('/merge-suggestions/accept', { ids: looked })).body).toEqual({
    accepted: 0,
    left: 2,
  });
});

test('the queue is paged, the surest first', async () => {
  const first = await list('/merge-suggestions?limit=1');
  for (const n of [7, 8])
    for (const _ of 'ab') await buildCustomer(platform, { name: `翻页${n}号`, city: '成都' });
  await match();
  const page = await list('/merge-suggestions?limit=2');
  const rest = await list(`/merge-suggestions?limit=2&cursor=${page.nextCursor}`);
  expect(page.total).toBe(first.total + 2);
  expect(new Set([...page.data, ...rest.data].map(row => row.id)).size).toBe(3);
});

test('who does not see both sides sees no suggestion, and cannot decide it', async () => {
  const memberId = (await testMember(platform, 'staff', 'own')).id;
  const mine = await buildCustomer(platform, {
    name: '范围内外',
    city: '苏州',
    followedBy: { accountId: wecom, memberId },
  });
  await buildCustomer(platform, { name: '范围内外', city: '苏州' });
  await match();
  const [row] = await of('范围内外');
  const staff = client.as(await testMember(platform, 'staff', 'own'));
  expect((await staff.get('/merge-suggestions')).body).toMatchObject({ data: [], total: 0 });
  expect((await staff.post(`/merge-suggestions/${row!.id}/decide`, { decision: 'accept' })).status).toBe(404);
  expect((await staff.post('/merge-suggestions/accept', { ids: [row!.id] })).body).toEqual({
    accepted: 0,
    left: 1,
  });
  expect(await personOf(mine)).toBe(mine);
});

test('a name that too many have is not compared by, and that is said', async () => {
  for (let n = 0; n <= TOO_COMMON; n++) await buildCustomer(platform, { name: '张伟伟', city: '上海' });
  await matchEverybody(platform);
  expect(await of('张伟伟')).toEqual([]);
  const { body } = await owner.get('/merge-suggestions/count');
  expect((body as { lastRun: { tooCommon: unknown[] } }).lastRun.tooCommon).toContainEqual({
    kind: 'name',
    shown: '张伟伟',
    profiles: TOO_COMMON + 1,
  });
});

test('a number that changed hands suggests its two holders', async () => {
  const tel = phone('+8613655550001');
  await learn({ keys: [buyer('r1'), tel], name: '冯旧主', at: new Date(clock.now().getTime() - 400 * DAY) });
  await learn({ keys: [buyer('r2'), tel], name: '陈新主' });
  await match();
  expect((await of('陈新主'))[0]).toMatchObject({
    reasons: [{ kind: 'recycled_phone', shown: '136****0001' }],
  });
});

test('the formula lies between 0 and 100, grows with signs and shrinks with contradictions', () => {
  const signs = fc.subarray(Object.keys(WEIGHTS) as EvidenceKind[]);
  const against = fc.subarray(Object.keys(CONTRADICTIONS) as EvidenceKind[]);
  const seed = Number(process.env.SEED ?? 20_261_122);
  console.info(`confidence: seed ${seed}`);
  fc.assert(
    fc.property(signs, signs, against, (some, more, contra) => {
      const confidence = confidenceOf([...some, ...contra]);
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(100);
      expect(confidenceOf([...some, ...more, ...contra])).toBeGreaterThanOrEqual(confidence);
      expect(confidenceOf(some)).toBeGreaterThanOrEqual(confidence);
    }),
    { seed },
  );
});

test('of two persons with several suggestions between their profiles the surest stands for all, for who may see both', async () => {
  const staff = await testMember(platform, 'staff', 'own');
  const memberId = staff.id;
  const followed = () => buildCustomer(platform, { followedBy: { accountId: wecom, memberId } });
  const [one, alsoOne, two, alsoTwo] = [
    await followed(),
    await followed(),
    await followed(),
    await followed(),
  ];
  await mergeForTest(platform, SYSTEM, [
    [one, alsoOne],
    [two, alsoTwo],
  ]);
  await sql`
    insert into merge_suggestions (customer_a, customer_b, confidence, reasons, found_at) values
      (${one}, ${two}, 60, '[]', ${clock.now()}), (${alsoOne}, ${alsoTwo}, 80, '[]', ${clock.now()}),
      (${one}, ${alsoTwo}, 80, '[]', ${clock.now()})`.execute(db);
  const { data, total } = await list(`/merge-suggestions?customer=cus_${one}`);
  expect(total).toBe(1);
  expect(data).toMatchObject([{ confidence: 80, sides: [{ id: `cus_${one}` }, { id: `cus_${two}` }] }]);
  expect((await list(`/merge-suggestions?customer=cus_${one}&min=81`)).total).toBe(0);

  const seenBy = async (member: { id: number; token: string }) =>
    ((await client.as(member).get('/merge-suggestions')).body as { total: number }).total;
  expect(await seenBy(staff)).toBe(1);
  const other = await testMember(platform, 'staff', 'own');
  expect(await seenBy(other)).toBe(0);
  await buildCustomer(platform, { followedBy: { accountId: wecom, memberId: other.id } });
  await sql`update customers set owner_member_id = ${other.id} where id = ${alsoOne}`.execute(db);
  expect(await seenBy(other), 'of a pair one sees both or nothing').toBe(0);
});
