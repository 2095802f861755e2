import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WecomClient } from '../client.ts';
import { ScriptedServer, testClient } from '../testing/scripted-server.ts';
import { getCustomer, listCustomers, listFollowUsers, remarkCustomer, walkCustomers } from './customers.ts';
import { getMember, walkMembers } from './directory.ts';
import { createMassMessage, listMassResults, listMassTasks, remindMassMessage } from './mass-messages.ts';
import { addCorpTags, deleteCorpTags, editCorpTag, listCorpTags, markTags } from './tags.ts';

let server: ScriptedServer;
let client: WecomClient;
beforeEach(async () => {
  server = await new ScriptedServer().open();
  client = testClient(server).client;
});
afterEach(() => server.close());

const lastBody = () => server.asked.at(-1)?.body;
const calls = () => server.asked.filter(asked => asked.path !== 'gettoken').length;

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

describe('the directory', () => {
  const user = (userid: string, department: number[]) => ({ userid, name: userid, department, status: 1 });

  it('is walked by departments, each member once', async () => {
    server
      .on('department/simplelist', {
        department_id: [{ id: 1, parentid: 0, order: 1 }, { id: 2, parentid: 1 }, { id: 3 }],
      })
      .on('user/list', ({ query }) => {
        if (query.department_id === '1') return { userlist: [user('boss', [1, 2])] };
        if (query.department_id === '2') return { userlist: [user('boss', [1, 2]), user('ann', [2])] };
        return { errcode: 60123, errmsg: 'invalid party id', userlist: [] };
      });
    const pages = await all(walkMembers(client));
    expect(pages.map(page => page.ok && page.data.map(one => one.userId))).toEqual([['boss'], ['ann']]);
  });

  it('ends with the first failure', async () => {
    server.on('department/simplelist', { department_id: [{ id: 1 }, { id: 2 }] });
    server.on('user/list', { errcode: 60011, errmsg: 'no privilege' });
    expect(await all(walkMembers(client))).toMatchObject([{ ok: false, kind: 'config', code: 60011 }]);
    server.on('department/simplelist', { errcode: 48002, errmsg: '' });
    expect(await all(walkMembers(client))).toMatchObject([{ ok: false, code: 48002 }]);
  });

  it('tells what an app may see of a member, and only that', async () => {
    server.on('user/get', {
      userid: 'Ann',
      name: '安',
      department: [2, 5],
      is_leader_in_dept: [0, 1],
      main_department: 5,
      direct_leader: ['boss'],
      status: 4,
      gender: '0',
      position: '',
      extattr: { attrs: [] },
    });
    expect(await getMember(client, 'Ann')).toEqual({
      ok: true,
      data: {
        userId: 'Ann',
        name: '安',
        departmentIds: [2, 5],
        leads: [5],
        mainDepartmentId: 5,
        directLeaders: ['boss'],
        position: undefined,
        alias: undefined,
        mobile: undefined,
        email: undefined,
        avatar: undefined,
        status: 'inactive',
      },
    });
  });
});

describe('customers', () => {
  it('of a member without any are an empty list, also as 84061', async () => {
    server.on('externalcontact/list', {
      errcode: 84061,
      errmsg: 'not external contact',
      external_userid: [],
    });
    expect(await listCustomers(client, 'ann')).toEqual({ ok: true, data: [] });
    server.on('externalcontact/list', { errcode: 84074, errmsg: 'no permission', external_userid: [] });
    expect(await listCustomers(client, 'ann')).toMatchObject({ ok: false, code: 84074 });
    server.on('externalcontact/list', { errcode: 0, external_userid: ['wmA'] });
    expect(await listCustomers(client, 'ann')).toEqual({ ok: true, data: ['wmA'] });
    server.on('externalcontact/get_follow_user_list', { follow_user: ['ann'] });
    expect(await listFollowUsers(client)).toEqual({ ok: true, data: ['ann'] });
  });

  it('come one by one with all followers and their tags as objects', async () => {
    const contact = { external_userid: 'wmA', name: '李四', type: 1, gender: 2, unionid: 'ozyn', avatar: '' };
    server.on('externalcontact/get', ({ query }) =>
      query.cursor
        ? {
            external_contact: contact,
            follow_user: [{ userid: 'bob', remark: 'L', createtime: 1_780_459_200 }],
          }
        : {
            external_contact: contact,
            follow_user: [
              {
                userid: 'ann',
                remark: '李总',
                description: '对接人',
                createtime: 1_525_779_812,
                tags: [
                  { group_name: 'g', tag_name: 'vip', tag_id: 'etAG', type: 1 },
                  { group_name: 'g', tag_name: '老同学', type: 2 },
                  { group_name: 'r', tag_name: 'rule', tag_id: 'stAG', type: 3 },
                ],
                remark_corp_name: '腾讯',
                remark_mobiles: ['13800000001', ''],
                oper_userid: 'ann',
                add_way: 10,
                state: 's',
                wechat_channels: { nickname: '号', source: 1 },
              },
            ],
            next_cursor: 'c1',
          },
    );
    const got = await getCustomer(client, 'wmA');
    expect(got).toMatchObject({
      ok: true,
      data: {
        customer: {
          externalUserId: 'wmA',
          type: 'wechat',
          gender: 'female',
          unionId: 'ozyn',
          avatar: undefined,
        },
        follows: [
          {
            userId: 'ann',
            tagIds: ['etAG', 'stAG'],
            personalTags: ['老同学'],
            mobiles: ['13800000001'],
            company: '腾讯',
            addWay: 10,
            channels: { nickname: '号', source: 1 },
            followedAt: new Date(1_525_779_812_000),
          },
          { userId: 'bob', tagIds: [], personalTags: [], addWay: 0, channels: undefined },
        ],
      },
    });
  });

  const row = (id: string) => ({
    external_contact: { external_userid: id, name: id, type: 1 },
    follow_info: { userid: 'ann', createtime: 1, tag_id: ['etA'] },
  });

  it('come in pages as long as there is a cursor, empty pages or not', async () => {
    server.on('externalcontact/batch/get_by_user', ({ body }) => {
      if (body.cursor === '') return { external_contact_list: [row('wmA')], next_cursor: 'c1' };
      if (body.cursor === 'c1') return { external_contact_list: [], next_cursor: 'c2' };
      return {
        external_contact_list: [row('wmB')],
        next_cursor: '',
        fail_info: { unlicensed_userid_list: ['bob'] },
      };
    });
    const pages = await all(walkCustomers(client, ['ann', 'bob']));
    expect(pages).toMatchObject([
      { ok: true, data: { items: [{ customer: { externalUserId: 'wmA' } }], nextCursor: 'c1' } },
      { ok: true, data: { items: [], nextCursor: 'c2' } },
      { ok: true, data: { unlicensed: ['bob'], nextCursor: undefined } },
    ]);
    const follow = pages[0]?.ok && pages[0].data.items[0]?.follow;
    expect(follow).toMatchObject({ userId: 'ann', tagIds: ['etA'], personalTags: undefined });
    expect(lastBody()).toEqual({ userid_list: ['ann', 'bob'], cursor: 'c2', limit: 100 });
    expect(await all(walkCustomers(client, ['ann'], { from: 'c2' }))).toHaveLength(1);
  });

  it('stop at a failure, and at a cursor that repeats itself', async () => {
    server.on('externalcontact/batch/get_by_user', (_, nth) =>
      nth === 1 ? { external_contact_list: [row('wmA')], next_cursor: 'c1' } : { errcode: 48002, errmsg: '' },
    );
    expect(await all(walkCustomers(client, ['ann']))).toMatchObject([
      { ok: true },
      { ok: false, code: 48002 },
    ]);
    server.on('externalcontact/batch/get_by_user', {
      external_contact_list: [row('wmA')],
      next_cursor: 'same',
    });
    const pages = await all(walkCustomers(client, ['ann']));
    expect(pages.map(page => page.ok || page.code)).toEqual([true, true, 'endless_cursor']);
  });

  it('are asked for by at most a hundred members', async () => {
    const members = Array.from({ length: 101 }, (_, index) => `m${index}`);
    expect(await all(walkCustomers(client, members))).toMatchObject([{ ok: false, code: 'invalid_request' }]);
    expect(await all(walkCustomers(client, []))).toEqual([]);
    expect(calls()).toBe(0);
  });

  it('get remarks: what is not given stays, no mobiles clears them', async () => {
    const pair = { userId: 'ann', externalUserId: 'wmA' };
    server.on('externalcontact/remark', { errcode: 0, errmsg: 'ok' });
    expect(await remarkCustomer(client, pair, { remark: '李总', mobiles: [] })).toEqual({ ok: true });
    expect(lastBody()).toEqual({
      userid: 'ann',
      external_userid: 'wmA',
      remark: '李总',
      remark_mobiles: [''],
    });
    const before = calls();
    for (const change of [
      {},
      { remark: '私'.repeat(21) },
      { company: 'x'.repeat(21) },
      { description: 'x'.repeat(151) },
    ])
      expect(await remarkCustomer(client, pair, change)).toMatchObject({
        kind: 'fix_data',
        code: 'invalid_request',
      });
    expect(calls()).toBe(before);
    expect(await remarkCustomer(client, pair, { remark: '🌱'.repeat(20) })).toMatchObject({ ok: true });
  });
});

describe('corp tags', () => {
  const group = {
    group_id: 'etG',
    group_name: '等级',
    create_time: 1_780_459_200,
    order: 4_294_967_295,
    tag: [{ id: 'etT', name: 'vip', create_time: 1_780_459_200, order: 1 }],
  };

  it('are listed by groups', async () => {
    server.on('externalcontact/get_corp_tag_list', {
      tag_group: [group, { ...group, deleted: true, tag: null }],
    });
    const at = new Date(1_780_459_200_000);
    expect(await listCorpTags(client, { groupIds: ['etG'] })).toEqual({
      ok: true,
      data: [
        {
          id: 'etG',
          name: '等级',
          createdAt: at,
          order: 4_294_967_295,
          deleted: false,
          tags: [{ id: 'etT', name: 'vip', createdAt: at, order: 1, deleted: false }],
        },
        expect.objectContaining({ deleted: true, tags: [] }),
      ],
    });
    expect(lastBody()).toEqual({ group_id: ['etG'] });
  });

  it('are added once, changed, deleted and put on customers', async () => {
    server.on('externalcontact/add_corp_tag', { tag_group: group });
    const added = await addCorpTags(client, { group: { name: '等级' }, tags: [{ name: 'vip', order: 1 }] });
    expect(added).toMatchObject({ ok: true, data: { id: 'etG' } });
    expect(lastBody()).toEqual({ group_name: '等级', tag: [{ name: 'vip', order: 1 }] });
    server.on('externalcontact/add_corp_tag', 'close');
    const lost = await addCorpTags(client, { group: { id: 'etG' }, tags: [{ name: 'vip' }] });
    expect(lost).toMatchObject({ ok: false, kind: 'uncertain' });

    server.on('externalcontact/edit_corp_tag', (_, nth) => (nth === 1 ? 'close' : { errcode: 0 }));
    expect(await editCorpTag(client, 'etT', { name: 'svip' })).toMatchObject({ ok: true });
    server.on('externalcontact/del_corp_tag', { errcode: 0 });
    expect(await deleteCorpTags(client, { tagIds: ['etT'] })).toMatchObject({ ok: true });
    server.on('externalcontact/mark_tag', (_, nth) => (nth === 1 ? { errcode: 45035 } : { errcode: 0 }));
    const pair = { userId: 'ann', externalUserId: 'wmA' };
    expect(await markTags(client, pair, { add: ['etT'] })).toMatchObject({ ok: true });
    expect(lastBody()).toEqual({ userid: 'ann', external_userid: 'wmA', add_tag: ['etT'], remove_tag: [] });
  });

  it('are not asked for what WeCom cannot do', async () => {
    const refused = [
      await addCorpTags(client, { group: { name: 'g' }, tags: [] }),
      await addCorpTags(client, { group: { name: 'g' }, tags: [{ name: 'x'.repeat(31) }] }),
      await addCorpTags(client, { group: { name: '' }, tags: [{ name: 'x' }] }),
      await deleteCorpTags(client, {}),
      await markTags(client, { userId: 'a', externalUserId: 'b' }, {}),
    ];
    for (const outcome of refused) expect(outcome).toMatchObject({ ok: false, code: 'invalid_request' });
    expect(calls()).toBe(0);
  });
});

describe('mass messages', () => {
  const message = { text: '你好', attachments: [] };

  it('are created for one sender, with what WeCom refused at once', async () => {
    server.on('externalcontact/add_msg_template', { errcode: 0, fail_list: ['wmB'], msgid: 'msgA' });
    const created = await createMassMessage(client, {
      sender: 'ann',
      to: { externalUserIds: ['wmA', 'wmB'] },
      message: {
        text: '你好',
        attachments: [
          { kind: 'image', url: 'https://wework.qpic.cn/a' },
          { kind: 'link', title: '店', url: 'https://shop.example', description: 'd', picture: 'https://p' },
          { kind: 'miniprogram', title: '小程序', appId: 'wx1', page: '/p', coverMediaId: 'COVER' },
        ],
      },
    });
    expect(created).toEqual({ ok: true, data: { msgId: 'msgA', refused: ['wmB'] } });
    expect(lastBody()).toEqual({
      chat_type: 'single',
      external_userid: ['wmA', 'wmB'],
      sender: 'ann',
      text: { content: '你好' },
      attachments: [
        { msgtype: 'image', image: { pic_url: 'https://wework.qpic.cn/a' } },
        {
          msgtype: 'link',
          link: { title: '店', url: 'https://shop.example', desc: 'd', picurl: 'https://p' },
        },
        {
          msgtype: 'miniprogram',
          miniprogram: { title: '小程序', pic_media_id: 'COVER', appid: 'wx1', page: '/p' },
        },
      ],
    });
  });

  it('never go to everybody because a list was empty', async () => {
    const to = { externalUserIds: [] };
    expect(await createMassMessage(client, { sender: 'ann', to, message })).toMatchObject({
      ok: false,
      code: 'invalid_request',
    });
    expect(server.asked).toHaveLength(0);
  });

  it('are refused here when WeCom would refuse them', async () => {
    const one = { externalUserIds: ['wmA'] };
    const many = (count: number) => Array.from({ length: count }, (_, index) => `wm${index}`);
    const link = (title: string, description = '') => [
      { kind: 'link' as const, title, url: 'u', description },
    ];
    for (const fault of [
      { sender: '', to: one, message },
      { sender: 'ann', to: { externalUserIds: many(10_001) }, message },
      { sender: 'ann', to: { chatIds: many(2_001) }, message },
      { sender: 'ann', to: one, message: { text: '', attachments: [] } },
      { sender: 'ann', to: one, message: { text: '私'.repeat(1_334), attachments: [] } },
      {
        sender: 'ann',
        to: one,
        message: { text: '', attachments: Array(10).fill({ kind: 'image', url: 'u' }) },
      },
      { sender: 'ann', to: one, message: { text: '', attachments: link('题'.repeat(43)) } },
      { sender: 'ann', to: one, message: { text: '', attachments: link('t', 'x'.repeat(513)) } },
    ])
      expect(await createMassMessage(client, fault)).toMatchObject({ ok: false, kind: 'fix_data' });
    expect(server.asked).toHaveLength(0);
  });

  it('count both 1 and 2 as confirmed, and read all pages', async () => {
    server.on('externalcontact/get_groupmsg_task', ({ body }) =>
      body.cursor
        ? { task_list: [{ userid: 'cat', status: 1, send_time: 1_780_459_200 }] }
        : {
            task_list: [
              { userid: 'ann', status: 0 },
              { userid: 'bob', status: 2 },
            ],
            next_cursor: 'c',
          },
    );
    expect(await listMassTasks(client, 'msgA')).toEqual({
      ok: true,
      data: [
        { userId: 'ann', confirmed: false, sentAt: undefined },
        { userId: 'bob', confirmed: true, sentAt: undefined },
        { userId: 'cat', confirmed: true, sentAt: new Date(1_780_459_200_000) },
      ],
    });
    server.on('externalcontact/get_groupmsg_send_result', {
      send_list: [
        { external_userid: 'wmA', userid: 'ann', status: 1, send_time: '1780459200' },
        { external_userid: 'wmB', userid: 'ann', status: 2 },
        { chat_id: 'wrC', userid: 'ann', status: 3 },
        { external_userid: 'wmD', userid: 'ann', status: 0, send_time: 0 },
      ],
    });
    const results = await listMassResults(client, 'msgA', 'ann');
    expect(results).toMatchObject({
      data: [
        { recipient: 'wmA', state: 'delivered', sentAt: new Date(1_780_459_200_000) },
        { recipient: 'wmB', state: 'gone' },
        { recipient: 'wrC', state: 'capped' },
        { recipient: 'wmD', state: 'waiting', sentAt: undefined },
      ],
    });
  });

  it('are reminded of once, also when the answer is lost', async () => {
    server.on('externalcontact/remind_groupmsg_send', 'close');
    expect(await remindMassMessage(client, 'msgA')).toMatchObject({ ok: false, kind: 'uncertain' });
    expect(calls()).toBe(1);
  });
});
