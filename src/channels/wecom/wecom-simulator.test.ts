import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MINUTE } from '#platform/clock.ts';
import {
  getCustomer,
  listCustomers,
  listFollowUsers,
  remarkCustomer,
  walkCustomers,
} from './api/customers.ts';
import { getMember, listDepartments, walkMembers } from './api/directory.ts';
import { addCorpTags, deleteCorpTags, editCorpTag, listCorpTags, markTags } from './api/tags.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { AGENT, all, CORP, CUSTOMERS, corp, customerId, SECRET, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});

describe('tokens', () => {
  it.each([42001, 40014] as const)('expired as %i are renewed once for 50 calls', async as => {
    await Promise.all(Array.from({ length: 50 }, () => listFollowUsers(client)));
    expect(await simulated.calls('gettoken')).toBe(1);
    await simulated.admin.expireTokens(as);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => listFollowUsers(client)));
    expect(outcomes.every(outcome => outcome.ok)).toBe(true);
    expect(await simulated.calls('gettoken')).toBe(2);
  });

  it('with a wrong secret or corp are not asked for again', async () => {
    for (const [corpId, secret, code] of [
      [CORP, 'wrong', 40001],
      ['wwnobody', SECRET, 40013],
    ] as const) {
      const stranger = simulated.client({ credentials: { accountId: 2, corpId, secret } });
      const before = await simulated.calls('gettoken');
      for (let round = 0; round < 12; round += 1)
        expect(await listFollowUsers(stranger)).toMatchObject({ ok: false, kind: 'config', code });
      expect((await simulated.calls('gettoken')) - before).toBe(1);
    }
    expect(await listFollowUsers(client)).toMatchObject({ ok: true });
  });

  it('live on over their early refresh', async () => {
    for (let minute = 0; minute < 300; minute += 5) {
      expect(await listFollowUsers(client)).toMatchObject({ ok: true });
      simulated.clock.advance(5 * MINUTE);
    }
    expect(await simulated.calls('gettoken')).toBeLessThanOrEqual(5);
  });
});

describe('the directory', () => {
  it('is walked whole', async () => {
    expect(await listDepartments(client)).toEqual({
      ok: true,
      data: [
        { id: 1, parentId: undefined },
        { id: 2, parentId: 1 },
      ],
    });
    const pages = await all(walkMembers(client));
    const members = pages.flatMap(page => orThrow(page));
    expect(members.map(member => member.userId).sort()).toEqual(['ann', 'bob', 'idle']);
    expect(await getMember(client, 'ann')).toMatchObject({
      data: { name: '安', departmentIds: [1, 2], leads: [2], mainDepartmentId: 2, status: 'active' },
    });
    expect(await getMember(client, 'bob')).toMatchObject({ data: { status: 'active', alias: 'B' } });
    expect(await getMember(client, 'idle')).toMatchObject({ data: { status: 'inactive' } });
    expect(await getMember(client, 'nobody')).toMatchObject({ ok: false, kind: 'fix_data', code: 60111 });
  });
});

describe('customers', () => {
  const expected = Array.from({ length: CUSTOMERS }, (_, index) => customerId(index));

  it('are listed, with and without 84061 for none', async () => {
    expect(orThrow(await listFollowUsers(client)).sort()).toEqual(['ann', 'bob', 'idle']);
    expect(orThrow(await listCustomers(client, 'ann')).sort()).toEqual(expected);
    expect(await listCustomers(client, 'idle')).toEqual({ ok: true, data: [] });
    await simulated.admin.changeSettings({ memberWithoutCustomers: '84061' });
    expect(await listCustomers(client, 'idle')).toEqual({ ok: true, data: [] });
  });

  it.each([0, 0.6])('are read in pages of which %d are empty', async emptyPages => {
    await simulated.admin.changeSettings({
      emptyPages,
      customersPerPage: 40,
      leaveOutEmptyLists: emptyPages > 0,
    });
    const pages = (await all(walkCustomers(client, ['ann', 'bob', 'idle']))).map(orThrow);
    const found = pages.flatMap(page => page.items);
    expect(
      found
        .filter(one => one.follow.userId === 'ann')
        .map(one => one.customer.externalUserId)
        .sort(),
    ).toEqual(expected);
    expect(found.filter(one => one.follow.userId === 'bob')).toHaveLength(3);
    expect(pages.some(page => page.items.length === 0)).toBe(emptyPages > 0);
    const one = found.find(
      row => row.customer.externalUserId === customerId(1) && row.follow.userId === 'ann',
    );
    expect(one).toMatchObject({
      customer: { name: '客户1', type: 'wechat', gender: 'male', unionId: 'union1' },
      follow: {
        tagIds: ['etVip'],
        personalTags: undefined,
        mobiles: ['13800000001'],
        state: 'spring',
        addWay: 1,
        followedAt: new Date(1_780_000_000_000),
      },
    });
  });

  it('are got one by one with all their followers, over pages', async () => {
    await simulated.admin.changeSettings({ followersPerPage: 1 });
    const { customer, follows } = orThrow(await getCustomer(client, customerId(1)));
    expect(customer.unionId).toBe('union1');
    expect(follows.map(follow => follow.userId).sort()).toEqual(['ann', 'bob']);
    expect(follows.find(follow => follow.userId === 'ann')).toMatchObject({
      tagIds: ['etVip'],
      personalTags: ['老同学'],
    });
    expect(await getCustomer(client, 'wmnobody')).toMatchObject({ ok: false, kind: 'gone' });
  });

  it('keep what is noted about them', async () => {
    const pair = { userId: 'ann', externalUserId: customerId(1) };
    const own = async () =>
      orThrow(await getCustomer(client, pair.externalUserId)).follows.find(follow => follow.userId === 'ann');
    expect(
      await remarkCustomer(client, pair, { remark: '李总', description: '要发票', company: '腾讯' }),
    ).toMatchObject({ ok: true });
    expect(await own()).toMatchObject({
      remark: '李总',
      description: '要发票',
      company: '腾讯',
      mobiles: ['13800000001'],
    });
    expect(await remarkCustomer(client, pair, { mobiles: [] })).toMatchObject({ ok: true });
    expect(await own()).toMatchObject({ remark: '李总', mobiles: [] });
    expect(
      await remarkCustomer(client, { ...pair, externalUserId: 'wmnobody' }, { remark: 'x' }),
    ).toMatchObject({
      ok: false,
      kind: 'gone',
    });
    await simulated.admin.memberDeletes(CORP, 'ann', pair.externalUserId);
    expect(await remarkCustomer(client, pair, { remark: 'x' })).toMatchObject({
      ok: false,
      kind: 'gone',
      code: 84061,
    });
  });
});

describe('corp tags', () => {
  it('are listed, added, changed, marked and deleted', async () => {
    const groups = orThrow(await listCorpTags(client));
    expect(groups.map(group => group.name).sort()).toEqual(['控制台', '等级'].sort());
    const added = orThrow(
      await addCorpTags(client, {
        group: { name: '来源' },
        tags: [{ name: '门店', order: 3 }, { name: '视频号' }],
      }),
    );
    expect(added.tags.map(tag => tag.name).sort()).toEqual(['视频号', '门店'].sort());
    const again = orThrow(await addCorpTags(client, { group: { id: added.id }, tags: [{ name: '直播' }] }));
    expect(again.id).toBe(added.id);
    const tagId = added.tags.find(tag => tag.name === '门店')?.id ?? '';
    expect(await editCorpTag(client, tagId, { name: '门店客' })).toMatchObject({ ok: true });
    const pair = { userId: 'ann', externalUserId: customerId(2) };
    expect(await markTags(client, pair, { add: [tagId, 'etVip'], remove: [] })).toMatchObject({ ok: true });
    const tagged = orThrow(await getCustomer(client, pair.externalUserId));
    expect(tagged.follows.find(follow => follow.userId === 'ann')?.tagIds.sort()).toEqual(
      [tagId, 'etVip'].sort(),
    );
    expect(await markTags(client, pair, { remove: [tagId] })).toMatchObject({ ok: true });
    expect(await markTags(client, { ...pair, userId: 'idle' }, { add: ['etVip'] })).toMatchObject({
      code: 84061,
    });
    expect(await markTags(client, pair, { add: ['etNothing'] })).toMatchObject({ ok: false, code: 40068 });
    expect(await deleteCorpTags(client, { groupIds: [added.id] })).toMatchObject({ ok: true });
    const left = orThrow(await listCorpTags(client, { groupIds: [added.id] }));
    expect(left.every(group => group.deleted)).toBe(true);
    expect(await editCorpTag(client, 'etOther', { name: 'not ours' })).toMatchObject({ ok: false });
  });

  it('may be marked by many at once on one pair', async () => {
    await simulated.admin.changeSettings({ markTagMilliseconds: 30 });
    const pair = { userId: 'ann', externalUserId: customerId(2) };
    const patient = simulated.client({
      sleep: milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds)),
    });
    const outcomes = await Promise.all([1, 2].map(() => markTags(patient, pair, { add: ['etVip'] })));
    expect(outcomes.every(outcome => outcome.ok)).toBe(true);
  });
});

describe('trouble', () => {
  it('that passes is waited out', async () => {
    await simulated.admin.addFault({
      kind: 'errcode',
      path: 'externalcontact/get_follow_user_list',
      errcode: -1,
      times: 2,
    });
    expect(await listFollowUsers(client)).toMatchObject({ ok: true });
    await simulated.admin.addFault({ kind: 'close_before', path: '*', times: 2 });
    expect(await listFollowUsers(client)).toMatchObject({ ok: true });
    await simulated.admin.addFault({ kind: 'close_after', path: 'externalcontact/mark_tag', times: 1 });
    const pair = { userId: 'ann', externalUserId: customerId(2) };
    expect(await markTags(client, pair, { add: ['etVip'] })).toMatchObject({ ok: true });
  });

  it('of the rate never happens within our limits, and stops the API beyond them', async () => {
    await simulated.admin.changeSettings({ corpCallsPerMinute: 50 });
    const limits = { perMinute: 50, share: 0.9 };
    const careful = simulated.client({ limits });
    for (let call = 0; call < 200; call += 1)
      expect(await listFollowUsers(careful)).toMatchObject({ ok: true });
    const careless = simulated.client();
    let refused = 0;
    for (let call = 0; call < 60; call += 1) {
      const outcome = await listFollowUsers(careless);
      if (!outcome.ok) refused += 1;
      if (!outcome.ok) expect(outcome.kind).toBe('slow_down');
    }
    expect(refused).toBeGreaterThan(0);
    simulated.clock.advance(MINUTE);
    expect(await listFollowUsers(careless)).toMatchObject({ ok: true });
  });

  it('of too many at once makes fewer at once', async () => {
    await simulated.admin.changeSettings({ concurrentCalls: 2 });
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => listFollowUsers(client)));
    expect(outcomes.filter(outcome => !outcome.ok)).toEqual([]);
  });

  it('of the permission says what to set', async () => {
    await simulated.begin({ ...corp(), apps: [{ agentid: AGENT, secret: SECRET, customer_contact: false }] });
    expect(await listFollowUsers(simulated.client())).toMatchObject({
      ok: false,
      kind: 'config',
      code: 48002,
    });
    await simulated.begin({
      ...corp(),
      apps: [{ agentid: AGENT, secret: SECRET, trusted_ips: ['10.0.0.1'] }],
    });
    const refused = await listFollowUsers(simulated.client());
    expect(refused).toMatchObject({ ok: false, kind: 'config', code: 60020 });
    expect(JSON.stringify(refused)).not.toContain(SECRET);
  });

  it('of a path that is not there is ours', async () => {
    const nowhere = {
      path: 'externalcontact/nowhere',
      method: 'POST',
      effect: 'once',
      answer: z.object({}),
    } as const;
    expect(await client.call(nowhere)).toMatchObject({
      ok: false,
      kind: 'bug',
      code: 'http_status',
      detail: 'HTTP 404',
    });
  });
});
