import { afterEach, beforeEach, expect, test } from 'vitest';
import { ALICE, BOB, CAROL, type TestSimulator, testSimulator } from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

test('get gives an array of followers with tags as objects, and unionid of WeChat users only', async () => {
  expect(await it.get('externalcontact/get', { external_userid: ALICE })).toEqual({
    errcode: 0,
    errmsg: 'ok',
    external_contact: {
      external_userid: ALICE,
      name: '爱丽丝',
      type: 1,
      avatar: 'https://example.com/a.png',
      gender: 2,
      unionid: 'union-alice',
    },
    follow_user: [
      {
        userid: 'zhangsan',
        remark: '爱丽丝 常客',
        description: '',
        createtime: 1_700_000_000,
        tags: [
          { group_name: '等级', tag_name: '重要', tag_id: 'etVip', type: 1 },
          { group_name: '门店', tag_name: '徐汇', tag_id: 'etXuhui', type: 1 },
          { group_name: '个人标签', tag_name: '爱吃可颂', type: 2 },
        ],
        remark_mobiles: ['13900000001'],
        oper_userid: ALICE,
        add_way: 1,
        state: 'qr-door',
      },
      {
        userid: 'LiSi',
        remark: '爱丽丝',
        description: '',
        createtime: 1_700_000_100,
        tags: [],
        remark_mobiles: [],
        oper_userid: ALICE,
        add_way: 3,
      },
    ],
  });
  const { external_contact } = await it.get('externalcontact/get', { external_userid: CAROL });
  expect(external_contact).toEqual({
    external_userid: CAROL,
    name: '卡罗',
    position: '采购',
    avatar: '',
    corp_name: '腾讯',
    corp_full_name: '腾讯科技有限公司',
    type: 2,
    gender: 0,
    external_profile: { external_attr: [] },
  });
});

test('batch/get_by_user gives one object per pair with bare tag ids and no personal tags', async () => {
  const body = { userid_list: ['zhangsan'], limit: 1 };
  const first = await it.post('externalcontact/batch/get_by_user', body);
  expect(first).toEqual({
    errcode: 0,
    errmsg: 'ok',
    external_contact_list: [
      {
        external_contact: expect.objectContaining({ external_userid: ALICE, unionid: 'union-alice' }),
        follow_info: {
          userid: 'zhangsan',
          remark: '爱丽丝 常客',
          description: '',
          createtime: 1_700_000_000,
          tag_id: ['etVip', 'etXuhui'],
          remark_mobiles: ['13900000001'],
          oper_userid: ALICE,
          add_way: 1,
          state: 'qr-door',
        },
      },
    ],
    next_cursor: expect.stringMatching(/.+/),
    fail_info: { unlicensed_userid_list: [] },
  });
  const second = await it.post('externalcontact/batch/get_by_user', { ...body, cursor: first.next_cursor });
  expect(second.external_contact_list[0].external_contact.external_userid).toBe(BOB);
  expect(second.next_cursor).toBe('');
});

test('a batch walks several members, and a limit above 100 counts as 100', async () => {
  const answer = await it.post('externalcontact/batch/get_by_user', {
    userid_list: ['lisi', 'zhangsan'],
    limit: 5_000,
  });
  const pairs = answer.external_contact_list.map(
    (pair: { follow_info: { userid: string } }) => pair.follow_info.userid,
  );
  expect(pairs).toEqual(['LiSi', 'LiSi', 'zhangsan', 'zhangsan']);
  const many = Array.from({ length: 101 }, () => 'zhangsan');
  expect((await it.post('externalcontact/batch/get_by_user', { userid_list: many })).errcode).toBe(40058);
  expect((await it.post('externalcontact/batch/get_by_user', { userid_list: ['nobody'] })).errcode).toBe(
    60111,
  );
});

test('pages may come empty with a cursor, and the walk still ends with everybody once', async () => {
  await it.admin.changeSettings({ emptyPages: 1 });
  const seen: string[] = [];
  let cursor = '';
  let empty = 0;
  do {
    const page = await it.post('externalcontact/batch/get_by_user', {
      userid_list: ['zhangsan', 'LiSi'],
      cursor,
      limit: 1,
    });
    empty += Number(page.external_contact_list.length === 0);
    for (const { external_contact, follow_info } of page.external_contact_list)
      seen.push(`${follow_info.userid} ${external_contact.name}`);
    cursor = page.next_cursor;
  } while (cursor);
  expect(seen).toEqual(['zhangsan 爱丽丝', 'zhangsan 鲍勃', 'LiSi 爱丽丝', 'LiSi 卡罗']);
  expect(empty).toBe(4);
});

test('a cursor is bound to its question and expires', async () => {
  const ask = (cursor: string, userid = 'zhangsan') =>
    it.post('externalcontact/batch/get_by_user', { userid_list: [userid], limit: 1, cursor });
  const { next_cursor } = await ask('');
  expect((await ask(next_cursor, 'LiSi')).errcode).toBe(40058);
  expect((await ask(`${next_cursor}x`)).errcode).toBe(40058);
  await it.admin.advance(86_400);
  expect((await ask(next_cursor)).errcode).toBe(40058);
});

test('more followers than a page holds come with a cursor', async () => {
  await it.admin.changeSettings({ followersPerPage: 1 });
  const first = await it.get('externalcontact/get', { external_userid: ALICE });
  expect(first.follow_user.map((follow: { userid: string }) => follow.userid)).toEqual(['zhangsan']);
  const second = await it.get('externalcontact/get', { external_userid: ALICE, cursor: first.next_cursor });
  expect(second.follow_user.map((follow: { userid: string }) => follow.userid)).toEqual(['LiSi']);
  expect(second).not.toHaveProperty('next_cursor');
});

test('a member the customer deleted still sees them; a customer the member deleted is 84061', async () => {
  const { admin } = it;
  await admin.customerDeletes('ww1111111111111111', BOB, 'zhangsan');
  expect((await it.get('externalcontact/list', { userid: 'zhangsan' })).external_userid).toEqual([
    ALICE,
    BOB,
  ]);
  expect((await it.get('externalcontact/get', { external_userid: BOB })).errcode).toBe(0);

  await admin.memberDeletes('ww1111111111111111', 'zhangsan', BOB);
  expect((await it.get('externalcontact/list', { userid: 'zhangsan' })).external_userid).toEqual([ALICE]);
  expect(await it.get('externalcontact/get', { external_userid: BOB })).toMatchObject({
    errcode: 84061,
    follow_user: [],
  });
  expect((await it.get('externalcontact/get', { external_userid: 'wmNobody' })).errcode).toBe(40096);
  expect((await it.get('externalcontact/list', { userid: 'boss' })).errcode).toBe(84074);
});

test('a member without customers is an empty list or 84061, as configured', async () => {
  expect(await it.get('externalcontact/list', { userid: 'wangwu' })).toMatchObject({
    errcode: 0,
    external_userid: [],
  });
  await it.admin.changeSettings({ memberWithoutCustomers: '84061' });
  expect(await it.get('externalcontact/list', { userid: 'wangwu' })).toMatchObject({
    errcode: 84061,
    external_userid: [],
  });
});

test('remark changes what is named, replaces the mobiles and clears them with an empty one', async () => {
  const pair = { userid: 'zhangsan', external_userid: ALICE };
  const follow = async () => (await it.get('externalcontact/get', { external_userid: ALICE })).follow_user[0];
  const remark = (fields: object) => it.post('externalcontact/remark', { ...pair, ...fields });
  expect(await remark({ remark: '爱丽丝2', remark_company: '小满', remark_mobiles: ['1', '2'] })).toEqual({
    errcode: 0,
    errmsg: 'ok',
  });
  expect(await follow()).toMatchObject({
    remark: '爱丽丝2',
    remark_corp_name: '小满',
    remark_mobiles: ['1', '2'],
  });
  await remark({ remark_mobiles: [''] });
  expect(await follow()).toMatchObject({ remark: '爱丽丝2', remark_mobiles: [] });

  expect((await remark({})).errcode).toBe(40063);
  expect((await remark({ remark: '字'.repeat(21) })).errcode).toBe(40058);
  expect((await remark({ description: '字'.repeat(151) })).errcode).toBe(40058);
  expect(
    (await it.post('externalcontact/remark', { userid: 'LiSi', external_userid: BOB, remark: 'x' })).errcode,
  ).toBe(84061);
});
