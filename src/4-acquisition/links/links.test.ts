import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openWecom, wecom } from '#channels';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { greetingCorp } from '../testing/corp.ts';
import { daysToRead, syncLinks } from './sync-links.ts';
import { tellLinks } from './tell-links.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await greetingCorp(platform);
const { admin, accountId, corpId, client, ann, bob, settle } = corp;

type Row = {
  id: string;
  name: string;
  state: string;
  address: string | null;
  why: string | null;
  figures: { added: number };
};
type Answer = { id: string; data: Row[] };
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as Answer;
};
/** The callbacks of what was done are in, and what is due was told and read. */
const work = async () => {
  await settle();
  await tellLinks(platform);
  await syncLinks(platform);
};
const touchpointId = (await ok(client.post('/touchpoints', { name: '抖音主页', kind: 'douyin' }))).id;
const body = (name: string, more: object = {}) => ({
  ...{ name, touchpointId, accountId: `acc_${accountId}`, memberIds: [`mem_${ann}`, `mem_${bob}`] },
  ...{ asksNobody: true, ...more },
});
const create = async (name: string, more: object = {}) =>
  (await ok(client.post('/acquisition-links', body(name, more)))).id;
const linkOf = async (id: string, query = '') =>
  (await ok(client.get(`/acquisition-links${query}`))).data.find(row => row.id === id) as Row;
const keptOf = async (id: string) =>
  await db
    .selectFrom('acquisitionLinks')
    .selectAll()
    .where('id', '=', Number(id.slice(4)))
    .executeTakeFirstOrThrow();
const open = async (id: string, external_userid: string, more: object = {}) => {
  const { linkId } = await keptOf(id);
  const { address } = await linkOf(id);
  const customer_channel = new URL(address ?? '').searchParams.get('customer_channel') ?? '';
  const who = { external_userid, customer: { name: `客${external_userid}` }, customer_channel };
  return await admin.customerOpensLink(corpId, linkId ?? '', { ...who, ...more });
};
const calls = async (path: string) =>
  (await admin.counts()).calls
    .filter(row => row.path.endsWith(path))
    .reduce((sum, row) => sum + row.count, 0);

test('a link is made, brings customers who are known by its state, and tells who opened it and who wrote', async () => {
  const { body: tags } = await client.post('/tags', { group: '来源', name: '抖音来的' });
  await admin.buyQuota(corpId, { count: 40 });
  const id = await create('主页按钮', { tagIds: [(tags as { id: string }).id] });
  expect(await linkOf(id)).toMatchObject({ state: 'making', address: null });
  await work();
  expect(await linkOf(id)).toMatchObject({
    state: 'ready',
    address: expect.stringMatching(/^https:\/\/work\.weixin\.qq\.com\/ca\/\w.*customer_channel=\w{8}-l$/),
    members: [{ name: '安' }, { name: '鲍' }],
  });
  await open(id, 'wm_l0', { adds: false });
  const { userid } = await open(id, 'wm_l1');
  await open(id, 'wm_l2');
  clock.advance(MINUTE);
  await admin.customerReplies(corpId, 'wm_l1', userid ?? '', '在吗');
  await work();
  expect(await linkOf(id)).toMatchObject({
    ...{ clicks: 3, added: 2, customers: 2, chatted: 1 },
    figures: { added: 2, fresh: 2, staying: 2, scans: 0 },
  });
  const { rows } = await sql<{ type: string; data: object; tags: number }>`
    select e.type, e.data, (select count(*)::integer from customer_tags t where t.customer_id = e.customer_id) as tags
    from events e join identities i on i.customer_id = e.customer_id where i.key = 'wm_l1'
      and e.type in ('entry.recorded', 'acquisition.chat_started') order by e.seq`.execute(db);
  expect(rows).toMatchObject([
    { type: expect.any(String), tags: 1 },
    { type: expect.any(String), tags: 1 },
  ]);
  const entered = rows.find(row => row.type === 'entry.recorded');
  expect(entered?.data).toEqual({ link: '主页按钮', touchpoint: '抖音主页', fresh: true, kind: 'add' });
  const newcomers = (await ok(client.get('/newcomers'))).data as unknown as { link: object; code: null }[];
  expect(newcomers[0]).toMatchObject({ code: null, link: { name: '主页按钮' } });
  const [touchpoint] = (await ok(client.get('/touchpoints'))).data;
  expect(touchpoint?.figures.added).toBe(2);
});

test('members who are asked tell of it first; whoever leaves is counted as gone', async () => {
  const id = await create('要验证', { asksNobody: false, memberIds: [`mem_${ann}`] });
  await work();
  await open(id, 'wm_v1');
  await settle();
  await admin.customerDeletes(corpId, 'wm_v1', 'ann');
  await work();
  expect(await linkOf(id)).toMatchObject({
    customers: 1,
    figures: { added: 1, staying: 0, leftWithinDay: 1 },
  });
  const { rows } = await sql`select 1 from events where type = 'acquisition.friend_requested'`.execute(db);
  expect(rows).toHaveLength(1);
});

test('when the answer to making it is lost, the link is found again by what it is, and made once', async () => {
  const before = await calls('create_link');
  await admin.addFault({
    kind: 'close_after',
    path: 'externalcontact/customer_acquisition/create_link',
    times: 1,
  });
  const id = await create('断线', {});
  await tellLinks(platform);
  expect(await linkOf(id)).toMatchObject({ state: 'failed', why: expect.stringContaining('无法确定') });
  clock.advance(5 * MINUTE);
  await work();
  expect(await linkOf(id)).toMatchObject({ state: 'ready', why: null, address: expect.any(String) });
  expect(await calls('create_link')).toBe(before + 1);
});

test('a change leads it elsewhere under the same address; put away it is gone at the platform too', async () => {
  const id = await create('改派');
  await work();
  const { address } = await linkOf(id);
  const { accountId: _, ...change } = body('改派后', { memberIds: [`mem_${bob}`], asksNobody: false });
  await ok(client.send('PUT', `/acquisition-links/${id}`, change));
  await work();
  expect(await linkOf(id)).toMatchObject({
    name: '改派后',
    address,
    members: [{ name: '鲍' }],
    state: 'ready',
  });
  expect((await open(id, 'wm_c1')).userid).toBe('bob');
  expect((await client.send('DELETE', `/touchpoints/${touchpointId}`)).body).toMatchObject({
    code: 'touchpoint_has_codes',
  });
  await ok(client.send('DELETE', `/acquisition-links/${id}`));
  await work();
  expect(await linkOf(id)).toBeUndefined();
  expect(await linkOf(id, '?archived=yes')).toMatchObject({ state: 'archived' });
  const { linkId } = await keptOf(id);
  await expect(admin.consoleDeletesLink(corpId, linkId ?? '')).rejects.toThrow('unknown_link');
  expect((await client.send('DELETE', `/acquisition-links/${id}`)).status).toBe(404);
});

test('a link deleted in the console is told of, by the event and without it', async () => {
  const [told, untold] = [await create('控制台删'), await create('悄悄删')];
  await work();
  await admin.consoleDeletesLink(corpId, (await keptOf(told)).linkId ?? '');
  await settle();
  expect(await linkOf(told)).toMatchObject({ state: 'gone' });
  await admin.addFault({ kind: 'callback_drop', times: 1 });
  await admin.consoleDeletesLink(corpId, (await keptOf(untold)).linkId ?? '');
  await work();
  expect(await linkOf(untold)).toMatchObject({ state: 'ready' });
  clock.advance(2 * HOUR);
  await syncLinks(platform);
  expect(await linkOf(untold)).toMatchObject({ state: 'gone' });
});

test('what is left of the quota is read, and told anew when WeCom warns', async () => {
  const id = await create('额度');
  await work();
  const quota = async () =>
    (await ok(client.get('/acquisition-quotas'))).data[0] as unknown as {
      balance: number;
      low: number;
      total: number;
    };
  const before = await quota();
  expect(before).toMatchObject({ low: 20, total: 40, parts: [{ expiresAt: expect.any(String) }] });
  for (let i = 0; i < before.balance - 19; i++) await open(id, `wm_q${i}`);
  await work();
  expect(await quota()).toMatchObject({ balance: 19 });
  const { rows } = await sql`select 1 from events where type = 'acquisition.quota_low'`.execute(db);
  expect(rows).toHaveLength(1);
});

test('departments stand beside members, or alone; WeCom knows who is in them', async () => {
  const { data } = await ok(client.get(`/wecom-departments?account=acc_${accountId}`));
  expect(data).toEqual([
    { id: 1, name: '总部', path: ['总部'] },
    { id: 2, name: '门店', path: ['总部', '门店'] },
  ]);
  const departments = [{ id: 1, name: '总部' }];
  const id = await create('部门', { memberIds: [], departments });
  await work();
  expect(await linkOf(id)).toMatchObject({ state: 'ready', members: [], departments });
  await admin.buyQuota(corpId, { count: 5 });
  expect((await open(id, 'wm_d1')).userid).toMatch(/^(ann|bob)$/);
  await settle();
  expect((await linkOf(id)).figures).toMatchObject({ added: 1 });
  const { accountId: _, ...alone } = body('部门', { memberIds: [`mem_${bob}`], departments: [] });
  await ok(client.send('PUT', `/acquisition-links/${id}`, alone));
  await work();
  const { linkId } = await keptOf(id);
  expect(
    wecom.orThrow(await wecom.getAcquisitionLink(await openWecom(platform, accountId), linkId ?? '')),
  ).toMatchObject({ userIds: ['bob'], departmentIds: [] });
  const gone = await create('没有的部门', { memberIds: [], departments: [{ id: 99, name: '已删' }] });
  await work();
  expect(await linkOf(gone)).toMatchObject({ state: 'failed', why: expect.any(String) });
  const unread = await client.get('/wecom-departments?account=acc_999999');
  expect(unread).toMatchObject({ status: 422, body: { code: 'departments_unreadable' } });
});

test('what cannot work is refused when it is saved', async () => {
  const refused = async (more: object) =>
    (await client.post('/acquisition-links', body('不行', more))).status;
  expect(await refused({ memberIds: [] })).toBe(422);
  expect(await refused({ name: '很'.repeat(31) })).toBe(400);
  expect(await refused({ touchpointId: 'tp_999' })).toBe(404);
  expect(await refused({ memberIds: ['mem_999999'] })).toBe(422);
  const reader = client.as(await testMember(platform, 'staff', 'all'));
  expect((await reader.post('/acquisition-links', body('不许'))).status).toBe(403);
});

test('of days, those since the last that was read are read, and at most a month', () => {
  const now = new Date('2026-06-30T10:00:00+08:00');
  const read = (createdAt: string, lastDay: string | null) =>
    daysToRead({ createdAt: new Date(createdAt), lastDay }, now);
  expect(read('2026-06-29T23:00:00+08:00', null)).toEqual(['2026-06-29', '2026-06-30']);
  expect(read('2026-01-01T00:00:00+08:00', '2026-06-30')).toEqual(['2026-06-30']);
  expect(read('2026-01-01T00:00:00+08:00', '2026-02-01')).toHaveLength(30);
});

test('who has a member already is led back to them where the link says so, and nobody is added', async () => {
  const id = await create('老客优先', { memberIds: [`mem_${ann}`] });
  await work();
  const kept = async () => {
    const { linkId } = await keptOf(id);
    return await wecom.orThrow(
      await wecom.getAcquisitionLink(await openWecom(platform, accountId), linkId ?? ''),
    );
  };
  expect(await kept()).toMatchObject({ priority: 'none' });
  await admin.customerAdds(corpId, 'wm_known', { userid: 'bob', customer: { name: '老客' } });
  expect(await open(id, 'wm_known'), 'led to who stands behind the link').toMatchObject({
    userid: 'ann',
    outcome: 'added',
  });
  const change = (more: object) => {
    const { accountId: _, ...rest } = body('老客优先', { memberIds: [`mem_${ann}`], ...more });
    return client.send('PUT', `/acquisition-links/${id}`, rest);
  };
  expect(await change({ priority: 'members' })).toMatchObject({
    body: { code: 'link_priority_members_missing' },
  });
  await ok(change({ priority: 'members', priorityIds: [`mem_${bob}`] }));
  await work();
  expect(await kept()).toMatchObject({ priority: ['bob'] });
  expect(await linkOf(id)).toMatchObject({ priority: 'members', priorityMembers: [{ name: '鲍' }] });
  await admin.customerAdds(corpId, 'wm_known2', { userid: 'bob', customer: { name: '老客' } });
  expect(await open(id, 'wm_known2')).toMatchObject({ userid: 'bob', outcome: 'already_friends' });
  await ok(change({ priority: 'corp', priorityIds: [`mem_${bob}`] }));
  await work();
  expect(await kept()).toMatchObject({ priority: 'corp' });
  expect(await linkOf(id)).toMatchObject({ priority: 'corp', priorityMembers: [] });
  await ok(change({}));
  await work();
  expect(await kept()).toMatchObject({ priority: 'none' });
});
