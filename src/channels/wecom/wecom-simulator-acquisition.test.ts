import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, SECOND } from '#platform/clock.ts';
import {
  addContactWay,
  type ContactWayContent,
  changeContactWay,
  getContactWay,
  listContactWays,
  removeContactWay,
} from './api/contact-ways.ts';
import { getCustomer } from './api/customers.ts';
import { sendWelcome } from './api/welcome.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { AGENT, CORP, corp, customerId, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});

const content = (more: Partial<ContactWayContent> = {}): ContactWayContent => ({
  ...{ userIds: ['ann'], departmentIds: [], state: 'door', remark: '门口', asksNobody: true, ...more },
});
const make = async (more?: Partial<ContactWayContent>) =>
  orThrow(await addContactWay(client, 'code', content(more))).configId;
const scan = (configId: string, external_userid: string, half = false) =>
  simulated.admin.customerScans(CORP, configId, { external_userid, half, customer: { name: '新客' } });

describe('contact ways', () => {
  it('are made, read, led to others and removed; the picture stays', async () => {
    const { configId, codeUrl } = orThrow(await addContactWay(client, 'code', content()));
    expect(codeUrl).toMatch(/^http:.*\/simulator\/codes\//);
    const way = { configId, kind: 'code', codeUrl, ...content() };
    expect(orThrow(await getContactWay(client, configId))).toEqual(way);
    const changed = content({ userIds: [], departmentIds: [2], state: 'night', asksNobody: false });
    orThrow(await changeContactWay(client, configId, changed));
    expect(orThrow(await getContactWay(client, configId))).toEqual({ ...way, ...changed });
    orThrow(await removeContactWay(client, configId));
    expect(await getContactWay(client, configId)).toMatchObject({ ok: false, code: 41044 });
  });

  it('lead who scans to one of the people behind them, and always to the same one', async () => {
    const id = await make({ userIds: ['ann', 'bob'] });
    const reached = new Map<string, number>();
    for (let i = 0; i < 40; i++) {
      const { userid, outcome } = await scan(id, `wmNew${i}`);
      expect(outcome).toBe('added');
      reached.set(userid, (reached.get(userid) ?? 0) + 1);
    }
    expect([...reached.keys()].sort()).toEqual(['ann', 'bob']);
    expect(await scan(id, 'wmNew0')).toMatchObject({ outcome: 'already_friends', welcomeCode: null });
    const { follows } = orThrow(await getCustomer(client, 'wmNew1'));
    expect(follows).toMatchObject([{ state: 'door' }]);
  });

  it('are listed page by page, of the span only', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push(await make({ state: `s${i}` }));
    const now = simulated.clock.now();
    const from = new Date(now.getTime() - DAY);
    expect(orThrow(await listContactWays(client, from, now))).toEqual(ids);
    expect(orThrow(await listContactWays(client, from, new Date(now.getTime() - 10 * SECOND)))).toEqual([]);
  });

  it('are refused by meaning', async () => {
    const refused = async (more: Partial<ContactWayContent>) =>
      await addContactWay(client, 'code', content(more));
    expect(await refused({ userIds: ['idle'] })).toMatchObject({ code: 41054, kind: 'fix_data' });
    expect(await refused({ userIds: ['nobody'] })).toMatchObject({ code: 60111 });
    await simulated.admin.changeSettings({ membersPerWay: 1 });
    expect(await refused({ userIds: ['ann', 'bob'] })).toMatchObject({ code: 41041 });
    await simulated.admin.changeSettings({ waysPerCorp: 0 });
    expect(await refused({})).toMatchObject({ code: 41045 });
    const before = await simulated.calls('externalcontact/add_contact_way');
    expect(await refused({ userIds: [] })).toMatchObject({ code: 'invalid_request' });
    expect(await refused({ state: '很'.repeat(31) })).toMatchObject({ code: 'invalid_request' });
    expect(await simulated.calls('externalcontact/add_contact_way')).toBe(before);
  });

  it('of another app are unknown, and a lost answer is uncertain', async () => {
    const other = { agentid: AGENT + 1, secret: 'another-secret' };
    const world = corp();
    await simulated.begin({ ...world, apps: [...(world.apps ?? []), other] });
    const theirs = simulated.client({ credentials: { accountId: 2, corpId: CORP, secret: other.secret } });
    expect(await removeContactWay(theirs, await make())).toMatchObject({ code: 41044 });
    expect(await getContactWay(client, 'made-up')).toMatchObject({ code: 41044 });
    await simulated.admin.addFault({
      kind: 'close_after',
      path: 'externalcontact/add_contact_way',
      times: 1,
    });
    expect(await addContactWay(client, 'code', content())).toMatchObject({ kind: 'uncertain' });
    expect(await simulated.calls('externalcontact/add_contact_way')).toBe(2);
  });
});

describe('welcome messages', () => {
  const hello = { text: '欢迎', attachments: [] };

  it('reach who has just added a member, once', async () => {
    const { welcomeCode, userid } = await scan(await make(), 'wmNew');
    orThrow(await sendWelcome(client, welcomeCode ?? '', hello));
    expect(await sendWelcome(client, welcomeCode ?? '', hello)).toMatchObject({ code: 41051 });
    expect(await simulated.admin.received({ external_userid: 'wmNew' })).toMatchObject([
      { userid, content: { text: { content: '欢迎' } } },
    ]);
  });

  it('come too late after 20 seconds, or when the two are talking', async () => {
    const id = await make();
    const late = await scan(id, 'wmLate');
    await simulated.admin.advance(21);
    expect(await sendWelcome(client, late.welcomeCode ?? '', hello)).toMatchObject({ code: 41050 });
    const talking = await scan(id, 'wmTalking');
    await simulated.admin.customerReplies(CORP, 'wmTalking', 'ann', '在吗');
    expect(await sendWelcome(client, talking.welcomeCode ?? '', hello)).toMatchObject({ code: 41051 });
    expect(await sendWelcome(client, 'made-up', hello)).toMatchObject({ code: 41050 });
    expect((await simulated.admin.counts()).received).toBe(0);
  });

  it('are not sent twice when the answer is lost', async () => {
    const { welcomeCode } = await scan(await make(), 'wmNew');
    await simulated.admin.addFault({
      kind: 'close_after',
      path: 'externalcontact/send_welcome_msg',
      times: 1,
    });
    await sendWelcome(client, welcomeCode ?? '', hello);
    expect((await simulated.admin.counts()).received).toBe(1);
  });

  it('greet who was added without asking; the pair is known once the member has accepted', async () => {
    const { outcome, userid, welcomeCode } = await scan(await make(), 'wmHalf', true);
    expect(outcome).toBe('half');
    orThrow(await sendWelcome(client, welcomeCode ?? '', hello));
    expect(await getCustomer(client, 'wmHalf')).toMatchObject({ ok: false, code: 84061, kind: 'gone' });
    await simulated.admin.memberAccepts(CORP, userid, 'wmHalf');
    expect(orThrow(await getCustomer(client, 'wmHalf')).follows).toHaveLength(1);
    await expect(simulated.admin.memberAccepts(CORP, userid, customerId(0))).rejects.toThrow('not_friends');
  });
});
