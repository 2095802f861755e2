import { describe, expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { mergeCustomers } from '../identities/merges.ts';
import { buildAccount, buildCustomer, buildMember } from '../testing/factories.ts';
import { type ClaimRequest, claimContacts, settleContacts } from './claim.ts';
import { sayReason } from './reasons.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const accountId = await buildAccount(platform);
const memberId = await buildMember(platform, { accountId });
const followedBy = { accountId, memberId };

const claim = (over: Partial<ClaimRequest> & Pick<ClaimRequest, 'candidates'>) =>
  db.transaction().execute(tx =>
    claimContacts(tx, clock, {
      channel: 'wecom',
      accountId,
      purpose: 'marketing',
      slot: clock.now(),
      source: 'test',
      sourceId: 1,
      step: '',
      ...over,
    }),
  );
const one = async (personId: number, over: Partial<ClaimRequest> = {}) =>
  (await claim({ candidates: [{ personId }], ...over }))[0];

describe('the gate', () => {
  test('lets a reachable customer through, once per source', async () => {
    const personId = await buildCustomer(platform, { followedBy });
    const first = await one(personId, { sourceId: 100 });
    expect(first).toMatchObject({ outcome: 'claimed', memberId, recipient: `wm_test_${personId}` });
    expect(await one(personId, { sourceId: 100 })).toEqual(first);
  });

  test('each of the ways not to be contacted has its sentence', async () => {
    const blocked = async (
      over: Parameters<typeof buildCustomer>[1],
      prepare?: (id: number) => Promise<unknown>,
    ) => {
      const personId = await buildCustomer(platform, { followedBy, ...over });
      await prepare?.(personId);
      const verdict = await one(personId, { sourceId: 101 });
      return verdict?.outcome === 'withheld'
        ? sayReason(verdict.reason, verdict.facts, 'zh')
        : verdict?.outcome;
    };
    const consent = (given: boolean) => (customerId: number) =>
      db
        .insertInto('consents')
        .values({
          customerId,
          purpose: 'marketing',
          channel: 'all',
          given,
          source: 'test',
          at: clock.now(),
          actor: 'test',
        })
        .execute();
    const suppress = (customerId: number) =>
      db
        .insertInto('suppressions')
        .values({ customerId, reason: '投诉', source: 'test', at: clock.now(), actor: 'test' })
        .execute();
    const unfollow = (customerId: number) =>
      db.updateTable('follows').set({ endedAt: clock.now() }).where('customerId', '=', customerId).execute();

    expect(await blocked({ minor: true })).toBe('未满 14 周岁，没有监护人同意，不做营销触达。');
    expect(await blocked({}, suppress)).toBe('客户在免打扰名单里（投诉）。');
    expect(await blocked({}, consent(false))).toBe('客户已拒绝这类消息。');
    expect(
      await blocked({}, async id => {
        await consent(false)(id);
        await consent(true)(id);
      }),
    ).toBe('claimed');
    expect(await blocked({}, unfollow)).toBe('没有成员在这个企业微信上跟进这位客户。');
    expect(await one(999_999, { sourceId: 101 })).toMatchObject({ outcome: 'withheld', reason: 'unknown' });
  });

  test('quiet hours hold marketing back until nine, and let service through', async () => {
    const personId = await buildCustomer(platform, { followedBy });
    const slot = new Date('2026-06-03T22:30:00+08:00');
    const verdict = await one(personId, { sourceId: 102, slot });
    expect(verdict).toEqual({
      personId,
      outcome: 'withheld',
      reason: 'quiet_hours',
      facts: { slot: slot.toISOString(), next: new Date('2026-06-04T09:00:00+08:00').toISOString() },
    });
    expect(await one(personId, { sourceId: 102, slot, purpose: 'service' })).toMatchObject({
      outcome: 'claimed',
    });
  });

  test('the week’s cap says how many, and when again', async () => {
    const personId = await buildCustomer(platform, { followedBy });
    for (let day = 0; day < 3; day++)
      expect(
        await one(personId, {
          sourceId: 200 + day,
          slot: new Date(Date.parse('2026-06-01T12:00:00+08:00') + day * DAY),
        }),
      ).toMatchObject({ outcome: 'claimed' });
    const verdict = await one(personId, { sourceId: 210, slot: new Date('2026-06-05T12:00:00+08:00') });
    if (verdict?.outcome !== 'withheld') throw new Error('should be capped');
    expect(sayReason(verdict.reason, verdict.facts, 'zh')).toBe(
      '这位客户本周已收到 3 条消息（上限 3 条），6月8日周一 09:00 后可再联系。',
    );
    expect(await one(personId, { sourceId: 211, slot: new Date('2026-06-08T12:00:00+08:00') })).toMatchObject(
      { outcome: 'claimed' },
    );
  });

  test('a released contact counts no longer', async () => {
    const personId = await buildCustomer(platform, { followedBy });
    const first = await one(personId, { sourceId: 300 });
    if (first?.outcome !== 'claimed') throw new Error('should be claimed');
    expect(await one(personId, { sourceId: 301 })).toMatchObject({ reason: 'platform_day' });
    await db.transaction().execute(tx => settleContacts(tx, clock, [first.contactId], 'released'));
    expect(await one(personId, { sourceId: 301 })).toMatchObject({ outcome: 'claimed' });
  });

  test('two profiles of one person share one allowance', async () => {
    const a = await buildCustomer(platform, { followedBy });
    const b = await buildCustomer(platform, { followedBy });
    await one(b, { sourceId: 400 });
    await db
      .transaction()
      .execute(tx =>
        mergeCustomers(tx, clock, SYSTEM, [
          { customerA: a, customerB: b, kind: 'manual', reason: 'staff_decided' },
        ]),
      );
    expect(await one(a, { sourceId: 401 })).toMatchObject({
      outcome: 'withheld',
      reason: 'platform_day',
      facts: { used: 1, max: 1 },
    });
  });
});
