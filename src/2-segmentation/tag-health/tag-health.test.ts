import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { customers } from '#customers';
import { buildAccount, buildCustomer, buildMember, project } from '#customers/testing';
import { DAY } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { segmentRoutes } from '../segments/segments.routes.ts';
import { alikeNames, plain } from './alike.ts';
import { checkTags } from './check-tags.ts';
import { tagHealthRoutes } from './tag-health.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const routes = [...customers.routes, ...segmentRoutes, ...tagHealthRoutes];
let client = testClient(platform, routes).as(await testMember(platform));
/** So many days later: sessions do not last as long. */
async function pass(days: number): Promise<void> {
  clock.advance(days * DAY);
  client = client.as(await testMember(platform));
}
const people: number[] = [];
for (let n = 0; n < 8; n++) people.push(await buildCustomer(platform, { name: `客${n}` }));

const tagIds = new Map<string, string>();
async function tag(group: string, name: string): Promise<string> {
  const { body } = await client.post('/tags', { group, name });
  const { id } = body as { id: string };
  tagIds.set(name, id);
  return id;
}
const give = async (name: string, to: readonly number[]) => {
  const body = { people: { ids: to.map(id => `cus_${id}`) }, tagIds: [tagIds.get(name)], change: 'add' };
  return (await client.post('/customers/tags', body)).body;
};
type Finding = { kind: string; tags: { name: string }[]; people: number; [more: string]: unknown };
const look = async () => {
  await project(platform);
  await checkTags(platform);
  const { body } = await client.get('/tags/health');
  return body as {
    at: string | null;
    tags: number;
    findings: Finding[];
    merges: { id: string }[];
    conflicts: unknown[];
  };
};
const namesOf = (kind: string, findings: readonly Finding[]) =>
  findings.filter(one => one.kind === kind).map(one => one.tags.map(({ name }) => name).join('+'));
const carried = async (customerId: number) => {
  const { body } = await client.get(`/customers/cus_${customerId}`);
  return (body as { tags: { name: string }[] }).tags.map(({ name }) => name).sort();
};

for (const [group, name] of [
  ['会员', '金卡'],
  ['会员', '银卡'],
  ['口味', '爱吃甜'],
  ['口味', '愛吃甜 '],
  ['口味', '爱吃田'],
  ['口味', '咸口'],
  ['来源', '直播'],
  ['来源', '直播间'],
  ['节日', '中秋'],
] as const)
  await tag(group, name);

test('names are compared without what is only typing, by their sound, and as parts of each other', () => {
  expect(plain('ＶＩＰ 客户!')).toBe(plain('vip客户'));
  const tags = [
    { id: 3, groupId: 1, name: 'VIP 客户' },
    { id: 1, groupId: 1, name: 'ｖｉｐ客户' },
    { id: 2, groupId: 1, name: '重点' },
    { id: 4, groupId: 1, name: '终点' },
    { id: 5, groupId: 2, name: '重点' },
    { id: 6, groupId: 2, name: '重点客户' },
    { id: 7, groupId: 2, name: '客' },
  ];
  const found = alikeNames(tags).map(({ a, b, why, needsPeople }) => [a, b, why, needsPeople]);
  expect(found).toContainEqual([1, 3, 'same', false]);
  expect(found).toContainEqual([2, 4, 'sound', false]);
  // The same name in another group may mean something else: the people must say so too.
  expect(found).toContainEqual([2, 5, 'same', true]);
  expect(found).toContainEqual([5, 6, 'part', true]);
  expect(found.filter(pair => pair.includes(7))).toEqual([]);
});

test('what nobody carries and what nothing asks for is found once it is old enough', async () => {
  await give('咸口', people.slice(0, 2));
  await give('中秋', people.slice(0, 1));
  const used = { tags: 'any', ids: [tagIds.get('咸口')] };
  expect((await client.post('/segments', { name: '爱咸口的', rule: used })).status).toBe(201);
  expect((await look()).findings.filter(({ kind }) => kind === 'nobody')).toEqual([]);
  await pass(8);
  const young = await look();
  expect(namesOf('nobody', young.findings)).toContain('金卡');
  expect(namesOf('unused', young.findings)).toEqual([]);
  await pass(90);
  const { findings } = await look();
  expect(namesOf('unused', findings)).toEqual(['中秋']);
  expect(findings.find(({ kind }) => kind === 'unused')).toMatchObject({ people: 1 });
});

test('what a segment asks for is neither put away nor merged; what none asks for comes back whole', async () => {
  const salty = tagIds.get('咸口');
  expect(await client.post(`/tags/${salty}/archive`, {})).toMatchObject({
    status: 409,
    body: { code: 'tag_in_use' },
  });
  expect((await client.post(`/tags/${salty}/merge`, { into: tagIds.get('爱吃甜') })).status).toBe(409);
  const autumn = tagIds.get('中秋');
  expect((await client.post(`/tags/${autumn}/archive`, {})).status).toBe(200);
  expect(await carried(people[0] ?? 0)).toEqual(['咸口']);
  expect((await client.post(`/tags/${autumn}/restore`, {})).status).toBe(200);
  expect(await carried(people[0] ?? 0)).toEqual(['中秋', '咸口']);
});

test('who carries two tags of a single-choice group is found, shown, and keeps one', async () => {
  const [both = 0, other = 0] = people;
  await give('金卡', [both, other]);
  await give('银卡', [both]);
  expect(namesOf('contradictory', (await look()).findings)).toEqual([]);
  const { rows } = await sql<{ id: number }>`select id from tag_groups where name = '会员'`.execute(db);
  expect((await client.send('PATCH', `/tag-groups/tgr_${rows[0]?.id}`, { exclusive: true })).status).toBe(
    200,
  );
  const { findings } = await look();
  expect(findings.find(({ kind }) => kind === 'contradictory')).toMatchObject({
    ...{ people: 1, group: '会员', tags: [{ name: '金卡' }, { name: '银卡' }] },
  });
  const tags = `${tagIds.get('金卡')},${tagIds.get('银卡')}`;
  const asked = `/tags/health/people?kind=contradictory&tags=${tags}`;
  expect((await client.get(asked)).body).toMatchObject({
    total: 1,
    data: [{ customerId: `cus_${both}`, name: '客0', tags: [{ name: '金卡' }, { name: '银卡' }] }],
  });
  const staff = client.as(await testMember(platform, 'staff', 'own'));
  expect((await staff.get(asked)).body).toMatchObject({ total: 0, data: [] });
  await client.post(`/customers/cus_${both}/tags/${tagIds.get('银卡')}/keep`, { among: tags.split(',') });
  expect(await carried(both)).toEqual(['中秋', '咸口', '银卡']);
  // Another member, whose page is of before: with their choice both would be gone.
  const late = await client.post(`/customers/cus_${both}/tags/${tagIds.get('金卡')}/keep`, {
    among: tags.split(','),
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'tag_not_carried' } });
  expect(await carried(both)).toEqual(['中秋', '咸口', '银卡']);
  expect(namesOf('contradictory', (await look()).findings)).toEqual([]);
});

test('a pair that a member says is contradictory is found, until it is lifted', async () => {
  const [a, b] = [tagIds.get('中秋'), tagIds.get('咸口')];
  expect((await client.post('/tag-conflicts', { a, b })).status).toBe(200);
  const { findings, conflicts } = await look();
  expect(namesOf('contradictory', findings)).toHaveLength(1);
  expect(conflicts).toHaveLength(1);
  expect((await client.send('DELETE', `/tag-conflicts/${b}/${a}`)).status).toBe(200);
  expect(namesOf('contradictory', (await look()).findings)).toEqual([]);
});

test('tags that are one are merged, each in everybody’s log, and taken apart again exactly', async () => {
  await give('爱吃甜', people.slice(0, 3));
  await give('愛吃甜 ', people.slice(2, 5));
  await give('直播', people.slice(0, 6));
  await give('直播间', people.slice(0, 5));
  const { findings } = await look();
  // By sound 愛 and 爱 are one, as are 甜 and 田; 直播 and 直播间 are carried by the same people.
  expect(
    namesOf('alike', findings)
      .map(pair => pair.split('+').sort().join('+'))
      .sort(),
  ).toEqual(
    ['爱吃甜+愛吃甜', '爱吃甜+爱吃田', '愛吃甜+爱吃田', '直播+直播间']
      .map(pair => pair.split('+').sort().join('+'))
      .sort(),
  );
  const before = await Promise.all(people.map(carried));
  const merged = (await client.post(`/tags/${tagIds.get('愛吃甜 ')}/merge`, { into: tagIds.get('爱吃甜') }))
    .body as { id: string };
  expect(merged).toMatchObject({ people: 3 });
  expect(await carried(people[4] ?? 0)).toContain('爱吃甜');
  expect((await look()).merges).toMatchObject([
    { id: merged.id, from: '口味/愛吃甜', into: '口味/爱吃甜', people: 3 },
  ]);
  const { rows } = await sql<{ type: string; n: number }>`
    select type, count(*)::int as n from events where at = ${clock.now()} and type like 'tag.%' and (data ->> 'tagId')::bigint
      in (${sql.join([...tagIds].filter(([name]) => name.includes('吃甜')).map(([, id]) => Number(id.slice(4))))})
    group by type order by type`.execute(db);
  // Three and three were given; of the merge two gain the one and three lose the other.
  expect(rows).toEqual([
    { type: 'tag.added', n: 8 },
    { type: 'tag.removed', n: 3 },
  ]);
  expect((await client.post(`/tag-merges/${merged.id}/undo`, {})).body).toEqual({ people: 3 });
  expect(await Promise.all(people.map(carried))).toEqual(before);
  expect((await client.post(`/tag-merges/${merged.id}/undo`, {})).status).toBe(404);
});

test('a tag that holds for days ends by itself, is told, and is fresh again when it is given again', async () => {
  const sweet = tagIds.get('爱吃甜');
  await pass(181);
  await give('直播', people.slice(0, 6));
  const { findings } = await look();
  expect(findings.find(({ kind, tags }) => kind === 'stale' && tags[0]?.name === '爱吃甜')).toMatchObject({
    people: 3,
    of: 3,
  });
  // Confirmed today, it is not stale.
  expect(namesOf('stale', findings)).not.toContain('直播');
  expect((await client.get(`/tags/health/people?kind=stale&tags=${sweet}`)).body).toMatchObject({ total: 3 });
  await give('爱吃甜', people.slice(0, 1));
  const patch = { validDays: 30, forAll: true, meaning: '买过三次以上甜口', ownerMemberId: null };
  expect((await client.send('PATCH', `/tags/${sweet}`, patch)).body).toEqual({ dated: 3 });
  const ending = customers.jobs?.(platform).find(({ name }) => name === 'tags.expire');
  await ending?.handle(undefined as never, undefined as never);
  expect(await carried(people[0] ?? 0)).toContain('爱吃甜');
  expect(await carried(people[1] ?? 0)).not.toContain('爱吃甜');
  const { body } = await client.get(`/customers/cus_${people[1]}/timeline?kind=tags`);
  expect((body as { data: unknown[] }).data[0]).toMatchObject({
    ...{ type: 'tag.expired', about: '口味/爱吃甜', actor: 'system' },
  });
  await pass(24);
  expect(namesOf('expiring', (await look()).findings)).toEqual(['爱吃甜']);
  const { body: shown } = await client.get(`/customers/cus_${people[0]}`);
  const one = (shown as { tags: { name: string }[] }).tags.find(({ name }) => name === '爱吃甜');
  expect(one).toMatchObject({ meaning: '买过三次以上甜口', owner: null, source: 'manual', reason: null });
  const { rows } = await sql`select 1 from audit_log where action = 'tag.expired'`.execute(db);
  expect(rows).toHaveLength(2);
});

test('a corp tag that was merged stands for the other, and goes back with it; its name is the corp’s', async () => {
  const accountId = await buildAccount(platform, { name: '别家企业' });
  const [from, into] = [tagIds.get('直播间') ?? '', tagIds.get('直播') ?? ''];
  await sql`insert into tag_accounts (account_id, external_id, tag_id) values (${accountId}, 'etLive', ${Number(from.slice(4))})`.execute(
    db,
  );
  expect(await client.send('PATCH', `/tags/${from}`, { name: '直播厅' })).toMatchObject({
    ...{ status: 409, body: { code: 'tag_named_by_corp' } },
  });
  const standsFor = async () => {
    const { rows } = await sql<{
      tagId: number;
    }>`select tag_id from tag_accounts where external_id = 'etLive'`.execute(db);
    return `tag_${rows[0]?.tagId}`;
  };
  const { id } = (await client.post(`/tags/${from}/merge`, { into })).body as { id: string };
  expect(await standsFor()).toBe(into);
  await client.post(`/tag-merges/${id}/undo`, {});
  expect(await standsFor()).toBe(from);
  await sql`delete from tag_accounts`.execute(db);
});

test('how full each 企业微信 is', async () => {
  const accountId = await buildAccount(platform, { name: '小满面包房' });
  await buildMember(platform, { accountId });
  await sql`insert into tag_accounts (account_id, external_id, tag_id)
    select ${accountId}, 'et' || id, id from tags where archived_at is null`.execute(db);
  expect((await client.get('/tags/health')).body).toMatchObject({
    tags: 9,
    corps: [{ name: '小满面包房', tags: 9 }],
  });
});
