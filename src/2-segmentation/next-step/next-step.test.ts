import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { buildAccount, buildCustomer } from '#customers/testing';
import { DAY, fromShanghai } from '#platform/clock.ts';
import { writeSetting } from '#platform/settings/settings.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { followUpRoutes } from '../follow-ups/follow-ups.routes.ts';
import { chooseStep, type Known } from './choose.ts';
import { nextStepRoutes } from './next-step.routes.ts';

const TODAY = '2026-06-03';
const known = (change: Partial<Known> = {}): Known => ({
  ...{ today: TODAY, promises: [], nextFollowUp: null, isWilling: true, rhythm: null },
  ...{ lastOrder: null, followedDays: null },
  ...change,
});
const rhythm = (since: number, gaps = 3) => ({
  ...{ days: 10, gaps, since, next: '2026-06-05', due: since >= 15 ? '2026-05-30' : '2026-06-10' },
});
const promise = (dueDay: string) => [{ id: 7, text: '留一个可颂', dueDay }];

describe('what binds most comes first', () => {
  test.each<[string, Partial<Known>, object]>([
    [
      'a promise due today',
      { promises: promise(TODAY), isWilling: false },
      { step: 'keep_promise', promiseId: 7 },
    ],
    [
      'a late one',
      { promises: promise('2026-06-01') },
      { step: 'keep_promise', title: { zh: '兑现过期的承诺' } },
    ],
    ['one of later does not', { promises: promise('2026-06-04') }, { step: 'wait', promiseId: null }],
    [
      'the day that was set',
      { nextFollowUp: TODAY, isWilling: false, rhythm: rhythm(60) },
      { step: 'planned' },
    ],
    ['who wants no marketing', { isWilling: false, rhythm: rhythm(60) }, { step: 'in_peace' }],
    ['a long silence', { rhythm: rhythm(40) }, { step: 'win_back', values: { days: 10, since: 40 } }],
    ['a silence', { rhythm: rhythm(15) }, { step: 'rhythm' }],
    [
      'a silence put off',
      { rhythm: rhythm(40), nextFollowUp: '2026-06-09' },
      { step: 'wait', values: { day: '2026-06-09' } },
    ],
    ['a single order', { rhythm: rhythm(15, 0) }, { step: 'rhythm', title: { zh: '请 TA 再来' } }],
    [
      'an order of late',
      { lastOrder: { daysAgo: 2, product: '可颂' }, rhythm: rhythm(2) },
      { step: 'ask_how' },
    ],
    [
      'of today: it has not come yet',
      { lastOrder: { daysAgo: 0, product: '可颂' }, rhythm: rhythm(0) },
      { step: 'wait', values: { day: '2026-06-05' } },
    ],
    [
      'an order without items',
      { lastOrder: { daysAgo: 4, product: null } },
      { step: 'ask_how', values: { days: 4 } },
    ],
    ['never bought', { followedDays: 30 }, { step: 'first_order', values: { days: 30 } }],
    ['nothing known', {}, { step: 'wait', values: {} }],
  ])('%s', (_, change, expected) => {
    expect(chooseStep(known(change))).toMatchObject(expected);
  });
});

describe('of a customer', async () => {
  const platform = await testPlatform();
  const { db, clock } = platform;
  clock.set(fromShanghai(TODAY, 9 * 60));
  const corp = await buildAccount(platform);
  const shop = await buildAccount(platform, { kind: 'shop' });
  const lin = await testMember(platform, 'staff', 'own');
  const wang = await testMember(platform, 'staff', 'own');
  const client = testClient(platform, [...nextStepRoutes, ...followUpRoutes]);
  const customerId = await buildCustomer(platform, { followedBy: { accountId: corp, memberId: lin.id } });
  const step = async (headers: Record<string, string> = {}) =>
    (await client.as(lin).get(`/customers/cus_${customerId}/next-step`, headers)).body as {
      step: string;
      reason: string;
    };
  const order = (daysAgo: number) =>
    sql`
    with placed as (insert into orders (account_id, order_no, customer_id, payment, fulfilment, paid, ordered_at, updated_at)
      values (${shop}, ${`N-${daysAgo}`}, ${customerId}, 'paid', 'none', 5000, ${new Date(clock.now().getTime() - daysAgo * DAY)}, ${clock.now()}) returning id)
    insert into order_items (order_id, line, name, price, quantity, amount) select id, 1, '可颂', 5000, 1, 5000 from placed`.execute(
      db,
    );

  test('follows what happens to them', async () => {
    expect((await step()).step).toBe('first_order');
    await writeSetting(db, clock, 'system', 'cadence.shop', {
      days: 10,
      people: 30,
      computedAt: clock.now().toISOString(),
    });
    await order(60);
    expect(await step()).toMatchObject({ step: 'win_back', reason: expect.stringContaining('60 天') });
    await order(2);
    expect(await step()).toMatchObject({ step: 'ask_how', reason: '2 天前买了可颂。' });
    const body = { text: '留一个可颂', dueDay: TODAY };
    await client.as(lin).post(`/customers/cus_${customerId}/promises`, body);
    expect(await step()).toMatchObject({ step: 'keep_promise', reason: '答应过：留一个可颂' });
  });

  test('is told to who may see them', async () => {
    expect((await client.as(wang).get(`/customers/cus_${customerId}/next-step`)).status).toBe(404);
  });
});
