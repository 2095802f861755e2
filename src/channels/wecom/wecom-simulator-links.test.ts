import { beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '#platform/clock.ts';
import {
  changeAcquisitionLink,
  createAcquisitionLink,
  deleteAcquisitionLink,
  getAcquisitionLink,
  linkStatistic,
  linkWithState,
  listAcquisitionLinks,
  listLinkCustomers,
  readAcquisitionQuota,
  readLinkChat,
} from './api/acquisition-links.ts';
import { getCustomer } from './api/customers.ts';
import { listNamedDepartments } from './api/directory.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { CORP, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});

const content = { name: '抖音主页', userIds: ['ann', 'bob'], asksNobody: true };
const make = async (more = {}) => orThrow(await createAcquisitionLink(client, { ...content, ...more }));
const open = (linkId: string, external_userid: string, more = {}) =>
  simulated.admin.customerOpensLink(CORP, linkId, { external_userid, customer: { name: '新客' }, ...more });

describe('acquisition links', () => {
  it('are made, read, changed, listed and deleted; the address stays', async () => {
    const { linkId, url } = await make();
    expect(url).toBe(`https://work.weixin.qq.com/ca/${linkId}`);
    expect(linkWithState(url, 'abc-l')).toBe(`${url}?customer_channel=abc-l`);
    expect(() => linkWithState(url, '很'.repeat(22))).toThrow(RangeError);
    expect(orThrow(await getAcquisitionLink(client, linkId))).toMatchObject({ ...content, url });
    const changed = { name: '小红书', userIds: ['bob'], asksNobody: false };
    orThrow(await changeAcquisitionLink(client, linkId, changed));
    expect(orThrow(await getAcquisitionLink(client, linkId))).toMatchObject({ ...changed, url });
    const other = await make();
    expect(orThrow(await listAcquisitionLinks(client))).toEqual([linkId, other.linkId]);
    orThrow(await deleteAcquisitionLink(client, linkId));
    expect(await getAcquisitionLink(client, linkId)).toMatchObject({ ok: false, code: 40058 });
    expect(await createAcquisitionLink(client, { ...content, userIds: [] })).toMatchObject({
      code: 'invalid_request',
    });
    await simulated.admin.changeSettings({ linksPerCorp: 1 });
    expect(await createAcquisitionLink(client, content)).toMatchObject({ code: 41095 });
  });

  it('lead to departments beside members, or to departments alone', async () => {
    const { linkId } = await make({ userIds: ['ann'], departmentIds: [2] });
    expect(orThrow(await getAcquisitionLink(client, linkId))).toMatchObject({
      userIds: ['ann'],
      departmentIds: [2],
    });
    orThrow(await changeAcquisitionLink(client, linkId, { ...content, userIds: [], departmentIds: [2] }));
    await simulated.admin.buyQuota(CORP, { count: 5 });
    expect((await open(linkId, 'wmStore')).userid, 'somebody of the shop').toMatch(/^(ann|bob)$/);
    orThrow(await changeAcquisitionLink(client, linkId, { ...content, userIds: ['bob'] }));
    expect(orThrow(await getAcquisitionLink(client, linkId))).toMatchObject({
      userIds: ['bob'],
      departmentIds: [],
    });
    expect(await createAcquisitionLink(client, { ...content, departmentIds: [99] })).toMatchObject({
      kind: 'gone',
      code: 60123,
    });
    await simulated.admin.changeSettings({ membersPerLink: 1 });
    expect(await createAcquisitionLink(client, { ...content, departmentIds: [2] })).toMatchObject({
      kind: 'fix_data',
      code: 41041,
    });
    expect(orThrow(await listNamedDepartments(client))).toEqual([
      { id: 1, name: '总部', parentId: undefined },
      { id: 2, name: '门店', parentId: 1 },
    ]);
  });

  it('bring customers with a state, count who clicked and who came, and tell who wrote', async () => {
    const { linkId } = await make();
    await simulated.admin.buyQuota(CORP, { count: 21 });
    await open(linkId, 'wmLooks', { adds: false });
    const { userid } = await open(linkId, 'wmComes', { customer_channel: 'x-l' });
    await open(linkId, 'wmComes', { customer_channel: 'x-l' });
    const { follows } = orThrow(await getCustomer(client, 'wmComes'));
    expect(follows).toMatchObject([{ userId: userid, state: 'x-l', addWay: 16 }]);
    const now = simulated.clock.now();
    expect(orThrow(await linkStatistic(client, linkId, now, now))).toEqual({ clicks: 2, added: 1 });
    expect(await linkStatistic(client, linkId, new Date(now.getTime() - 31 * DAY), now)).toMatchObject({
      code: 40058,
    });
    expect(orThrow(await listLinkCustomers(client, linkId))).toMatchObject([
      { hasWritten: false, state: 'x-l' },
    ]);
    await simulated.admin.customerReplies(CORP, 'wmComes', userid ?? '', '在吗');
    expect(orThrow(await listLinkCustomers(client, linkId))).toMatchObject([{ hasWritten: true }]);
    expect(await readLinkChat(client, 'no key')).toMatchObject({ code: 40058 });
  });

  it('cost one of the quota each, and lead nowhere without any', async () => {
    const { linkId } = await make();
    expect(orThrow(await readAcquisitionQuota(client))).toEqual({ total: 0, balance: 0, parts: [] });
    await expect(open(linkId, 'wm1')).rejects.toThrow('no_quota');
    await simulated.admin.buyQuota(CORP, { count: 2 });
    await open(linkId, 'wm1');
    expect(orThrow(await readAcquisitionQuota(client))).toMatchObject({
      total: 2,
      balance: 1,
      parts: [{ balance: 1, expiresAt: new Date(simulated.clock.now().getTime() + 365 * DAY) }],
    });
    await open(linkId, 'wm2');
    await expect(open(linkId, 'wm3')).rejects.toThrow('no_quota');
  });
});
