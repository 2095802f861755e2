import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, buildMember } from '#customers/testing';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import type { Rule } from '../rules/contract.ts';
import { segmentRoutes } from './segments.routes.ts';
import { keepSegmentUses } from './uses.ts';

const here = await shop('湖滨店');
const there = await shop('湖滨店', 3);

/** An installation with a shop, products, a tag and a member; `before`: so many other things have taken the first ids. */
async function shop(name: string, before = 0) {
  const platform = await testPlatform();
  const { db } = platform;
  for (let i = 0; i < before; i++) await buildAccount(platform, { kind: 'shop', name: `别的店${i}` });
  const shopId = await buildAccount(platform, { kind: 'shop', name });
  const corpId = await buildAccount(platform, { name: '小满企业微信' });
  const memberId = await buildMember(platform, { accountId: corpId, name: '林小满' });
  const teams = Array.from({ length: before + 1 }, (_, i) => ({
    name: i === before ? '湖滨' : `别的团队${i}`,
  }));
  const teamIds = await db.insertInto('teams').values(teams).returning('id').execute();
  const groups = Array.from({ length: before + 1 }, (_, i) => ({
    name: i === before ? '偏好' : `别的组${i}`,
  }));
  const groupIds = await db.insertInto('tagGroups').values(groups).returning('id').execute();
  const tags = groupIds.map(({ id }) => ({ groupId: id, name: '早餐' }));
  const tagIds = await db.insertInto('tags').values(tags).returning('id').execute();
  const products = ['可颂-1', '可颂-2'].map(externalId => ({ accountId: shopId, externalId, name: '可颂' }));
  const productIds = await db.insertInto('products').values(products).returning('id').execute();
  const client = testClient(platform, segmentRoutes).as(await testMember(platform));
  const last = (rows: { id: number }[]) => rows.at(-1)?.id ?? 0;
  return {
    platform,
    client,
    ...{ shopId, corpId, memberId, teamId: last(teamIds) },
    tagId: last(tagIds),
    products: productIds.map(({ id }) => id),
  };
}

const regulars = (
  { tagId, shopId, corpId, memberId, teamId, products }: typeof here,
  regularsId: number,
) => ({
  all: [
    { segment: `seg_${regularsId}` },
    { not: { tags: 'any', ids: [`tag_${tagId}`] } },
    { attribute: 'members', test: { is: 'any_member', ids: [`mem_${memberId}`] } },
    { attribute: 'name', test: { is: 'one_of', values: ['tag_1'] } },
    {
      sequence: 'not_followed',
      first: { event: 'page_viewed', where: [] },
      next: { order: 'paid', shops: [`acc_${shopId}`], products: products.map(id => `prd_${id}`) },
      within: { n: 3, unit: 'day' },
      window: null,
    },
    {
      ...{ follows: 'first', test: { is: 'at_least', value: 1 }, window: null },
      ...{ members: [`mem_${memberId}`], teams: [`team_${teamId}`], accounts: [`acc_${corpId}`] },
      ...{ ways: [1], codes: ['包裹卡'], endedBy: null, ended: null },
    },
    { attribute: 'owner', test: { is: 'any_team', ids: [`team_${teamId}`] } },
    { attribute: 'knownOn', test: { is: 'any_account', ids: [`acc_${corpId}`] } },
  ],
});
const city = { attribute: 'city', test: { is: 'one_of', values: ['杭州'] } };

test('a segment goes to another installation as a file: names for ids, those it names along with it', async () => {
  const first = (await here.client.post('/segments', { name: '杭州', rule: city })).body as { id: string };
  const rule = regulars(here, Number(first.id.slice(4)));
  const { body } = await here.client.post('/segments', { name: '常客', description: '给店长', rule });
  const { id } = body as { id: string };
  const file = (await here.client.get(`/segments/${id}/export`)).body as {
    segments: { rule: { all: object[] } }[];
  };
  expect(file).toMatchObject({
    version: 1,
    segments: [{ name: '杭州' }, { name: '常客', description: '给店长' }],
  });
  expect(file.segments[1]?.rule.all.slice(0, 4)).toEqual([
    { segment: '杭州' },
    { not: { tags: 'any', ids: [{ group: '偏好', name: '早餐' }] } },
    { attribute: 'members', test: { is: 'any_member', ids: ['林小满'] } },
    { attribute: 'name', test: { is: 'one_of', values: ['tag_1'] } },
  ]);
  expect(file.segments[1]?.rule.all.slice(5)).toMatchObject([
    { members: ['林小满'], teams: ['湖滨'], accounts: ['小满企业微信'], codes: ['包裹卡'] },
    { test: { ids: ['湖滨'] } },
    { test: { ids: ['小满企业微信'] } },
  ]);

  const made = await there.client.post('/segments/import', file);
  expect(made).toMatchObject({ status: 201, body: { data: [{ name: '杭州' }, { name: '常客' }] } });
  const { data } = made.body as { data: { id: string; rule: object }[] };
  expect(data[1]?.rule).toEqual(regulars(there, Number(data[0]?.id.slice(4))));
  expect(await there.client.get('/segments/export')).toMatchObject({ body: file });
});

test('what is not here is told by name, and nothing is imported', async () => {
  const file = (rule: object) => ({
    version: 1,
    segments: [
      { name: '好的', rule: city },
      { name: '新的', rule },
    ],
  });
  const before = (await there.client.get('/segments')).body;
  const rule = { any: [{ tags: 'any', ids: [{ group: '偏好', name: '午餐' }] }, { segment: '没有的' }] };
  expect(await there.client.post('/segments/import', file(rule))).toMatchObject({
    status: 422,
    body: {
      code: 'import_unknown_references',
      detail: expect.stringContaining('标签「偏好 / 午餐」、分群「没有的」'),
    },
  });
  await buildAccount(there.platform, { kind: 'shop', name: '双胞胎' });
  await buildAccount(there.platform, { kind: 'shop', name: '双胞胎' });
  const orders = { orders: 'count', test: { is: 'at_least', value: 1 }, window: null, shops: ['双胞胎'] };
  expect(await there.client.post('/segments/import', file(orders))).toMatchObject({
    status: 422,
    body: { code: 'import_ambiguous_references' },
  });
  const ofField = { fact: 'field.skin', test: { is: 'one_of', values: ['油性'] } };
  expect(await there.client.post('/segments/import', file(ofField))).toMatchObject({
    status: 422,
    body: { code: 'import_unknown_references', detail: expect.stringContaining('客户资料字段「skin」') },
  });
  const wrong = { all: [{ attribute: 'city', test: { is: 'at_least', value: 3 } }] };
  expect(await there.client.post('/segments/import', file(wrong))).toMatchObject({
    status: 422,
    body: { code: 'import_wrong_rule', detail: expect.stringContaining('「新的」') },
  });
  expect(await there.client.post('/segments/import', { ...file(city), version: 2 })).toMatchObject({
    status: 400,
  });
  expect((await there.client.get('/segments')).body).toEqual(before);
});

test('the published schema says names where the rules’ own has ids', async () => {
  const { body } = await here.client.get('/segments/schema');
  const text = JSON.stringify(body);
  expect(text).toContain('not_followed');
  expect(text).not.toMatch(/\^(tag|acc|prd|mem|seg)_/);
  expect(body).toMatchObject({
    properties: { version: { const: 1 } },
    $defs: { Rule: { anyOf: expect.anything() } },
  });
  for (const [ref] of text.matchAll(/#\/\$defs\/\w+/g))
    expect(Object.keys((body as { $defs: object }).$defs)).toContain(ref.slice(8));
});

test('a segment says what uses it: segments that name it, broadcasts written for it or with its name', async () => {
  const { client, platform } = here;
  const { id } = (await client.post('/segments', { name: '被用的', rule: city })).body as { id: string };
  const naming = { not: { segment: id } };
  const other = (await client.post('/segments', { name: '不是它', rule: naming })).body as { id: string };
  await buildCustomer(platform, { name: '某人' });
  const segmentId = Number(id.slice(4));
  const rule: Rule = { attribute: 'minor', test: { is: 'yes' } };
  const at = platform.clock.now();
  await platform.db.transaction().execute(async tx => {
    await keepSegmentUses(tx, { kind: 'broadcast', id: 7, name: '新品', segmentId, rule, at });
    await keepSegmentUses(tx, { kind: 'broadcast', id: 8, name: '旧品', segmentId, rule, at });
    await keepSegmentUses(tx, { kind: 'broadcast', id: 8, name: '旧品', segmentId: null, rule, at });
    await keepSegmentUses(tx, {
      kind: 'broadcast',
      id: 9,
      name: '另一条',
      segmentId: null,
      rule: { not: { segment: segmentId } },
      at,
    });
  });
  const uses = (await client.get(`/segments/${id}/uses`)).body as { broadcasts: { id: string }[] };
  expect(uses).toMatchObject({ segments: [{ id: other.id, name: '不是它' }] });
  expect(uses.broadcasts.map(one => one.id).sort()).toEqual(['bro_7', 'bro_9']);
});
