import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, SECOND } from '#platform/clock.ts';
import { getCustomer, listCustomers } from './api/customers.ts';
import { getGroup, listGroups } from './api/groups.ts';
import {
  listTransferResults,
  listUnassigned,
  type NewTransfer,
  transferCustomers,
  transferGroups,
} from './api/transfers.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { CORP, corp, customerId, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});

const pair = { from: 'ann', to: 'bob' };
const ask = (indexes: number[], more: Partial<NewTransfer> = {}) =>
  transferCustomers(client, 'on_job', { ...pair, externalUserIds: indexes.map(customerId), ...more });
/** What is due happens when the simulator is asked. */
const pass = async (milliseconds: number) => {
  simulated.clock.advance(milliseconds);
  await simulated.admin.advance(0);
};
const results = async (kind: 'on_job' | 'resigned' = 'on_job') =>
  Object.fromEntries(
    orThrow(await listTransferResults(client, kind, pair)).map(one => [one.externalUserId, one]),
  );

describe('customers of a member who works here', () => {
  it('change hands after a day in which they may refuse, with remark and tags', async () => {
    const asked = simulated.clock.now();
    const words = '您好，以后由鲍为您服务';
    const begun = orThrow(await ask([5, 7, 8], { words }));
    expect(begun.map(one => one.refused)).toEqual([undefined, undefined, undefined]);
    await simulated.admin.customerRefusesTransfer(CORP, customerId(7));
    await pass(23 * HOUR);
    const before = await results();
    expect(before[customerId(5)]).toMatchObject({ state: 'waiting', at: new Date(asked.getTime() + DAY) });
    expect(before[customerId(7)]).toMatchObject({ state: 'refused', at: undefined });
    await pass(HOUR + SECOND);
    expect((await results())[customerId(5)]).toMatchObject({ state: 'done' });
    const { follows } = orThrow(await getCustomer(client, customerId(5)));
    expect(follows).toMatchObject([{ userId: 'bob', addWay: 202, tagIds: ['etVip'], remark: '客户5' }]);
    expect(orThrow(await getCustomer(client, customerId(7))).follows[0]?.userId).toBe('ann');
    expect(await simulated.admin.received({ external_userid: customerId(5) })).toMatchObject([
      { userid: 'bob', content: { text: { content: words } } },
    ]);
  });

  it('are refused one by one', async () => {
    orThrow(await ask([5]));
    const answers = orThrow(
      await ask([5, 6], { externalUserIds: [customerId(5), 'wmNobody', customerId(6)] }),
    );
    expect(answers.map(one => one.refused?.code)).toEqual([40129, 40096, undefined]);
    const notHers = await transferCustomers(client, 'on_job', {
      ...{ from: 'bob', to: 'ann', externalUserIds: [customerId(9)] },
    });
    expect(orThrow(notHers)[0]?.refused?.code).toBe(40131);
    expect(await ask([8], { to: 'ann' })).toMatchObject({ code: 40130 });
    expect(await ask([8], { to: 'idle' })).toMatchObject({ code: 41054 });
    expect(
      await transferCustomers(client, 'resigned', { ...pair, externalUserIds: [customerId(8)] }),
    ).toMatchObject({ code: 40097 });
    expect(await ask([8], { words: '很'.repeat(201) })).toMatchObject({ code: 'invalid_request' });
    expect(await ask([])).toMatchObject({ code: 'invalid_request' });
  });

  it('change hands at most twice in ninety days', async () => {
    const there = async () => orThrow(await ask([5]))[0]?.refused?.code;
    const back = async () =>
      orThrow(
        await transferCustomers(client, 'on_job', {
          from: 'bob',
          to: 'ann',
          externalUserIds: [customerId(5)],
        }),
      )[0]?.refused?.code;
    expect(await there()).toBeUndefined();
    await pass(DAY + SECOND);
    expect(await back()).toBeUndefined();
    await pass(DAY + SECOND);
    expect(await there()).toBe(40128);
    await pass(90 * DAY);
    expect(await there()).toBeUndefined();
  });

  it('stay where the other has as many as they may', async () => {
    await simulated.admin.changeSettings({ customersPerMember: 4 });
    orThrow(await ask([5, 6]));
    await pass(DAY + SECOND);
    const { [customerId(5)]: one, [customerId(6)]: other } = await results();
    expect([one?.state, other?.state]).toEqual(['done', 'full']);
    expect(orThrow(await listCustomers(client, 'bob'))).toHaveLength(4);
  });
});

describe('customers of a member who left', () => {
  it('wait in a list, page by page, until somebody takes them over', async () => {
    await simulated.admin.changeSettings({ emptyPages: 0.5 });
    expect(orThrow(await listUnassigned(client))).toEqual([]);
    await simulated.admin.dismissMember(CORP, 'ann');
    const waiting = orThrow(await listUnassigned(client));
    expect(waiting).toHaveLength(corp().customers?.length ?? 0);
    expect(waiting[0]).toEqual({ from: 'ann', externalUserId: customerId(0), leftAt: simulated.clock.now() });
    const externalUserIds = [customerId(0), customerId(9)];
    orThrow(await transferCustomers(client, 'resigned', { ...pair, externalUserIds }));
    expect(orThrow(await listUnassigned(client))).toHaveLength(waiting.length - 2);
    await pass(DAY + SECOND);
    expect((await results('resigned'))[customerId(9)]).toMatchObject({ state: 'done' });
    expect(orThrow(await listCustomers(client, 'bob'))).toContain(customerId(9));
  });
});

describe('groups', () => {
  it('of who works here change owner at once, twice in ninety days', async () => {
    const give = (to: string) => transferGroups(client, 'on_job', { chatIds: ['wrGroup'], to });
    expect(orThrow(await give('bob'))).toEqual([]);
    expect(orThrow(await getGroup(client, 'wrGroup')).owner).toBe('bob');
    expect(orThrow(await give('ann'))).toEqual([]);
    expect(orThrow(await give('bob'))).toMatchObject([{ chatId: 'wrGroup', refused: { code: 90508 } }]);
    expect(
      orThrow(await transferGroups(client, 'resigned', { chatIds: ['wrGroup', 'wrNone'], to: 'bob' })),
    ).toMatchObject([{ refused: { code: 90500 } }, { refused: { code: 90501 } }]);
  });

  it('of who left are inherited, for a year', async () => {
    await simulated.admin.dismissMember(CORP, 'ann');
    expect(orThrow(await listGroups(client))).toEqual([{ chatId: 'wrGroup', state: 'owner_left' }]);
    const give = (kind: 'on_job' | 'resigned') =>
      transferGroups(client, kind, { chatIds: ['wrGroup'], to: 'bob' });
    expect(orThrow(await give('on_job'))).toMatchObject([{ refused: { code: 90502 } }]);
    await pass(366 * DAY);
    expect(orThrow(await give('resigned'))).toMatchObject([{ refused: { code: 90500 } }]);
    await simulated.admin.changeSettings({ resignedGroupDays: 1_000 });
    expect(orThrow(await give('resigned'))).toEqual([]);
    expect(orThrow(await listGroups(client))).toEqual([{ chatId: 'wrGroup', state: 'inherited' }]);
  });
});
