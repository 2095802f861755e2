import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ALICE, BOB, CORP, smallCorp, type TestSimulator, testSimulator } from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

const create = async (body: object = { sender: 'zhangsan' }): Promise<string> =>
  (await it.post('externalcontact/add_msg_template', { text: { content: '可颂出炉' }, ...body })).msgid;

describe('habits', () => {
  test('nobody does anything by themselves unless told', async () => {
    await create();
    await it.admin.advance(30 * 86_400);
    expect(await it.admin.received()).toEqual([]);
    expect(await it.admin.tasks()).toMatchObject([{ state: 'waiting' }]);
  });

  test('staff confirm after a while, each at their own time, even when the clock jumps over it', async () => {
    await it.admin.changeSettings({ habits: { staffConfirm: 1, staffAfterSeconds: [60, 600] } });
    await create({ external_userid: [ALICE, BOB] });
    await it.admin.advance(59);
    expect((await it.admin.tasks({ state: 'sent' })).length).toBe(0);
    await it.admin.advance(86_400);
    const tasks = await it.admin.tasks({ state: 'sent' });
    const times = tasks.map(task => Date.parse(task.confirmedAt ?? ''));
    expect(times).toHaveLength(2);
    for (const time of times) {
      expect(time).toBeGreaterThanOrEqual(Date.parse('2026-03-10T02:01:02Z'));
      expect(time).toBeLessThanOrEqual(Date.parse('2026-03-10T02:10:02Z'));
    }
    const [first] = await it.admin.received();
    expect(times).toContain(Date.parse(first?.at ?? ''));
  });

  test('customers answer, mute and delete what they receive', async () => {
    const habits = {
      customersReply: 1,
      customersMute: 1,
      customersDelete: 1,
      customersAfterSeconds: [10, 20],
      replies: ['好的'],
    };
    await it.admin.changeSettings({ habits: { ...habits, customersAfterSeconds: [10, 20] } });
    const msgid = await create();
    await it.admin.advance(2);
    await it.admin.confirm(CORP, msgid, 'zhangsan');
    expect(await it.admin.replies()).toEqual([]);
    await it.admin.advance(20);
    const actions = (await it.admin.log({ kind: 'action' })).map(line => line.what).sort();
    expect(actions.filter(what => what === 'customer_deletes')).toHaveLength(2);
    expect((await it.admin.customer(CORP, BOB)).follow_user).toMatchObject([{ customerDeleted: true }]);
    // Who deletes before answering cannot answer any more.
    expect((await it.admin.replies()).every(reply => reply.text === '好的')).toBe(true);
  });

  test('the same seed lives the same life, another seed another one', async () => {
    const live = async (seed: number) => {
      const customers = Array.from({ length: 40 }, (_, n) => ({
        external_userid: `wm${n}`,
        name: `客户${n}`,
        follow_user: [{ userid: 'zhangsan' }],
      }));
      await it.admin.beginWorld({
        seed,
        at: '2026-03-10T10:00:00+08:00',
        settings: { habits: { staffConfirm: 1, customersReply: 0.5, customersDelete: 0.2 } },
        corps: [smallCorp({ customers, group_chats: [] })],
      });
      const msgid = await create();
      await it.admin.advance(3_600);
      const log = await it.admin.log({ kind: 'action' });
      return { msgid, happened: log.map(line => [line.at, line.what, line.detail.external_userid]) };
    };
    const first = await live(1);
    expect(first.happened.length).toBeGreaterThan(20);
    expect(await live(1)).toEqual(first);
    expect(await live(2)).not.toEqual(first);
  });
});

describe('customers', () => {
  test('one who was deleted by the member begins anew, one who left and came back is still known', async () => {
    await it.admin.memberDeletes(CORP, 'zhangsan', ALICE);
    await it.admin.customerAdds(CORP, ALICE, { userid: 'zhangsan', state: 'again' });
    await it.admin.customerDeletes(CORP, BOB, 'zhangsan');
    await it.admin.customerAdds(CORP, BOB, { userid: 'zhangsan', state: 'back' });
    const follow = async (external_userid: string) =>
      (await it.get('externalcontact/get', { external_userid })).follow_user.find(
        (one: { userid: string }) => one.userid === 'zhangsan',
      );
    expect(await follow(ALICE)).toMatchObject({
      remark: '爱丽丝',
      tags: [],
      remark_mobiles: [],
      state: 'again',
    });
    expect(await follow(BOB)).toMatchObject({ tags: [{ tag_name: '新客' }], state: 'back' });
  });

  test('can be found by name and by id', async () => {
    expect(await it.admin.customers(CORP, { search: '爱' })).toMatchObject([{ external_userid: ALICE }]);
    expect(await it.admin.customers(CORP, { search: 'wmBob' })).toMatchObject([{ name: '鲍勃' }]);
    expect(await it.admin.customers(CORP, { userid: 'LiSi' })).toHaveLength(2);
    await expect(it.admin.customer(CORP, 'wmNobody')).rejects.toThrow('unknown_customer');
    await expect(it.admin.customerAdds(CORP, 'wmNobody', { userid: 'zhangsan' })).rejects.toThrow(
      'unknown_customer',
    );
    await expect(it.admin.customerAdds(CORP, ALICE, { userid: 'nobody' })).rejects.toThrow('unknown_member');
  });
});

test('confirm-all is every member at once, the eldest task first', async () => {
  await it.admin.changeSettings({ massPerMemberAndDay: 1 });
  const first = await create();
  await create();
  await it.admin.advance(2);
  expect(await it.admin.confirmAll(CORP)).toEqual({ confirmed: 2 });
  expect((await it.admin.received()).every(row => row.msgid === first)).toBe(true);
});

test('the clock can be set, moved and given back', async () => {
  expect(await it.admin.moveClock({ at: '2027-01-01T00:00:00+08:00' })).toMatchObject({
    now: '2026-12-31T16:00:00.000Z',
  });
  expect(await it.admin.advance(1)).toMatchObject({ now: '2026-12-31T16:00:01.000Z' });
  expect(await it.admin.moveClock({ real: true })).toEqual({
    now: '2026-03-10T02:00:00.000Z',
    offsetSeconds: 0,
  });
});
