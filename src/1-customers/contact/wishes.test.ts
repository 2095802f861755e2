import { expect, test } from 'vitest';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { customerRoutes } from '../customers/customers.routes.ts';
import { buildAccount, buildCustomer, buildMember } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { contactRoutes } from './contact.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
clock.set('2026-06-03T10:00:00+08:00');
const client = testClient(platform, [...customerRoutes, ...contactRoutes]).as(await testMember(platform));
const accountId = await buildAccount(platform, { name: '小满' });
const memberId = await buildMember(platform, { accountId, name: '小林' });
const someone = () => buildCustomer(platform, { followedBy: { accountId, memberId } });
const reachability = async (id: number) =>
  (await client.get(`/customers/cus_${id}/reachability`)).body as unknown as {
    quietUntil: string | null;
    week: { used: number; max: number };
    accounts: { marketing: { reachable: boolean; words: string | null; member: string | null } }[];
  };

test('reachability is what the gate says, and asking leaves no trace', async () => {
  const id = await someone();
  for (let asked = 0; asked < 2; asked++)
    expect(await reachability(id)).toEqual({
      quietUntil: null,
      week: { used: 0, max: 3 },
      month: { used: 0, max: 30 },
      texts: null,
      following: [],
      hand: { reachable: true, words: null, member: '小林' },
      lastContact: null,
      accounts: [
        {
          id: `acc_${accountId}`,
          name: '小满',
          marketing: { reachable: true, words: null, member: '小林' },
          service: { reachable: true, words: null, member: '小林' },
        },
      ],
    });
  expect(await db.selectFrom('contacts').selectAll().execute()).toEqual([]);

  const stranger = await buildCustomer(platform);
  expect((await reachability(stranger)).accounts[0]).toMatchObject({
    marketing: { reachable: false, words: '没有成员在这个企业微信上跟进这位客户。' },
  });
});

test('in quiet hours it says from when, and how it will be then', async () => {
  const id = await someone();
  clock.set('2026-06-03T22:00:00+08:00');
  expect(await reachability(id)).toMatchObject({
    quietUntil: '2026-06-04T01:00:00.000Z',
    accounts: [{ marketing: { reachable: true } }],
  });
  clock.set('2026-06-03T10:00:00+08:00');
});

test('a refusal counts until it is taken back; both words stay', async () => {
  const id = await someone();
  const word = { purpose: 'marketing', evidence: '在店里当面说的' };
  expect(await client.post(`/customers/cus_${id}/consents`, { ...word, given: false })).toMatchObject({
    status: 201,
  });
  expect((await reachability(id)).accounts[0]).toMatchObject({
    marketing: { reachable: false, words: '客户已拒绝这类消息。' },
    service: { reachable: true },
  });
  await project(platform);
  expect((await client.get('/customers?reachable=no')).body).toMatchObject({
    data: [{ id: `cus_${id}` }, {}],
  });
  await client.post(`/customers/cus_${id}/consents`, { ...word, given: true });
  expect((await reachability(id)).accounts[0]?.marketing.reachable).toBe(true);
  const { body } = await client.get(`/customers/cus_${id}/timeline?kind=profile`);
  expect(body).toMatchObject({
    data: [
      { type: 'consent.given', data: { purpose: 'marketing', channel: 'all' } },
      { type: 'consent.withdrawn' },
      { type: 'customer.created' },
    ],
  });
  const audited = await db
    .selectFrom('auditLog')
    .select(['action', 'reason'])
    .where('customerId', '=', id)
    .orderBy('id')
    .execute();
  expect(audited).toEqual([
    { action: 'consent.withdrawn', reason: '在店里当面说的' },
    { action: 'consent.given', reason: '在店里当面说的' },
  ]);
  expect(
    await client.post(`/customers/cus_${id}/consents`, { ...word, evidence: ' ', given: false }),
  ).toMatchObject({
    status: 400,
  });
});

test('the do-not-contact list: put on once, said why, lifted with a reason', async () => {
  const id = await someone();
  const wish = { reason: '投诉打扰' };
  const add = () => client.post(`/customers/cus_${id}/suppressions`, wish);
  expect((await add()).body).toEqual({ outcome: 'added' });
  expect((await add()).body).toEqual({ outcome: 'already' });
  expect((await reachability(id)).accounts[0]?.marketing.words).toBe('客户在免打扰名单里（投诉打扰）。');
  const { suppressed } = (await client.get(`/customers/cus_${id}`)).body as { suppressed: { id: string }[] };
  expect(suppressed).toMatchObject([{ channel: 'all', purpose: 'marketing', reason: '投诉打扰' }]);

  const stranger = client.as(await testMember(platform, 'staff', 'own'));
  const lift = `/suppressions/${suppressed[0]?.id}/lift`;
  expect(await stranger.post(lift, { reason: '试试' })).toMatchObject({ status: 404 });
  expect(await stranger.post(`/customers/cus_${id}/suppressions`, wish)).toMatchObject({ status: 404 });
  expect(await stranger.get(`/customers/cus_${id}/reachability`)).toMatchObject({ status: 404 });
  expect(await client.post(lift, { reason: '客户要求恢复' })).toMatchObject({ status: 200 });
  expect(await client.post(lift, { reason: '客户要求恢复' })).toMatchObject({ status: 404 });
  expect((await reachability(id)).accounts[0]?.marketing.reachable).toBe(true);
});

test('what is left of the month, and what last reached them, is told', async () => {
  const id = await someone();
  const contact = {
    customerId: id,
    accountId,
    memberId,
    channel: 'wecom',
    purpose: 'service',
    source: 'test',
    sourceId: 1,
  };
  const at = (day: number) => new Date(`2026-06-0${day}T09:00:00+08:00`);
  await db
    .insertInto('contacts')
    .values([
      { ...contact, step: 'a', slot: at(1), state: 'sent', claimedAt: at(1) },
      { ...contact, step: 'b', slot: at(2), state: 'failed', claimedAt: at(2) },
      { ...contact, step: 'c', slot: at(5), state: 'claimed', claimedAt: at(3) },
    ])
    .execute();
  expect(await reachability(id)).toMatchObject({
    month: { used: 2, max: 30 },
    lastContact: {
      at: at(1).toISOString(),
      channel: 'wecom',
      purpose: 'service',
      account: '小满',
      member: '小林',
    },
  });
  const nobodys = await buildCustomer(platform);
  expect(await reachability(nobodys)).toMatchObject({ hand: { reachable: false, member: null } });
});
