import { expect, test } from 'vitest';
import { buildAccount, buildCustomer, buildMember, claimContacts, project } from '#customers/testing';
import { MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { recountSegments } from './count.ts';
import { segmentRoutes } from './segments.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const accountId = await buildAccount(platform);
const memberId = await buildMember(platform, { accountId, name: '小林' });
const owner = await testMember(platform);
const client = testClient(platform, segmentRoutes).as(owner);
const hangzhou = { attribute: 'city', test: { is: 'one_of', values: ['杭州'] } };

const people: number[] = [];
for (let i = 0; i < 12; i++)
  people.push(
    await buildCustomer(platform, {
      name: `客户${i}`,
      city: i < 8 ? '杭州' : '上海',
      minor: i === 0,
      ...(i !== 1 && { followedBy: { accountId, memberId } }),
    }),
  );
await project(platform);

test('a rule is counted with the number that may be contacted beside it, and the gate agrees', async () => {
  // 8 in Hangzhou: one a minor, one followed by nobody, one has had today's message.
  await db.transaction().execute(tx =>
    claimContacts(tx, clock, {
      channel: 'wecom',
      accountId,
      purpose: 'marketing',
      slot: clock.now(),
      source: 'test',
      sourceId: 1,
      step: '',
      candidates: [{ personId: people[2]! }],
    }),
  );
  await project(platform);
  const { body } = await client.post('/segments/count', { rule: hangzhou });
  expect(body).toMatchObject({ people: 8, reachable: 5, total: 12, words: '城市是杭州' });
  const verdicts = await db.transaction().execute(tx =>
    claimContacts(tx, clock, {
      channel: 'wecom',
      accountId,
      purpose: 'marketing',
      slot: clock.now(),
      source: 'test',
      sourceId: 2,
      step: '',
      candidates: people.slice(0, 8).map(personId => ({ personId })),
    }),
  );
  expect(verdicts.filter(verdict => verdict.outcome === 'claimed')).toHaveLength(5);
});

test('a segment is saved in versions, lists its people, explains each of them', async () => {
  const created = await client.post('/segments', { name: '杭州客户', rule: hangzhou });
  expect(created).toMatchObject({ status: 201, body: { version: 1, words: '城市是杭州' } });
  const { id } = created.body as { id: string };
  expect(await client.post('/segments', { name: '杭州客户', rule: hangzhou })).toMatchObject({
    status: 409,
    body: { code: 'segment_name_taken' },
  });
  expect(await client.get(`/segments/${id}/people`)).toMatchObject({ body: { total: 8 } });

  const why = await client.get(`/segments/${id}/why/cus_${people[9]}`);
  expect(why.body).toEqual({
    holds: false,
    finding: { kind: 'leaf', holds: false, words: '城市是杭州', actual: '上海' },
  });

  const inside = { all: [{ segment: id }, { not: { attribute: 'minor', test: { is: 'yes' } } }] };
  const nested = await client.post('/segments', { name: '杭州成年人', rule: inside });
  expect(nested.body).toMatchObject({ words: '属于分群：杭州客户，且不满足「未成年人」' });
  const nestedId = (nested.body as { id: string }).id;
  expect(await client.get(`/segments/${nestedId}/people`)).toMatchObject({ body: { total: 7 } });
  expect(await client.get(`/segments/${nestedId}/why/cus_${people[0]}`)).toMatchObject({
    body: { holds: false },
  });

  const circle = await client.send('PUT', `/segments/${id}`, {
    name: '杭州客户',
    rule: { any: [hangzhou, { segment: nestedId }] },
  });
  expect(circle).toMatchObject({ status: 422, body: { code: 'rule_circle' } });

  const changed = await client.send('PUT', `/segments/${id}`, {
    name: '上海客户',
    rule: { attribute: 'city', test: { is: 'one_of', values: ['上海'] } },
  });
  expect(changed).toMatchObject({ body: { version: 2, people: null } });
  expect(await client.post(`/segments/${id}/refresh`)).toMatchObject({ body: { people: 4, reachable: 4 } });
});

test('somebody is explained against a rule nobody has saved', async () => {
  const rule = { all: [hangzhou, { reachable: 'wecom' }] };
  expect(await client.post('/segments/why', { rule, customerId: `cus_${people[0]}` })).toMatchObject({
    status: 200,
    body: {
      holds: false,
      finding: {
        kind: 'all',
        findings: [
          { holds: true, actual: '杭州' },
          { holds: false, actual: '否' },
        ],
      },
    },
  });
  expect(await client.post('/segments/why', { rule, customerId: 'cus_999999' })).toMatchObject({
    status: 404,
  });
});

test('the versions of a segment stay to be read; what was put away comes back unless its name is taken', async () => {
  const created = await client.post('/segments', { name: '会回来的', rule: hangzhou });
  const { id } = created.body as { id: string };
  const city = { attribute: 'city', test: { is: 'one_of', values: ['上海'] } };
  await client.send('PUT', `/segments/${id}`, { name: '会回来的', rule: city });
  expect(await client.get(`/segments/${id}/versions`)).toMatchObject({
    body: {
      data: [
        { version: 2, words: '城市是上海', rule: city },
        { version: 1, words: '城市是杭州', rule: hangzhou },
      ],
    },
  });
  await client.send('DELETE', `/segments/${id}`);
  expect(await client.get(`/segments/${id}`)).toMatchObject({ status: 404 });
  expect(await client.post(`/segments/${id}/restore`)).toMatchObject({
    status: 200,
    body: { id, version: 2 },
  });
  await client.send('DELETE', `/segments/${id}`);
  await client.post('/segments', { name: '会回来的', rule: hangzhou });
  expect(await client.post(`/segments/${id}/restore`)).toMatchObject({
    status: 409,
    body: { code: 'segment_name_taken' },
  });
});

test('counts that have grown old are taken anew, those of what was put away are not', async () => {
  const shanghai = { attribute: 'city', test: { is: 'one_of', values: ['上海'] } };
  const { id } = (await client.post('/segments', { name: '会变的', rule: shanghai })).body as { id: string };
  await recountSegments(platform);
  const before = (await client.get(`/segments/${id}`)).body as { people: number };
  expect(before.people).toBeGreaterThan(0);
  expect(await recountSegments(platform), 'just counted').toBe(0);

  await db.updateTable('customers').set({ city: '苏州' }).where('id', '=', people[8]!).execute();
  await db
    .insertInto('events')
    .values({ type: 'customer.changed', customerId: people[8]!, at: clock.now(), actor: 'test' })
    .execute();
  await project(platform);
  clock.advance(11 * MINUTE);
  expect(await recountSegments(platform)).toBeGreaterThan(0);
  expect(await client.get(`/segments/${id}`)).toMatchObject({ body: { people: before.people - 1 } });

  await client.send('DELETE', `/segments/${id}`);
  clock.advance(11 * MINUTE);
  const live = ((await client.get('/segments')).body as { data: unknown[] }).data.length;
  expect(await recountSegments(platform)).toBe(live);
});

test('a rule that makes no sense is refused with the place where it does not', async () => {
  const wrong = await client.post('/segments/count', {
    rule: { attribute: 'city', test: { is: 'at_least', value: 3 } },
  });
  expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  const deep = (n: number): unknown => (n === 0 ? hangzhou : { not: deep(n - 1) });
  expect(await client.post('/segments/count', { rule: deep(9) })).toMatchObject({
    status: 422,
    body: { code: 'rule_too_complex' },
  });
  expect(await client.post('/segments/count', { rule: { segment: 'seg_999' } })).toMatchObject({
    status: 422,
    body: { code: 'rule_unknown_segment' },
  });
});

test('staff count and see only their own customers', async () => {
  const staff = await testMember(platform, 'staff', 'own');
  await db.updateTable('customers').set({ ownerMemberId: staff.id }).where('id', '=', people[3]!).execute();
  await db
    .insertInto('events')
    .values({ type: 'customer.changed', customerId: people[3]!, at: clock.now(), actor: 'test' })
    .execute();
  await project(platform);
  const mine = client.as(staff);
  expect(await mine.post('/segments/count', { rule: hangzhou })).toMatchObject({
    body: { people: 1, total: 1 },
  });
  expect(await mine.post('/segments/people', { rule: hangzhou })).toMatchObject({
    body: { total: 1, data: [{ id: `cus_${people[3]}` }] },
  });
  const { body } = await client.get('/segments');
  const id = (body as { data: { id: string }[] }).data[0]!.id;
  expect(await mine.get(`/segments/${id}/why/cus_${people[4]}`)).toMatchObject({ status: 404 });
  expect(await mine.post('/segments', { name: 'x', rule: hangzhou })).toMatchObject({ status: 403 });
});
