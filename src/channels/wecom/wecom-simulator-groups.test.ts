import { beforeEach, describe, expect, it } from 'vitest';
import { getGroup, listGroups } from './api/groups.ts';
import {
  addJoinWay,
  changeJoinWay,
  getJoinWay,
  type JoinWayContent,
  removeJoinWay,
} from './api/join-ways.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { CORP, corp, customerId, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});
const settle = () => simulated.admin.advance(3);

describe('customer groups', () => {
  it('are listed by owner and read with who is in them and how they came', async () => {
    const { chat_id } = await simulated.admin.memberCreatesGroup(CORP, { userid: 'bob', name: '尝鲜群' });
    const who = { external_userid: customerId(2) };
    await simulated.admin.joinsGroup(CORP, chat_id, { who, invitor: 'bob' });
    await simulated.admin.editsGroup(CORP, chat_id, { notice: '周三上新' });
    await settle();
    expect(orThrow(await listGroups(client, ['bob']))).toEqual([{ chatId: chat_id, state: 'normal' }]);
    expect(orThrow(await listGroups(client))).toHaveLength(2);
    const group = orThrow(await getGroup(client, chat_id));
    expect(group).toMatchObject({ name: '尝鲜群', owner: 'bob', notice: '周三上新', admins: [] });
    expect(group.people).toMatchObject([
      { id: 'bob', isMember: true, name: '鲍' },
      {
        ...{ id: customerId(2), isMember: false, name: '客户2', unionId: 'union2' },
        ...{ cameBy: 'invitation', invitor: 'bob', state: undefined },
      },
    ]);
  });

  it('say what was so two seconds ago, under another version', async () => {
    await settle();
    const before = orThrow(await getGroup(client, 'wrGroup'));
    await simulated.admin.joinsGroup(CORP, 'wrGroup', { who: { external_userid: customerId(1) } });
    expect(orThrow(await getGroup(client, 'wrGroup')).people).toHaveLength(before.people.length);
    await settle();
    const after = orThrow(await getGroup(client, 'wrGroup'));
    expect(after.people).toHaveLength(before.people.length + 1);
    expect(after.version).not.toBe(before.version);
    await simulated.admin.leavesGroup(CORP, 'wrGroup', { who: { external_userid: customerId(1) } });
    await settle();
    const left = orThrow(await getGroup(client, 'wrGroup'));
    expect(left).toEqual({ ...before, version: left.version });
    expect(left.version).toBe(before.version);
  });

  it('are gone when dissolved, and need owners where too many members are in sight', async () => {
    await simulated.admin.dissolvesGroup(CORP, 'wrGroup');
    expect(await getGroup(client, 'wrGroup')).toMatchObject({ ok: false, code: 90501 });
    expect(orThrow(await listGroups(client))).toEqual([]);
    const members = Array.from({ length: 1_001 }, (_, i) => ({ userid: `m${i}`, name: `成员${i}` }));
    await simulated.begin({ ...corp(), members, customers: [], group_chats: [] });
    expect(await listGroups(client)).toMatchObject({ ok: false });
    expect(orThrow(await listGroups(simulated.client(), ['m7']))).toEqual([]);
    expect(await listGroups(client, [])).toMatchObject({ code: 'invalid_request' });
  });
});

describe('join ways', () => {
  const content = (more: Partial<JoinWayContent> = {}): JoinWayContent => ({
    ...{ chatIds: ['wrGroup'], state: 'door', remark: '门口', further: { name: '门口群', number: 2 } },
    ...more,
  });
  const scan = (configId: string, index: number) =>
    simulated.admin.customerScansGroup(CORP, configId, customerId(index));

  it('are made, read, changed and removed; a removed one leads nowhere', async () => {
    const configId = orThrow(await addJoinWay(client, content()));
    const way = orThrow(await getJoinWay(client, configId));
    expect(way).toEqual({ configId, codeUrl: way.codeUrl, ...content() });
    expect(way.codeUrl).toMatch(/^http:.*\/simulator\/codes\//);
    const changed = content({ further: undefined, state: 'night' });
    orThrow(await changeJoinWay(client, configId, changed));
    expect(orThrow(await getJoinWay(client, configId))).toEqual({ ...way, ...changed });
    orThrow(await removeJoinWay(client, configId));
    expect(await getJoinWay(client, configId)).toMatchObject({ ok: false, code: 41044 });
    await expect(scan(configId, 3)).rejects.toThrow('unknown_way');
  });

  it('fill one group after the other, and WeCom makes a further one', async () => {
    const configId = orThrow(await addJoinWay(client, content()));
    await simulated.admin.changeSettings({ peoplePerGroup: 4 });
    const reached: string[] = [];
    // Ann and customer 0 are in it already.
    for (let i = 1; i <= 4; i++) reached.push((await scan(configId, i)).chat_id);
    expect(reached.slice(0, 2)).toEqual(['wrGroup', 'wrGroup']);
    expect(reached[2]).not.toBe('wrGroup');
    expect(reached[3]).toBe(reached[2]);
    await settle();
    const further = orThrow(await getGroup(client, reached[2] ?? ''));
    expect(further).toMatchObject({ name: '门口群2', owner: 'ann' });
    expect(further.people[1]).toMatchObject({ id: customerId(3), cameBy: 'code', state: 'door' });
    expect(orThrow(await getJoinWay(client, configId))).toMatchObject({
      chatIds: ['wrGroup', reached[2]],
      further: { name: '门口群', number: 3 },
    });
  });

  it('are refused by meaning', async () => {
    expect(await addJoinWay(client, content({ chatIds: ['wrNone'] }))).toMatchObject({ code: 90501 });
    const before = await simulated.calls('externalcontact/groupchat/add_join_way');
    const six = Array.from({ length: 6 }, (_, i) => `wr${i}`);
    expect(await addJoinWay(client, content({ chatIds: six }))).toMatchObject({ code: 'invalid_request' });
    expect(await addJoinWay(client, content({ state: 'x'.repeat(31) }))).toMatchObject({
      code: 'invalid_request',
    });
    expect(await simulated.calls('externalcontact/groupchat/add_join_way')).toBe(before);
  });
});
