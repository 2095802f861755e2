import { beforeEach, expect, it } from 'vitest';
import { DAY, fromShanghai, MINUTE, SECOND } from '#platform/clock.ts';
import { createMassMessage } from './api/mass-messages.ts';
import { readGroupDays, readGroupTotals, readMemberDays } from './api/statistics.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { CORP, customerId, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});
const TODAY = fromShanghai('2026-06-03');
const day = (days: number) => new Date(TODAY.getTime() + days * DAY);

/** A day in the shop: ann is added by two, writes to four, is answered by one, deleted by one. */
async function liveADay(): Promise<void> {
  const { admin, clock } = simulated;
  for (const external_userid of ['wm_new_1', 'wm_new_2'])
    await admin.customerAdds(CORP, external_userid, { userid: 'ann', customer: { name: '新' } });
  const externalUserIds = [0, 1, 2, 3].map(customerId);
  const message = { text: '早', attachments: [] };
  const task = orThrow(await createMassMessage(client, { sender: 'ann', to: { externalUserIds }, message }));
  clock.advance(5 * SECOND);
  await admin.customerReplies(CORP, customerId(0), 'ann', '在吗');
  await admin.customerReplies(CORP, customerId(7), 'ann', '在吗');
  clock.advance(10 * MINUTE);
  await admin.confirm(CORP, task.msgId, 'ann');
  await admin.customerDeletes(CORP, customerId(3), 'ann');
}

it('counts what a member did on each whole day, one member at a time', async () => {
  await liveADay();
  simulated.clock.advance(DAY);
  const ann = orThrow(await readMemberDays(client, 'ann', day(-1), day(0)));
  expect(ann).toMatchObject([
    { at: day(-1), added: 0, chats: 0, messages: 0, lost: 0, answered: undefined, answeredAfter: undefined },
    { at: day(0), applied: 0, added: 2, chats: 4, messages: 4, lost: 1, answered: 50, answeredAfter: 10 },
  ]);
  expect(orThrow(await readMemberDays(client, 'bob', day(0), day(0)))).toMatchObject([{ added: 0, lost: 0 }]);
});

it('counts the groups of an owner by day and altogether', async () => {
  const { admin, clock } = simulated;
  const { chat_id } = await admin.memberCreatesGroup(CORP, { userid: 'ann', name: '新群' });
  for (const index of [1, 2, 3])
    await admin.joinsGroup(CORP, chat_id, { who: { external_userid: customerId(index) } });
  await admin.leavesGroup(CORP, chat_id, { who: { external_userid: customerId(3) } });
  const to = { chatIds: [chat_id] };
  const sent = await createMassMessage(client, {
    sender: 'ann',
    to,
    message: { text: '群里见', attachments: [] },
  });
  clock.advance(5 * SECOND);
  await admin.confirm(CORP, orThrow(sent).msgId, 'ann');
  clock.advance(DAY);
  const [first] = orThrow(await readGroupDays(client, 'ann', day(0), day(0)));
  // The world's own group, as old as the day, has ann and one customer; the new one ann, two, and one who went.
  expect(first).toMatchObject({ newGroups: 2, groups: 2, groupsWithMessages: 1, newPeople: 6, people: 5 });
  expect(first?.messages).toBe(1);
  const totals = orThrow(await readGroupTotals(client, ['bob', 'ann'], day(0), day(0)));
  expect(totals.map(({ owner, groups, people }) => [owner, groups, people])).toEqual([
    ['ann', 2, 5],
    ['bob', 0, 0],
  ]);
});

it('refuses what WeCom refuses: today, too many days, too far back, nobody, another department', async () => {
  const code = async (from: Date, to: Date, userId = 'ann') => {
    const read = await readMemberDays(client, userId, from, to);
    return read.ok ? 0 : read.code;
  };
  expect(await code(day(-1), day(0))).toBe(600018);
  expect(await code(day(-31), day(-1))).toBe(600018);
  expect(await code(day(-30), day(-1))).toBe(0);
  expect(await code(day(-181), day(-170))).toBe(600018);
  expect(await code(day(-2), day(-3))).toBe(600018);
  expect(await code(day(-2), day(-1), 'nobody')).toBe(60111);
  expect(await readGroupTotals(client, [], day(-2), day(-1))).toMatchObject({ code: 'invalid_request' });
});
