import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { fieldRoutes } from '../fields/fields.routes.ts';
import { buildAccount, buildCustomer, buildMember } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { customerRoutes } from './customers.routes.ts';

const platform = await testPlatform();
const { db } = platform;
const client = testClient(platform, customerRoutes).as(await testMember(platform));
const owner = testClient(platform, fieldRoutes).as(await testMember(platform));
const accountId = await buildAccount(platform);
const memberId = await buildMember(platform, { accountId, name: '小林' });
const wang = await buildCustomer(platform, {
  name: '王小明',
  phone: '+8613800001111',
  city: '杭州',
  followedBy: { accountId, memberId },
});
const li = await buildCustomer(platform, { name: '李雷', city: '上海' });
await buildCustomer(platform, {
  name: 'Anna 王',
  city: '杭州',
  minor: true,
  followedBy: { accountId, memberId },
});
await project(platform);

const names = async (query: string) => {
  const { body } = await client.get(`/customers?sort=name&order=asc&${query}`);
  const { data, total } = body as { data: { name: string }[]; total: number };
  return [total, ...data.map(row => row.name)];
};

test('found by part of the name, pinyin initials, or the whole phone', async () => {
  expect(await names('q=王')).toEqual([2, 'Anna 王', '王小明']);
  expect(await names('q=wxm')).toEqual([1, '王小明']);
  expect(await names('q=13800001111')).toEqual([1, '王小明']);
  expect(await names('q=138%200000%201111')).toEqual([1, '王小明']);
  expect(await names('q=13800009999')).toEqual([0]);
  expect(await names(`q=${encodeURIComponent("'; drop table customers--")}`)).toEqual([0]);
});

test('found by what one has at hand: the last digits of a phone, an order number, a shop account', async () => {
  expect(await names('q=1111')).toEqual([1, '王小明']);
  expect(await names('q=%201111%20')).toEqual([1, '王小明']);
  expect(await names('q=0000')).toEqual([0]);
  const now = platform.clock.now();
  await db
    .insertInto('orders')
    .values({
      ...{ accountId, orderNo: 'E20260101', customerId: li, payment: 'due', fulfilment: 'none' },
      ...{ orderedAt: now, updatedAt: now },
    })
    .execute();
  expect(await names('q=E20260101')).toEqual([1, '李雷']);
  expect(await names('q=E2026010')).toEqual([0]);
  await db
    .insertInto('identities')
    .values({
      ...{ customerId: li, kind: 'buyer', accountId, key: 'tb_lilei', shown: 'tb_lilei', source: 'shop' },
      ...{ firstSeenAt: now, lastSeenAt: now },
    })
    .execute();
  expect(await names('q=tb_lilei')).toEqual([1, '李雷']);
  expect(await names('q=tb_lilei&city=杭州')).toEqual([0]);
});

test('filters add up, the total is exact on every page', async () => {
  expect(await names('city=杭州')).toEqual([2, 'Anna 王', '王小明']);
  expect(await names('city=杭州&q=王小')).toEqual([1, '王小明']);
  expect(await names('followed=no')).toEqual([1, '李雷']);
  expect(await names('reachable=yes')).toEqual([1, '王小明']);
  expect(await names('reachable=no')).toEqual([2, 'Anna 王', '李雷']);
  expect(await names('phone=yes')).toEqual([1, '王小明']);
  expect(await names('pageSize=2&page=2')).toEqual([3, '王小明']);
  expect(await names('pageSize=2&page=9')).toEqual([3]);
  expect(await client.get('/customers?sort=nonsense')).toMatchObject({ status: 400 });
});

test.each(['created', 'lastOrder', 'paid', 'orders', 'value', 'name', 'followUp'])(
  'sorted by %s, either way, the pages together are everybody once and each tells how many',
  async sort => {
    for (const order of ['asc', 'desc']) {
      const seen: string[] = [];
      for (const page of [1, 2, 3, 4]) {
        const { body } = await client.get(`/customers?sort=${sort}&order=${order}&pageSize=1&page=${page}`);
        const { data, total } = body as { data: { id: string }[]; total: number };
        expect([total, data.length]).toEqual([3, page === 4 ? 0 : 1]);
        seen.push(...data.map(row => row.id));
      }
      expect(new Set(seen).size).toBe(3);
    }
    expect(await client.get('/customers/count')).toMatchObject({ body: { total: 3 } });
  },
);

test('found by what lies between in a field of numbers or of days: everybody whose row says so, and nobody else', async () => {
  const make = (body: object) => owner.post('/customer-fields', { inList: true, ...body });
  await make({ name: '身高', key: 'height', type: 'number' });
  await make({ name: '入会日', key: 'joined', type: 'day' });
  const said = [
    [wang, { height: 180.5, joined: '2024-02-29' }],
    [li, { height: -3, joined: '1950-06-01' }],
  ] as const;
  for (const [id, values] of said) await owner.send('PATCH', `/customers/cus_${id}/fields`, { values });
  await project(platform);
  const asked = {
    'height=180.5..180.5': ['王小明'],
    'height=..180.4': ['李雷'],
    'height=-3..': ['李雷', '王小明'],
    'height=0..180': [],
    'joined=2024-02-29..2024-02-29': ['王小明'],
    'joined=2024-03-01..': [],
    'joined=..2024-02-28': ['李雷'],
    'joined=1950-06-01..1950-06-01': ['李雷'],
    'joined=1900-01-01..2199-12-31,height=100..': ['王小明'],
    'height=2024-01-01..': [],
    'nobody=1..': [],
  };
  for (const [range, found] of Object.entries(asked)) {
    expect([range, ...(await names(`fieldRange=${range}`))]).toEqual([range, found.length, ...found]);
    const { body } = await client.get(`/customers/count?fieldRange=${range}`);
    expect(body).toEqual({ total: found.length });
  }
  expect(await names('fieldRange=height%3D-10..300&city=杭州&pageSize=1')).toEqual([1, '王小明']);
  const { body } = await client.get('/customers?fieldRange=joined=2024-02-29..2024-02-29');
  expect((body as { data: { fields: object[] }[] }).data[0]?.fields).toEqual(
    expect.arrayContaining([
      { key: 'height', value: '180.5' },
      { key: 'joined', value: '2024-02-29' },
    ]),
  );
});

test.each(['height', 'height=..', 'height=a..b', 'height=1..2024-01-01', 'joined=2024-02-30..', '=1..2'])(
  'a range that is none is refused, not passed over: %s',
  async range => {
    const { status, body } = await client.get(`/customers?fieldRange=${range}`);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('height=155..170');
  },
);

test('phones are masked, and shown in full only with a reason that is kept', async () => {
  const { body } = await client.get(`/customers/cus_${wang}`);
  const { identities } = body as { identities: { id: string; kind: string; shown: string }[] };
  const phone = identities.find(identity => identity.kind === 'phone')!;
  expect(phone.shown).toBe('138****1111');
  expect(JSON.stringify(body)).not.toContain('13800001111');
  expect(await client.post(`/identities/${phone.id}/unmask`, {})).toMatchObject({ status: 400 });
  expect(await client.post(`/identities/${phone.id}/unmask`, { reason: '电话回访' })).toMatchObject({
    body: { phone: '+8613800001111' },
  });
  const audited = await db
    .selectFrom('auditLog')
    .select(['action', 'reason', 'customerId', 'after'])
    .where('action', '=', 'customer.unmasked')
    .executeTakeFirst();
  expect(audited).toEqual({
    action: 'customer.unmasked',
    reason: '电话回访',
    customerId: wang,
    after: { shown: '138****1111' },
  });
});

test('staff see their own customers only: the others do not exist', async () => {
  const staff = await testMember(platform, 'staff', 'own');
  const mine = client.as(staff);
  expect((await mine.get('/customers')).body).toMatchObject({ total: 0 });
  await db.updateTable('customers').set({ ownerMemberId: staff.id }).where('id', '=', li).execute();
  await db
    .insertInto('events')
    .values({ type: 'customer.changed', customerId: li, at: platform.clock.now(), actor: 'test' })
    .execute();
  await project(platform);
  expect((await mine.get('/customers')).body).toMatchObject({ total: 1, data: [{ name: '李雷' }] });
  expect(await mine.get(`/customers/cus_${li}`)).toMatchObject({ status: 200 });
  for (const path of ['', '/orders', '/timeline'])
    expect(await mine.get(`/customers/cus_${wang}${path}`)).toMatchObject({ status: 404 });
  expect(await mine.send('PATCH', `/customers/cus_${wang}`, { note: 'x' })).toMatchObject({ status: 404 });
});

test('a change is written with its event and its audit row, and found', async () => {
  const changed = await client.send('PATCH', `/customers/cus_${wang}`, { name: '欧阳修', note: '喜欢可颂' });
  expect(changed).toMatchObject({ status: 200, body: { name: '欧阳修', note: '喜欢可颂' } });
  await project(platform);
  expect(await names('q=oyx')).toEqual([1, '欧阳修']);
  const timeline = (await client.get(`/customers/cus_${wang}/timeline`)).body as { data: { type: string }[] };
  expect(timeline.data[0]).toMatchObject({ type: 'customer.changed', data: { fields: ['name', 'note'] } });
});
