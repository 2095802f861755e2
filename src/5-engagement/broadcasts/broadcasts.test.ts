import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { openChannel } from '#channels';
import { project, readToEnd } from '#customers/testing';
import { DAY, HOUR } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import type { Rule } from '#segmentation';
import { simulatedShop } from '../testing/shop.ts';
import { attributionReader } from './attribution.ts';
import { broadcastRoutes } from './broadcasts.routes.ts';
import { broadcastBody, type memberTasks } from './contract.ts';
import { dispatchBroadcast } from './dispatch.ts';
import { planBroadcast } from './plan.ts';
import { asTrial, previewBroadcast } from './preview.ts';
import { syncResults } from './results.ts';
import { sampleOf } from './sample.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await simulatedShop(platform, { ann: 60, bob: 20 });
const client = testClient(platform, broadcastRoutes).as(await testMember(platform));
const channelOf = (accountId: number) => openChannel(platform, accountId);
const everybody = { attribute: 'followed', test: { is: 'yes' } };
const body = (over: object = {}) => ({
  name: '周三可颂',
  channel: 'wecom',
  accountId: `acc_${shop.accountId}`,
  rule: everybody,
  message: { text: '新出炉的可颂，今天下午三点。' },
  ...over,
});

async function run(id: string) {
  const n = Number(id.slice(4));
  await planBroadcast(platform, n);
  const end = await dispatchBroadcast(platform, n, channelOf);
  clock.advance(5_000);
  return end;
}
const funnelOf = async (id: string) =>
  ((await client.get(`/broadcasts/${id}`)).body as { funnel: Record<string, number>; status: string }).funnel;

type MemberTasks = z.input<typeof memberTasks>;
const membersOf = async (id: string) =>
  ((await client.get(`/broadcasts/${id}/members`)).body as { data: MemberTasks[] }).data;
const totalBehind = async (id: string, query: string) =>
  ((await client.get(`/broadcasts/${id}/people?${query}`)).body as { total: number }).total;

test('of a large audience a sample spread over all tells of all', async () => {
  const content = { message: { text: '新出炉', attachments: [] } };
  const input = { ...broadcastBody.parse(body({ holdoutPercent: 20 })), ...content };
  const trial = asTrial(input, content as never, input.rule as Rule, clock.now(), 42);
  const exact = await previewBroadcast(platform, trial, 'zh');
  const estimated = await previewBroadcast(platform, trial, 'zh', 20);
  expect(estimated).toMatchObject({ audience: 80, estimatedFrom: 20 });
  expect(estimated.send + estimated.heldOut).toBe(80);
  expect(Math.abs(estimated.send - exact.send)).toBeLessThan(20);
  expect(estimated.members.reduce((sum, { people }) => sum + people, 0)).toBe(estimated.send);
  expect(estimated.members.map(({ name, tasks }) => ({ name, tasks }))).toEqual(
    exact.members.map(({ name, tasks }) => ({ name, tasks })),
  );
  const own = { ...trial, message: { text: '{{name}}，新出炉', attachments: [] } } as typeof trial;
  const each = await previewBroadcast(platform, own, 'zh', 20);
  expect(
    each.members.reduce((sum, { tasks }) => sum + tasks, 0),
    'a text of their own each',
  ).toBe(each.send);
});

test('a sample is spread evenly, and a small audience is asked whole', () => {
  expect(sampleOf([3, 5, 9], 3)).toEqual({ ids: [3, 5, 9], times: 1 });
  expect(sampleOf([1, 2, 3, 4, 5, 6, 7], 3)).toEqual({ ids: [1, 3, 5], times: 7 / 3 });
});

describe('a broadcast', () => {
  test('from draft to results: who gets it, who must confirm, what came of it', async () => {
    const preview = await client.post('/broadcasts/preview', body({ holdoutPercent: 20, seed: 42 }));
    expect(preview).toMatchObject({
      status: 200,
      body: { audience: 80, withheld: [], members: [{ name: '安' }, { name: '鲍' }], minutes: 1 },
    });
    const { send, heldOut } = preview.body as { send: number; heldOut: number };
    expect(send + heldOut).toBe(80);

    expect(preview.body).toMatchObject({ estimatedFrom: null });

    const created = await client.post('/broadcasts', body({ holdoutPercent: 20, seed: 42 }));
    const { id } = created.body as { id: string };
    const asDraft = await client.post('/broadcasts/preview', body({ holdoutPercent: 20, draftId: id }));
    expect(asDraft.body, 'the draft is drawn as it was shown').toMatchObject({ send, heldOut });
    expect(await client.post(`/broadcasts/${id}/start`)).toMatchObject({
      status: 200,
      body: { status: 'planning' },
    });
    expect(await run(id)).toEqual({ outcome: 'finished' });
    const planned = await funnelOf(id);
    expect(planned).toMatchObject({ audience: 80, withheld: 0, confirmed: 0, delivered: 0 });
    expect(asDraft.body).toMatchObject({ send: planned.planned, heldOut: planned.heldOut });
    expect(planned.planned! + planned.heldOut!).toBe(80);
    expect(planned.taskCreated).toBe(planned.planned);
    expect(planned.heldOut).toBeGreaterThan(5);

    // Nothing has reached anybody until the members confirm.
    await syncResults(platform, channelOf);
    expect((await funnelOf(id)).delivered).toBe(0);
    const waiting = await membersOf(id);
    expect(waiting.map(line => line.member.name).sort()).toEqual(['安', '鲍']);
    expect(await client.post(`/send-tasks/${waiting[0]!.waitsLongest}/remind`)).toMatchObject({
      body: { outcome: 'reminded' },
    });
    expect((await membersOf(id))[0]).toMatchObject({ waiting: 1, reminders: 1, confirmedAt: null });
    await shop.admin.confirmAll(shop.corpId, { userid: 'ann' });
    await client.post(`/broadcasts/${id}/refresh`);
    const confirmed = await funnelOf(id);
    expect(confirmed.confirmed).toBe(confirmed.delivered);
    expect(confirmed.delivered).toBeGreaterThan(30);
    const behind = await client.get(`/broadcasts/${id}/people?stage=delivered&pageSize=200`);
    expect((behind.body as { total: number }).total).toBe(confirmed.delivered);
    // Who still has something to do comes first; each member's numbers open that member's people.
    const [bob, ann] = await membersOf(id);
    expect([bob, ann]).toMatchObject([
      { member: { name: '鲍' }, tasks: 1, waiting: 1, delivered: 0, confirmedAt: null },
      { member: { name: '安' }, tasks: 1, waiting: 0, waitsLongest: null, delivered: confirmed.delivered },
    ]);
    expect(await totalBehind(id, `stage=delivered&member=${ann!.member.id}`)).toBe(confirmed.delivered);
    expect(await totalBehind(id, `stage=delivered&member=${bob!.member.id}`)).toBe(0);
    expect(await totalBehind(id, `stage=planned&member=${bob!.member.id}`)).toBe(bob!.people);

    // One answers, one orders; somebody who was held out orders too.
    const people = (behind.body as { data: { customerId: string }[] }).data.map(row =>
      Number(row.customerId.slice(4)),
    );
    const held = (await client.get(`/broadcasts/${id}/people?stage=heldOut`)).body as {
      data: { customerId: string }[];
    };
    await db.transaction().execute(tx =>
      appendEvents(tx, [
        {
          type: 'message.replied',
          customerId: people[0]!,
          at: new Date(clock.now().getTime() + HOUR),
          actor: 'test',
        },
      ]),
    );
    await order(people[1]!, 8_800);
    await order(Number(held.data[0]!.customerId.slice(4)), 1_200);
    await readToEnd(platform, attributionReader());
    expect(await funnelOf(id)).toMatchObject({ answered: 1, ordered: 1, paid: 8_800 });
    const comparison = await client.get(`/broadcasts/${id}/comparison`);
    expect(comparison.body).toMatchObject({
      sent: { buyers: 1, paid: 8_800 },
      heldOut: { buyers: 1, paid: 1_200 },
      buyers: null,
      paid: null,
      splitBroken: false,
    });
    expect(await totalBehind(id, 'stage=buyers')).toBe(1);
    expect(await totalBehind(id, 'stage=heldOutBuyers')).toBe(1);
    expect((comparison.body as { verdict: string }).verdict).toMatch(/太少|看不出/);
  });

  test('who has had enough is left out, with the sentence; a later one reaches those who were held out', async () => {
    await project(platform);
    const preview = await client.post('/broadcasts/preview', body());
    const { withheld, send } = preview.body as {
      withheld: { reason: string; words: string; people: number }[];
      send: number;
    };
    expect(withheld).toMatchObject([{ reason: 'platform_day' }]);
    expect(withheld[0]!.words).toContain('同一成员今天已给这位客户群发过');
    expect(send + withheld[0]!.people).toBe(80);
    const { id } = (await client.post('/broadcasts', body({ name: '第二次' }))).body as { id: string };
    await client.post(`/broadcasts/${id}/start`);
    await run(id);
    expect(await funnelOf(id)).toMatchObject({ withheld: withheld[0]!.people, planned: send });
    const reasons = (await client.get(`/broadcasts/${id}`)).body as {
      reasons: { people: number; words: string }[];
    };
    expect(reasons.reasons[0]).toMatchObject({ people: withheld[0]!.people, reason: 'platform_day' });
  });

  test('a personal text makes a task per distinct text, and says so beforehand', async () => {
    // What still waited is confirmed late: it reaches people then, and counts then.
    await shop.admin.confirmAll(shop.corpId);
    await syncResults(platform, channelOf);
    clock.advance(6 * DAY);
    const personal = body({
      name: '按名字',
      message: { text: '{{name|朋友}}，早上好' },
      rule: { attribute: 'name', test: { is: 'one_of', values: ['安的客户1', '安的客户2', '鲍的客户3'] } },
    });
    const preview = await client.post('/broadcasts/preview', personal);
    expect(preview.body).toMatchObject({
      send: 3,
      minutes: 2,
      members: [
        { name: '安', people: 2, tasks: 2 },
        { name: '鲍', people: 1, tasks: 1 },
      ],
    });
    expect((preview.body as { sample: { text: string }[] }).sample.map(s => s.text)).toContain(
      '安的客户1，早上好',
    );
    const { id } = (await client.post('/broadcasts', personal)).body as { id: string };
    expect((await client.get(`/broadcasts/${id}`)).body).toMatchObject({
      accountId: `acc_${shop.accountId}`,
      rule: personal.rule,
      message: personal.message,
    });
    await client.post(`/broadcasts/${id}/start`);
    await run(id);
    expect(await membersOf(id)).toMatchObject([
      { member: { name: '安' }, tasks: 2, people: 2, waiting: 2 },
      { member: { name: '鲍' }, tasks: 1, people: 1, waiting: 1 },
    ]);
    await client.post(`/broadcasts/${id}/cancel`);
    expect(await membersOf(id)).toMatchObject([{ waiting: 0, cancelled: 2 }, { cancelled: 1 }]);
    expect(await client.post('/broadcasts', body({ message: { text: '{{nmae|x}}' } }))).toMatchObject({
      status: 422,
      body: { code: 'message_unknown_variable' },
    });
    expect(await client.post('/broadcasts', body({ message: { text: '长'.repeat(1_334) } }))).toMatchObject({
      status: 422,
      body: { code: 'message_text_too_long' },
    });
  });

  test('cancelled before members confirm: nobody gets it, and nobody’s allowance is used', async () => {
    const { id } = (await client.post('/broadcasts', body({ name: '取消' }))).body as { id: string };
    await client.post(`/broadcasts/${id}/start`);
    await run(id);
    const cancelled = await client.post(`/broadcasts/${id}/cancel`);
    expect((cancelled.body as { cancelled: number }).cancelled).toBe(80);
    await shop.admin.confirmAll(shop.corpId);
    expect(
      (await shop.admin.received({ limit: 500 })).filter(
        row => row.at >= clock.now().toISOString().slice(0, 10),
      ).length,
    ).toBe(0);
    const preview = await client.post('/broadcasts/preview', body());
    expect(preview.body).toMatchObject({ send: 80, withheld: [] });
  });

  test('a customer who has left is not reached and is told as such', async () => {
    await shop.admin.customerDeletes(shop.corpId, 'wm_ann_000000', 'ann');
    const { id } = (await client.post('/broadcasts', body({ name: '有人离开' }))).body as { id: string };
    await client.post(`/broadcasts/${id}/start`);
    await run(id);
    await shop.admin.confirmAll(shop.corpId);
    await client.post(`/broadcasts/${id}/refresh`);
    expect(await funnelOf(id)).toMatchObject({ planned: 80, delivered: 79, failed: 1 });
    const failed = await client.get(`/broadcasts/${id}/people?stage=failed`);
    expect((failed.body as { data: { words: string }[] }).data[0]!.words).toBe(
      '已不是该成员的客户（已删除或转走）。',
    );
  });
});

async function order(customerId: number, paid: number) {
  await db.transaction().execute(async tx => {
    const shopId = (
      await tx
        .insertInto('channelAccounts')
        .values({ kind: 'shop', name: `店${customerId}` })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
    const orderedAt = new Date(clock.now().getTime() + HOUR);
    const row = {
      accountId: shopId,
      orderNo: `o-${customerId}`,
      customerId,
      payment: 'paid',
      fulfilment: 'none',
      paid,
      orderedAt,
      updatedAt: orderedAt,
    };
    const { id } = await tx.insertInto('orders').values(row).returning('id').executeTakeFirstOrThrow();
    await appendEvents(tx, [
      { type: 'order.placed', customerId, at: orderedAt, actor: 'test', data: { orderId: id } },
    ]);
  });
}
