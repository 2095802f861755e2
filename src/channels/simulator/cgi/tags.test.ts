import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ALICE,
  BOB,
  type Json,
  SECRET,
  START,
  smallCorp,
  type TestSimulator,
  testSimulator,
} from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  const corp = smallCorp();
  it = await testSimulator({
    corps: [{ ...corp, apps: [...(corp.apps ?? []), { agentid: 7, secret: 'other-app' }] }],
  });
});
afterEach(() => it.stop());

const NOW = Math.floor(Date.parse(START) / 1_000);
const add = (body: object): Promise<Json> => it.post('externalcontact/add_corp_tag', body);
const list = (body: object = {}): Promise<Json> => it.post('externalcontact/get_corp_tag_list', body);
const names = (answer: Json) =>
  answer.tag_group.map((group: Json) => [group.group_name, group.tag.map((tag: Json) => tag.name)]);

test('the library is a list of groups, each with its tags', async () => {
  const answer = await list();
  expect(names(answer)).toEqual([
    ['等级', ['重要', '新客']],
    ['门店', ['徐汇']],
  ]);
  expect(answer.tag_group[1]).toEqual({
    group_id: 'etGroupShop',
    group_name: '门店',
    create_time: NOW,
    order: 0,
    tag: [{ id: 'etXuhui', name: '徐汇', create_time: NOW, order: 0 }],
  });
});

test('group ids win over tag ids, and only asked by id the answer says what is deleted', async () => {
  const both = await list({ tag_id: ['etXuhui'], group_id: ['etGroupLevel'] });
  expect(names(both)).toEqual([['等级', ['重要', '新客']]]);
  expect(both.tag_group[0].deleted).toBe(false);
  expect(names(await list({ tag_id: ['etNew'] }))).toEqual([['等级', ['新客']]]);
  expect((await list({ tag_id: ['etNowhere'] })).errcode).toBe(40068);
});

test('adding joins a group of that name, collapses doubles and refuses names that are there', async () => {
  const made = await add({
    group_name: '口味',
    order: 5,
    tag: [{ name: '甜' }, { name: '咸', order: 2 }, { name: '甜' }],
  });
  expect(made).toEqual({
    errcode: 0,
    errmsg: 'ok',
    tag_group: {
      group_id: expect.stringMatching(/^et/),
      group_name: '口味',
      create_time: NOW,
      order: 5,
      tag: [
        { id: expect.stringMatching(/^et/), name: '甜', create_time: NOW, order: 0 },
        { id: expect.stringMatching(/^et/), name: '咸', create_time: NOW, order: 2 },
      ],
    },
  });
  const joined = await add({ group_name: '口味', tag: [{ name: '辣' }] });
  expect(joined.tag_group).toMatchObject({ group_id: made.tag_group.group_id, tag: [{ name: '辣' }] });
  expect(names(await list())[0]).toEqual(['口味', ['咸', '甜', '辣']]);

  expect((await add({ group_name: '口味', tag: [{ name: '甜' }] })).errcode).toBe(40071);
  expect((await add({ group_name: '空', tag: [] })).errcode).toBe(40058);
  expect((await add({ group_name: '长', tag: [{ name: '字'.repeat(31) }] })).errcode).toBe(40058);
  expect((await add({ group_id: 'etNowhere', tag: [{ name: 'x' }] })).errcode).toBe(40068);
});

test('a corp has a largest number of tags', async () => {
  await it.admin.changeSettings({ tagsPerCorp: 4 });
  expect((await add({ group_name: '口味', tag: [{ name: '甜' }, { name: '咸' }] })).errcode).toBe(40126);
  expect((await add({ group_name: '口味', tag: [{ name: '甜' }] })).errcode).toBe(0);
});

test('an app edits and deletes only what it made itself', async () => {
  const { tag_group } = await add({ group_name: '口味', tag: [{ name: '甜' }, { name: '咸' }] });
  const [sweet, salty] = tag_group.tag;
  const edit = (body: object, secret = SECRET) => it.post('externalcontact/edit_corp_tag', body, secret);
  const remove = (body: object, secret = SECRET) => it.post('externalcontact/del_corp_tag', body, secret);

  expect((await edit({ id: 'etVip', name: 'x' })).errcode).toBe(60011);
  expect((await edit({ id: sweet.id, name: 'x' }, 'other-app')).errcode).toBe(60011);
  expect((await remove({ tag_id: [sweet.id] }, 'other-app')).errcode).toBe(60011);
  expect((await edit({ id: sweet.id, name: '咸' })).errcode).toBe(40071);
  expect((await edit({ id: tag_group.group_id, name: '等级' })).errcode).toBe(40071);
  expect((await edit({ id: sweet.id, name: '微甜', order: 9 })).errcode).toBe(0);
  expect(names(await list({ group_id: [tag_group.group_id] }))).toEqual([['口味', ['微甜', '咸']]]);

  expect((await remove({})).errcode).toBe(40063);
  expect((await remove({ tag_id: [sweet.id] })).errcode).toBe(0);
  expect((await remove({ tag_id: [sweet.id] })).errcode).toBe(40068);
  await remove({ tag_id: [salty.id] });
  expect(names(await list())).toHaveLength(2);
  expect((await list({ group_id: [tag_group.group_id] })).tag_group[0]).toMatchObject({
    deleted: true,
    tag: [{ deleted: true }, { deleted: true }],
  });
});

test('mark_tag tags one pair of member and customer', async () => {
  const mark = (body: object) =>
    it.post('externalcontact/mark_tag', { userid: 'zhangsan', external_userid: ALICE, ...body });
  const tagsOf = async (external_userid: string) =>
    (await it.get('externalcontact/get', { external_userid })).follow_user.map((follow: Json) => [
      follow.userid,
      follow.tags.filter((tag: Json) => tag.type === 1).map((tag: Json) => tag.tag_id),
    ]);
  expect(await mark({ add_tag: ['etNew'], remove_tag: ['etVip'] })).toEqual({ errcode: 0, errmsg: 'ok' });
  expect(await tagsOf(ALICE)).toEqual([
    ['zhangsan', ['etNew', 'etXuhui']],
    ['LiSi', []],
  ]);
  expect((await mark({})).errcode).toBe(40063);
  expect((await mark({ add_tag: ['etNowhere'] })).errcode).toBe(40068);
  expect((await mark({ userid: 'LiSi', external_userid: BOB, add_tag: ['etNew'] })).errcode).toBe(84061);
  await it.admin.changeSettings({ tagsPerPair: 2 });
  expect((await mark({ add_tag: ['etVip'] })).errcode).toBe(40058);
  expect(await tagsOf(ALICE)).toContainEqual(['zhangsan', ['etNew', 'etXuhui']]);
});

test('two writers on one pair at once: the second is refused, another pair is not', async () => {
  await it.admin.changeSettings({ markTagMilliseconds: 100 });
  const mark = (external_userid: string): Promise<Json> =>
    it.post('externalcontact/mark_tag', { userid: 'zhangsan', external_userid, add_tag: ['etNew'] });
  const answers = await Promise.all([mark(ALICE), mark(ALICE), mark(BOB)]);
  expect(answers.map(answer => answer.errcode).sort()).toEqual([0, 0, 45035]);
  expect((await mark(ALICE)).errcode).toBe(0);
});

test('a tag deleted in the console is off its customers', async () => {
  await it.admin.changeTag('ww1111111111111111', { change: 'delete', id: 'etVip' });
  const answer = await it.post('externalcontact/batch/get_by_user', { userid_list: ['zhangsan'] });
  expect(answer.external_contact_list[0].follow_info.tag_id).toEqual(['etXuhui']);
});
