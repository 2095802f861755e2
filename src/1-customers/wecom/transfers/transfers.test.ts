import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { simulatedCorp } from '../testing/corp.ts';
import { carryOutTransfers } from './carry-out.ts';
import { transferRoutes } from './transfers.routes.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await simulatedCorp(platform);
const client = testClient(platform, transferRoutes);
let owner = client;
const CALL = 'externalcontact/transfer_customer';

const STAFF = ['ann', 'bob', 'cat', 'dora'];
const CUSTOMERS = 6;

let memberIds = new Map<string, number>();
const member = (userid: string) => `mem_${memberIds.get(userid)}`;

/** A world of its own for each test: ann has six customers and a group, dora a group. */
beforeEach(async () => {
  await sql`truncate transfer_people, transfer_groups, transfers, unassigned_customers`.execute(db);
  round += 1;
  // The token of the world before is over by then.
  clock.advance(3 * HOUR);
  const createtime = Math.floor(clock.now().getTime() / 1_000);
  await corp.admin.beginWorld({
    seed: 7,
    corps: [
      {
        corpid: corp.corpId,
        apps: [{ agentid: 1, secret: 'secret' }],
        members: STAFF.map(userid => ({ userid, name: userid })),
        customers: Array.from({ length: CUSTOMERS }, (_, i) => ({
          ...{ external_userid: mine(i), name: `客${i}`, follow_user: [{ userid: 'ann', createtime }] },
        })),
        group_chats: [
          { chat_id: `wr_a${round}`, name: '尝鲜群', owner: 'ann', external_userid: [mine(0)] },
          { chat_id: `wr_d${round}`, name: '早餐群', owner: 'dora' },
        ],
      },
    ],
  });
  await pass(MINUTE);
  await corp.sync();
  const rows = await db.selectFrom('memberAccounts').select(['externalId', 'memberId']).execute();
  memberIds = new Map(rows.map(row => [row.externalId, row.memberId]));
});
let round = 0;
const mine = (i: number) => `wm_t${round * 1_000 + i}`;

const body = (more: Record<string, unknown> = {}) => ({
  ...{
    accountId: `acc_${corp.accountId}`,
    kind: 'on_job',
    fromId: member('ann'),
    which: 'all',
    withGroups: false,
  },
  ...{ takerIds: [member('bob')], spread: 'evenly', words: '以后由我为您服务', ...more },
});
type View = {
  state: string;
  customers: Record<string, number>;
  groups: Record<string, number>;
  people: { name: string; state: string; why: string | null; taker: string }[];
};
const create = async (more: Record<string, unknown> = {}) => {
  const answer = await owner.post('/transfers', body(more));
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
};
const view = async (id: string) => (await owner.get(`/transfers/${id}`)).body as View;
const preview = async (more: Record<string, unknown> = {}) =>
  (await owner.post('/transfers/preview', body(more))).body as {
    customers: number;
    groups: number;
    takers: { customers: number; groups: number; value: number }[];
    cannot: { why: string; customers: number; from: string | null; people: { name: string }[] }[];
  };
const pass = async (milliseconds: number) => {
  clock.advance(milliseconds);
  await corp.admin.advance(0);
  // A session does not last for days.
  owner = client.as(await testMember(platform));
};
const carryOut = () => carryOutTransfers(platform);
const calls = async (path = CALL) =>
  (await corp.admin.counts()).calls.filter(row => row.path === path).reduce((sum, row) => sum + row.count, 0);
const followersOf = async (external: string) => {
  const { rows } = await sql<{ who: string; endedBy: string | null }>`
    select ma.external_id as who, f.ended_by from follows f join identities i on i.id = f.identity_id
    join member_accounts ma on ma.member_id = f.member_id and ma.account_id = f.account_id
    where i.key = ${external} order by f.id`.execute(db);
  return rows.map(row => [row.who, row.endedBy]);
};
const personOf = async (external: string) => {
  const { rows } = await sql<{ id: number; owner: number | null }>`
    select c.id, c.owner_member_id as owner from identities i join customers c on c.id = i.customer_id where i.key = ${external}`.execute(
    db,
  );
  const [row] = rows;
  if (!row) throw new Error(`nobody has ${external}`);
  return row;
};

test('customers change hands after a day: relation, owner, event and audit row', async () => {
  const { id } = await personOf(mine(0));
  await db
    .updateTable('customers')
    .set({ ownerMemberId: memberIds.get('ann') ?? null })
    .where('id', '=', id)
    .execute();
  expect(await preview()).toMatchObject({ customers: 6, takers: [{ customers: 6 }], cannot: [] });
  const transfer = await create();
  expect(await view(transfer)).toMatchObject({ state: 'under_way', customers: { planned: 6 } });
  expect(await carryOut()).toBe(6);
  expect(await view(transfer)).toMatchObject({ state: 'under_way', customers: { waiting: 6 } });
  await pass(23 * HOUR);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ customers: { waiting: 6 } });
  await pass(HOUR + 2 * MINUTE);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ state: 'ended', customers: { done: 6 } });
  expect(await followersOf(mine(0))).toEqual([
    ['ann', 'transfer'],
    ['bob', null],
  ]);
  expect((await personOf(mine(0))).owner).toBe(memberIds.get('bob'));
  expect(await calls()).toBeGreaterThan(0);
  const { rows: told } = await sql<{ type: string }>`
    select type from events where customer_id = ${id} and type in ('transfer.begun', 'transfer.done', 'follow.ended', 'follow.started')
    order by seq`.execute(db);
  expect(told.map(row => row.type)).toEqual([
    'follow.started',
    'transfer.begun',
    'follow.ended',
    'transfer.done',
    'follow.started',
  ]);
  const { rows: audited } = await sql`
    select action, before, after from audit_log where customer_id = ${id} and action like 'customer.%transferred'`.execute(
    db,
  );
  expect(audited).toMatchObject([
    {
      action: 'customer.transferred',
      before: { member: memberIds.get('ann') },
      after: { member: memberIds.get('bob'), outcome: 'done' },
    },
  ]);
  expect(await corp.admin.received({ external_userid: mine(0) })).toMatchObject([
    { content: { text: { content: '以后由我为您服务' } } },
  ]);
});

test('who refuses stays, with the reason and what to do; told by an event or found in the results', async () => {
  const transfer = await create();
  await carryOut();
  await corp.admin.customerRefusesTransfer(corp.corpId, mine(0));
  await corp.admin.customerRefusesTransfer(corp.corpId, mine(1));
  await corp.told({
    ...{ event: 'change_external_contact', change: 'transfer_fail', userId: 'bob', externalUserId: mine(0) },
    failReason: 'customer_refused',
  });
  expect(await view(transfer)).toMatchObject({ customers: { refused: 1, waiting: 5 } });
  await pass(2 * HOUR);
  await carryOut();
  const { people } = await view(transfer);
  expect(people.slice(0, 2)).toMatchObject([
    { state: 'refused', why: expect.stringMatching(/拒绝.*沟通/) },
    { state: 'refused' },
  ]);
  expect(await followersOf(mine(0))).toEqual([['ann', null]]);
  await corp.admin.changeSettings({ customersPerMember: 2 });
  await pass(DAY);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ state: 'ended', customers: { refused: 2, done: 2, full: 2 } });
  await corp.admin.changeSettings({ customersPerMember: 0 });
});

test('when the answer is lost, WeCom is asked what became of it before anything is asked again', async () => {
  const before = await calls();
  await corp.admin.addFault({ kind: 'close_after', path: CALL, times: 1 });
  const transfer = await create();
  await carryOut();
  expect(await view(transfer)).toMatchObject({ customers: { asking: 6 } });
  await carryOut();
  expect(await calls()).toBe(before + 1);
  await pass(2 * MINUTE);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ customers: { waiting: 6 } });
  expect(await calls()).toBe(before + 1);
});

test('when WeCom has no record of what was asked, it is asked again, once', async () => {
  await corp.admin.addFault({ kind: 'close_before', path: CALL, times: 1 });
  const transfer = await create();
  await carryOut();
  expect(await view(transfer)).toMatchObject({ customers: { asking: 6 } });
  await pass(2 * MINUTE);
  expect(await carryOut()).toBe(6);
  expect(await view(transfer)).toMatchObject({ customers: { waiting: 6 } });
});

test('a process that dies between writing down and asking leaves nobody behind', async () => {
  const transfer = await create();
  await sql`update transfer_people set state = 'asking', asked_at = ${clock.now()}, next_try = ${clock.now()}`.execute(
    db,
  );
  expect(await carryOut()).toBe(6);
  expect(await view(transfer)).toMatchObject({ customers: { waiting: 6 } });
});

test('WeCom being busy puts off, a refusal of one leaves the others', async () => {
  await corp.admin.addFault({ kind: 'errcode', path: CALL, errcode: 45009, times: 1 });
  const transfer = await create();
  await carryOut();
  expect(await view(transfer)).toMatchObject({ customers: { planned: 6 } });
  await corp.admin.memberDeletes(corp.corpId, 'ann', mine(3));
  await pass(10 * MINUTE);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ customers: { waiting: 5, failed: 1 } });
  expect((await view(transfer)).people[0]).toMatchObject({ why: expect.stringContaining('没有添加') });
});

test('the preview says who cannot and why, and plans nobody twice', async () => {
  const people = (
    await owner.get(`/transfer-givers/${member('ann')}/customers?account=acc_${corp.accountId}&kind=on_job`)
  ).body as { data: { customerId: string; name: string }[] };
  const two = people.data.filter(one => ['客0', '客1'].includes(one.name)).map(one => one.customerId);
  await create({ which: 'chosen', customerIds: two });
  const after = await preview({ takerIds: [member('bob'), member('cat')] });
  expect(after).toMatchObject({ customers: 4, takers: [{ customers: 2 }, { customers: 2 }] });
  expect(after.cannot).toMatchObject([{ why: 'under_way', customers: 2, from: null }]);
  expect((await owner.post('/transfers', body({ which: 'chosen', customerIds: two }))).status).toBe(422);
});

test('after two transfers a customer is protected, until the first of them is ninety days old', async () => {
  const ways = [
    ['ann', 'bob'],
    ['bob', 'ann'],
  ] as const;
  const ended: Date[] = [];
  for (const [from, to] of ways) {
    await create({ fromId: member(from), takerIds: [member(to)] });
    await carryOut();
    await pass(DAY + 2 * MINUTE);
    await carryOut();
    ended.push(clock.now());
  }
  const { cannot, customers } = await preview();
  expect(customers).toBe(0);
  expect(cannot).toMatchObject([{ why: 'protected', customers: 6 }]);
  const until = new Date(cannot[0]?.from ?? 0).getTime();
  expect(Math.abs(until - ((ended[0]?.getTime() ?? 0) + 90 * DAY))).toBeLessThan(5 * MINUTE);
  await pass(until - clock.now().getTime() + SECOND);
  expect(await preview()).toMatchObject({ customers: 6, cannot: [] });
});

test('customers of who left wait in sight, keep their relation, and are inherited with the groups', async () => {
  await corp.admin.dismissMember(corp.corpId, 'ann');
  await corp.told({ event: 'change_contact', change: 'delete_user', userId: 'ann' });
  await pass(3 * DAY);
  await corp.sync();
  expect(await followersOf(mine(0))).toEqual([['ann', null]]);
  const { data } = (await owner.get('/transfer-givers')).body as { data: Record<string, unknown>[] };
  const [longest] = data.filter(row => (row.member as { name: string }).name === 'ann');
  expect(longest).toMatchObject({ kind: 'resigned', customers: 6, groups: 1, leftAt: expect.any(String) });
  expect((await owner.post('/transfers', body())).body).toMatchObject({ code: 'transfer_giver_left' });
  const resigned = { kind: 'resigned', withGroups: true };
  expect((await preview(resigned)).customers).toBe(6);
  const transfer = await create({ ...resigned, takerIds: [member('bob'), member('cat')] });
  await carryOut();
  expect(await view(transfer)).toMatchObject({
    customers: { waiting: 6 },
    groups: { done: 1 },
  });
  await corp.sync();
  expect(await followersOf(mine(0))).toEqual([['ann', null]]);
  await pass(DAY + 2 * MINUTE);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ state: 'ended', customers: { done: 6 } });
  expect((await followersOf(mine(0)))[0]).toEqual(['ann', 'transfer']);
  const { rows } = await sql`select 1 from unassigned_customers`.execute(db);
  expect(rows).toEqual([]);
  const group = await db
    .selectFrom('customerGroups')
    .selectAll()
    .where('chatId', '=', `wr_a${round}`)
    .executeTakeFirst();
  expect(group?.state).toBe('inherited');
  expect(['bob', 'cat']).toContain(group?.ownerId);
});

test('groups of which it is not known whether they went are looked at first', async () => {
  const path = 'externalcontact/groupchat/onjob_transfer';
  await corp.admin.addFault({ kind: 'close_after', path, times: 1 });
  const dora = { fromId: member('dora'), which: 'none', withGroups: true };
  const transfer = await create(dora);
  const before = await calls(path);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ groups: { asking: 1 } });
  await pass(2 * MINUTE);
  await carryOut();
  expect(await view(transfer)).toMatchObject({ state: 'ended', groups: { done: 1 } });
  expect(await calls(path)).toBe(before + 1);
});

test('at most a hundred go in a call, and what has not begun can be stopped', async () => {
  for (let i = CUSTOMERS; i < 130; i++)
    await corp.admin.customerAdds(corp.corpId, mine(i), { userid: 'ann', customer: { name: `客${i}` } });
  await corp.sync();
  const before = await calls();
  const transfer = await create({ takerIds: [member('bob')] });
  await carryOut();
  expect(await calls()).toBe(before + 2);
  expect(await view(transfer)).toMatchObject({ customers: { waiting: 130 } });
  const other = await create({ which: 'none', withGroups: true });
  expect((await owner.post(`/transfers/${other}/cancel`, {})).body).toEqual({ customers: 0 });
  expect(await view(other)).toMatchObject({ state: 'cancelled', groups: { cancelled: expect.any(Number) } });
});

test('whose members somebody does not see, theirs are not theirs to transfer', async () => {
  const manager = owner.as(await testMember(platform, 'manager', 'own'));
  expect((await manager.get('/transfer-givers')).body).toEqual({ data: [] });
  expect((await manager.post('/transfers/preview', body())).status).toBe(404);
  expect((await manager.post('/transfers', body())).status).toBe(404);
  const transfer = await create();
  expect((await manager.get(`/transfers/${transfer}`)).status).toBe(404);
  expect((await manager.post(`/transfers/${transfer}/cancel`, {})).status).toBe(404);
  const staff = owner.as(await testMember(platform, 'staff', 'all'));
  expect((await staff.post('/transfers', body())).status).toBe(403);
  expect((await owner.post('/transfers', body({ takerIds: [member('ann')] }))).body).toMatchObject({
    code: 'transfer_taker_not_there',
  });
});
