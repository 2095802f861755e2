import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallCorp, type TestSimulator, testSimulator } from '../testing/small-world.ts';

let it: TestSimulator;
beforeAll(async () => {
  const corp = smallCorp();
  const old = { agentid: 7, secret: 'secret-of-old-app', private_fields: true };
  it = await testSimulator({ corps: [{ ...corp, apps: [...(corp.apps ?? []), old] }] });
});
afterAll(() => it.stop());

test('user/get ignores case and leaves out what new apps may not see', async () => {
  expect(await it.get('user/get', { userid: 'ZhangSan' })).toEqual({
    errcode: 0,
    errmsg: 'ok',
    userid: 'zhangsan',
    name: '张三',
    department: [2],
    order: [0],
    is_leader_in_dept: [1],
    main_department: 2,
    direct_leader: [],
    position: '',
    status: 1,
    alias: '',
    telephone: '',
    extattr: { attrs: [] },
    gender: '0',
  });
  expect(await it.get('user/get', { userid: 'zhangsan' }, 'secret-of-old-app')).toMatchObject({
    mobile: '13800000001',
    gender: '1',
  });
  expect(await it.get('user/get', { userid: 'nobody' })).toEqual({
    errcode: 60111,
    errmsg: expect.any(String),
    department: [],
    order: [],
    is_leader_in_dept: [],
    direct_leader: [],
  });
});

test('user/list and simplelist give the members of one department, not of those below it', async () => {
  const list = await it.get('user/list', { department_id: '2' });
  expect(list.userlist.map((member: { userid: string }) => member.userid)).toEqual(['zhangsan']);
  expect(await it.get('user/simplelist', { department_id: '3' })).toEqual({
    errcode: 0,
    errmsg: 'ok',
    userlist: [{ userid: 'LiSi', name: '李四', department: [3, 1] }],
  });
  expect((await it.get('user/list', { department_id: '99' })).errcode).toBe(60123);
});

test('user/list_id gives one row per member and department, page by page, to 通讯录同步 only', async () => {
  const first = await it.post('user/list_id', { limit: 3 }, 'secret-of-sync');
  expect(first.dept_user).toEqual([
    { userid: 'zhangsan', department: 2 },
    { userid: 'LiSi', department: 3 },
    { userid: 'LiSi', department: 1 },
  ]);
  const second = await it.post('user/list_id', { limit: 3, cursor: first.next_cursor }, 'secret-of-sync');
  expect(second).toMatchObject({ next_cursor: '', dept_user: [{ userid: 'boss' }, { userid: 'wangwu' }] });
});

test('departments come as a tree in rows', async () => {
  expect(await it.get('department/simplelist', { id: '2' })).toEqual({
    errcode: 0,
    errmsg: 'ok',
    department_id: [
      { id: 2, parentid: 1, order: 100_000_000 },
      { id: 3, parentid: 2, order: 100_000_000 },
    ],
  });
  expect((await it.get('department/simplelist', {}, 'secret-of-sync')).department_id).toHaveLength(3);
  expect((await it.get('department/list')).department).toHaveLength(3);
  expect(await it.get('department/get', { id: '2' })).toEqual({
    errcode: 0,
    errmsg: 'ok',
    department: {
      id: 2,
      name: '门店',
      name_en: '',
      department_leader: ['zhangsan'],
      parentid: 1,
      order: 100_000_000,
    },
  });
});
