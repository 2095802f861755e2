import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { openChannel } from '#channels';
import { workOffInbox } from '#customers';
import { project } from '#customers/testing';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { broadcastRoutes } from '../broadcasts/broadcasts.routes.ts';
import { dispatchBroadcast } from '../broadcasts/dispatch.ts';
import { planBroadcast } from '../broadcasts/plan.ts';
import { simulatedShop } from '../testing/shop.ts';
import { evaluateHealth } from './evaluate.ts';
import { healthRoutes } from './health.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const shop = await simulatedShop(platform, { ann: 60, bob: 20 });
const routes = [...broadcastRoutes, ...healthRoutes];
/** A session lasts less long than this story. */
const signIn = async (role?: 'manager') => testClient(platform, routes).as(await testMember(platform, role));
let client = await signIn();
const ACCOUNT = `acc_${shop.accountId}`;
const external = (userid: string, n: number) => `wm_${userid}_${String(n).padStart(6, '0')}`;

beforeEach(async () => {
  client = await signIn();
  await sql`delete from rule_facts where source = 'test'`.execute(db);
});

/** A line of the house's own, drawn for this test. */
async function draw(name: string, max: number): Promise<void> {
  await sql`insert into rule_facts (name, value, effective_from, source, confidence)
    values (${name}, ${JSON.stringify({ max })}::jsonb, '2026-01-01', 'test', 'own')`.execute(db);
}

/** Customers delete the member, and WeCom tells of it. */
async function deleted(userid: string, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) {
    await shop.admin.customerDeletes(shop.corpId, external(userid, n), userid);
    const at = clock.now().toISOString();
    const event = {
      ...{ receiver: shop.corpId, at, fields: {}, event: 'change_external_contact' },
      ...{ change: 'del_follow_user', userId: userid, externalUserId: external(userid, n) },
    };
    await sql`
      insert into channel_inbox (account_id, dedupe_key, body, received_at)
      values (${shop.accountId}, gen_random_uuid()::text, ${JSON.stringify(event)}::jsonb, ${at})`.execute(
      db,
    );
  }
  await workOffInbox(platform);
  await project(platform);
}

async function broadcast(name: string): Promise<number> {
  const { body } = await client.post('/broadcasts', {
    ...{ name, channel: 'wecom', accountId: ACCOUNT, rule: { attribute: 'followed', test: { is: 'yes' } } },
    ...{ message: { text: `${name}：今天下午三点。` }, purpose: 'service' },
  });
  const { id } = body as { id: string };
  expect((await client.post(`/broadcasts/${id}/start`)).status).toBe(200);
  const n = Number(id.slice(4));
  await planBroadcast(platform, n);
  return n;
}
const dispatch = (id: number) =>
  dispatchBroadcast(platform, id, accountId => openChannel(platform, accountId));
const begun = async () =>
  (await shop.admin.tasks()).reverse().map(({ userid, targets }) => `${userid} ${targets}`);
type Seen = {
  color: string;
  words: string[];
  pace: { pace: string; by: string; who: string; reason: string; until: string | null };
};
const seen = async () => {
  const { body } = await client.get(`/accounts/${ACCOUNT}/health`);
  return body as Seen & {
    members: (Seen & { member: { id: string; name: string } })[];
    overrides: { id: string; reason: string; who: string; endedAt: string | null }[];
    calls: { meaning: string; calls: number }[];
  };
};
const colors = async () => {
  const { color, pace, members } = await seen();
  return [color, pace.pace, ...members.map(one => `${one.member.name} ${one.color} ${one.pace.pace}`).sort()];
};

describe('an account whose customers leave', () => {
  test('is green before anything happened, and messages go out at once', async () => {
    expect((await seen()).words).toEqual(['还没有评估过，每 15 分钟评估一次。']);
    await evaluateHealth(platform);
    expect(await colors()).toEqual(['green', 'full', '安 green full', '鲍 green full']);
    expect(await dispatch(await broadcast('一'))).toEqual({ outcome: 'finished' });
    expect((await begun()).sort()).toEqual(['ann 60', 'bob 20']);
    expect(await client.get('/account-warnings')).toMatchObject({ body: { data: [] } });
  });

  test('turns red, and nothing new is begun: who, why and until when is told', async () => {
    clock.advance(DAY);
    await deleted('ann', 0, 30);
    expect(await evaluateHealth(platform)).toBe(2);
    expect(await colors()).toEqual(['red', 'paused', '安 red paused', '鲍 green full']);
    const { pace, words } = await seen();
    const until = new Date(clock.now().getTime() + DAY).toISOString();
    expect(pace).toEqual({ pace: 'paused', by: 'system', who: 'system', reason: '', until });
    expect(words).toEqual([
      '近 7 天新加的 80 位客户里，30 位已经删除了成员（37.5%），超过 25% 的界限。',
      '近 7 天有 30 位客户删除或拉黑了成员，占 80 位的 375‰，超过 30‰ 的界限。',
    ]);
    expect(await client.get('/account-warnings')).toMatchObject({
      body: { data: [{ color: 'red', members: 1, slowed: 1, pace: { pace: 'paused' } }] },
    });
    const { rows } = await sql<{ actor: string; after: object }>`
      select actor, after from audit_log where action = 'health.changed' and (after ->> 'memberId') is null`.execute(
      db,
    );
    expect(rows).toMatchObject([{ actor: 'system', after: { color: 'red', pace: 'paused' } }]);
  });

  test('waits a day, then sends slowly, and at its full pace once the week is over', async () => {
    await draw('health.slow.people_hour', 10);
    const before = (await begun()).length;
    const fresh = async () => (await begun()).slice(before);
    const id = await broadcast('二');
    expect(await dispatch(id)).toMatchObject({ outcome: 'later' });
    clock.advance(23 * HOUR);
    await evaluateHealth(platform);
    expect(await dispatch(id)).toMatchObject({ outcome: 'later' });
    expect(await fresh()).toEqual([]);

    clock.advance(HOUR + MINUTE);
    expect(await evaluateHealth(platform), 'still red, and no new pause').toBe(0);
    expect(await colors()).toEqual(['red', 'slow', '安 red slow', '鲍 green full']);
    const held = await dispatch(id);
    expect(await fresh()).toEqual(['ann 10']);
    expect(held).toEqual({ outcome: 'later', at: new Date(clock.now().getTime() + MINUTE) });
    clock.advance(59 * MINUTE);
    await dispatch(id);
    expect(await fresh()).toHaveLength(1);
    clock.advance(MINUTE);
    await Promise.all([dispatch(id), dispatch(id)]);
    expect(await fresh()).toHaveLength(2);

    clock.advance(7 * DAY);
    client = await signIn();
    expect(await evaluateHealth(platform)).toBe(2);
    expect(await colors()).toEqual(['green', 'full', '安 green full', '鲍 green full']);
    expect(await dispatch(id)).toEqual({ outcome: 'finished' });
    expect((await fresh()).sort()).toEqual(['ann 10', 'ann 10', 'ann 10', 'bob 10', 'bob 10']);
  });
});

describe('a person’s word', () => {
  const override = (over: object = {}) =>
    client.post(`/accounts/${ACCOUNT}/pace-overrides`, {
      ...{ pace: 'full', reason: '已联系企业微信客服确认' },
      ...{ until: new Date(clock.now().getTime() + DAY).toISOString(), ...over },
    });

  test('lets a red account send, until its time or until it is lifted, and is in the audit log', async () => {
    clock.advance(HOUR);
    await deleted('bob', 0, 10);
    await evaluateHealth(platform);
    expect(await colors()).toEqual(['red', 'paused', '安 green full', '鲍 red paused']);
    const before = (await begun()).length;
    const id = await broadcast('三');
    const { id: overrideId } = (await override()).body as { id: string };
    expect(await colors()).toEqual(['red', 'full', '安 green full', '鲍 red paused']);
    expect(await dispatch(id), 'bob is still paused').toMatchObject({ outcome: 'later' });
    expect((await begun()).slice(before)).toEqual(['ann 30']);
    expect((await seen()).pace).toMatchObject({ by: 'member', reason: '已联系企业微信客服确认' });

    const bob = (await seen()).members.find(one => one.member.name === '鲍')?.member.id;
    await override({ memberId: bob, pace: 'slow' });
    expect(await dispatch(id)).toEqual({ outcome: 'finished' });
    expect((await begun()).slice(before)).toEqual(['ann 30', 'bob 10']);

    expect((await client.post(`/pace-overrides/${overrideId}/lift`)).status).toBe(200);
    expect((await client.post(`/pace-overrides/${overrideId}/lift`)).status).toBe(404);
    expect(await colors()).toEqual(['red', 'paused', '安 green full', '鲍 red slow']);
    clock.advance(DAY);
    expect((await seen()).overrides.map(one => one.endedAt === null)).toEqual([true, false]);
    expect((await seen()).members.find(one => one.member.id === bob)?.pace.by).toBe('system');
    const { rows } = await sql<{ action: string; reason: string | null }>`
      select action, reason from audit_log where action like 'health.over%' order by id`.execute(db);
    expect(rows.map(row => row.action)).toEqual([
      'health.overridden',
      'health.overridden',
      'health.override_lifted',
    ]);
    expect(rows[0]?.reason).toBe('已联系企业微信客服确认');
  });

  test('must have an end, a reason and an account, and replaces the earlier one', async () => {
    const at = (days: number) => new Date(clock.now().getTime() + days * DAY).toISOString();
    expect((await override({ until: at(-1) })).status).toBe(422);
    expect((await override({ until: at(15) })).status).toBe(422);
    expect((await override({ reason: ' ' })).status).toBe(400);
    expect((await override({ memberId: 'mem_999999' })).status).toBe(404);
    await override({ pace: 'paused' });
    await override({ pace: 'slow' });
    expect((await seen()).pace).toMatchObject({ pace: 'slow', by: 'member' });
    const { rows } = await sql`
      select 1 from pace_overrides where ended_at is null and member_id is null`.execute(db);
    expect(rows).toHaveLength(1);
    const staff = await signIn('manager');
    expect((await staff.post(`/accounts/${ACCOUNT}/pace-overrides`, {})).status).toBe(403);
    expect((await staff.get(`/accounts/${ACCOUNT}/health`)).status).toBe(200);
  });
});

test('who refuses while the task waits is not sent to, and is told apart', async () => {
  clock.advance(8 * DAY);
  client = await signIn();
  await sql`update pace_overrides set ended_at = ${clock.now()}`.execute(db);
  const until = new Date(clock.now().getTime() + DAY).toISOString();
  await client.post(`/accounts/${ACCOUNT}/pace-overrides`, { pace: 'paused', reason: '测试', until });
  const id = await broadcast('四');
  await dispatch(id);
  const { rows } = await sql<{ id: number; recipient: string }>`
    select p.customer_id as id, p.recipient from broadcast_people p join members m on m.id = p.member_id
    where p.broadcast_id = ${id} and m.name = '鲍' order by p.customer_id`.execute(db);
  const [refuses, ...others] = rows;
  await sql`
    insert into suppressions (customer_id, channel, purpose, reason, source, at, actor)
    values (${refuses?.id}, 'all', 'all', 'asked', 'staff', ${clock.now()}, 'test')`.execute(db);
  clock.advance(DAY);
  await evaluateHealth(platform);
  expect(await dispatch(id)).toEqual({ outcome: 'finished' });
  const last = (await shop.admin.tasks()).filter(task => task.userid === 'bob').at(0);
  expect(last?.targets).toBe(others.length);
  const { body } = await client.get(`/broadcasts/bro_${id}`);
  expect(body).toMatchObject({ reasons: [{ reason: 'withdrawn', people: 1 }] });
});

/** Asks WeCom of a task, and is refused so often that the connector gives up. */
async function refusedAs(errcode: number, path: string, times: number): Promise<void> {
  await shop.admin.addFault({ kind: 'errcode', path, errcode, times });
  const channel = await openChannel(platform, shop.accountId);
  if (!channel.staffConfirmed) throw new Error('no channel of members');
  await expect(channel.taskStatus('m', 'ann')).rejects.toThrow(String(errcode));
}

test('what is used of the quota of acquisition links is shown as it was last told', async () => {
  await sql`insert into acquisition_quotas (account_id, total, balance, read_at, next_sync) values (${shop.accountId}, 1000, 880, ${clock.now()}, ${clock.now()})`.execute(
    db,
  );
  const { body } = await client.get(`/accounts/${ACCOUNT}/health`);
  expect((body as { quotas: object[] }).quotas).toContainEqual({ name: 'links', used: 120, most: 1_000 });
});

test('requests are counted by what came of them, and limits of WeCom slow the account down', async () => {
  await evaluateHealth(platform);
  const { calls } = await seen();
  expect(calls.find(one => one.meaning === 'ok')?.calls).toBeGreaterThan(2);
  await draw('health.refusals.fewest', 3);
  await refusedAs(45033, 'externalcontact/get_groupmsg_task', 4);
  clock.advance(8 * DAY);
  client = await signIn();
  await evaluateHealth(platform);
  expect((await seen()).color).toBe('green');
  await refusedAs(45033, 'externalcontact/get_groupmsg_task', 4);
  await evaluateHealth(platform);
  expect(await seen()).toMatchObject({ color: 'red', pace: { pace: 'paused' } });
  expect((await seen()).calls).toMatchObject([
    { meaning: 'ok', calls: 1 },
    {
      meaning: 'slow_down',
      calls: 4,
      codes: [{ code: '45033', calls: 4, words: '并发调用超过上限，已自动降低并发。' }],
    },
  ]);
  clock.advance(4 * HOUR);
  await evaluateHealth(platform);
  expect((await seen()).color).toBe('green');
});

test('a secret that WeCom refuses once is an alarm, and slows nothing', async () => {
  await shop.admin.expireTokens(42001);
  await refusedAs(40001, 'gettoken', 1);
  await evaluateHealth(platform);
  const { color, pace, words } = await seen();
  expect([color, pace.pace]).toEqual(['red', 'full']);
  expect(words[0]).toMatch(/^近 2 小时有 1 次调用因为应用的设置被拒绝（错误码 40001）：应用 Secret 不正确/);
  expect(await client.get('/account-warnings')).toMatchObject({ body: { data: [{ color: 'red' }] } });
  clock.advance(2 * HOUR);
  await evaluateHealth(platform);
  expect((await seen()).color).toBe('green');
});
