import jsqr from 'jsqr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ALICE,
  BOB,
  CORP,
  type Json,
  smallCorp,
  type TestSimulator,
  testSimulator,
} from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

const button = { type: 2, scene: 1, user: ['zhangsan'] };
const addWay = (more: object = {}): Promise<Json> =>
  it.post('externalcontact/add_contact_way', { ...button, ...more });
const addJoinWay = (more: object): Promise<Json> =>
  it.post('externalcontact/groupchat/add_join_way', { scene: 2, ...more });
const scan = (configId: string, external_userid: string, half = false) =>
  it.admin.customerScans(CORP, configId, { external_userid, half, customer: { name: '新客' } });

/** What an independent reader finds in a picture made of squares. */
function read(svg: string): string | undefined {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = 4;
  const side = (size * scale) / SQUARE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+),(\d+)h\d+/g))
    for (let dy = 0; dy < scale; dy++)
      for (let dx = 0; dx < scale; dx++) {
        const [column, row] = [(Number(x) / SQUARE) * scale + dx, (Number(y) / SQUARE) * scale + dy];
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
  return jsqr.default(pixels, side, side)?.data;
}
/** uqr draws each module this wide. */
const SQUARE = 10;

describe('ways', () => {
  test('a wrong type or scene is 41040, a wrong look 41042, also in a change', async () => {
    expect(await addWay({ type: 3 })).toMatchObject({ errcode: 41040 });
    expect(await addWay({ scene: 3 })).toMatchObject({ errcode: 41040 });
    expect(await addWay({ style: 4 })).toMatchObject({ errcode: 41042 });
    const { config_id } = await addWay();
    const change = { config_id, user: ['zhangsan'], style: 4 };
    expect(await it.post('externalcontact/update_contact_way', change)).toMatchObject({ errcode: 41042 });
  });

  test('none named is 41043, one that is not there 41044', async () => {
    for (const path of [
      'del_contact_way',
      'get_contact_way',
      'groupchat/del_join_way',
      'groupchat/get_join_way',
    ]) {
      expect(await it.post(`externalcontact/${path}`, {})).toMatchObject({ errcode: 41043 });
      expect(await it.post(`externalcontact/${path}`, { config_id: 'x' })).toMatchObject({ errcode: 41044 });
    }
  });

  test('contact ways and join ways share what a corp may have', async () => {
    const { chat_id } = await it.admin.memberCreatesGroup(CORP, { userid: 'zhangsan', name: '群' });
    await it.admin.changeSettings({ waysPerCorp: 2 });
    expect(await addWay()).toMatchObject({ errcode: 0 });
    expect(await addJoinWay({ chat_id_list: [chat_id] })).toMatchObject({ errcode: 0 });
    expect(await addWay()).toMatchObject({ errcode: 41045 });
    expect(await addJoinWay({ chat_id_list: [chat_id] })).toMatchObject({ errcode: 41045 });
  });

  test('the further group of a full one is made by its owner', async () => {
    const { chat_id } = await it.admin.memberCreatesGroup(CORP, { userid: 'zhangsan', name: '群' });
    const { config_id } = await addJoinWay({ chat_id_list: [chat_id], room_base_name: '群' });
    await it.admin.changeSettings({ peoplePerGroup: 1 });
    const further = await it.admin.customerScansGroup(CORP, config_id, BOB);
    expect(further.created).toBe(true);
    const made = (await it.admin.log({ kind: 'action' })).filter(({ what }) => what === 'group_create');
    expect(JSON.stringify(made)).toContain(further.chat_id);
    const join = it.admin.joinsGroup(CORP, further.chat_id, { who: { userid: 'nobody' } });
    await expect(join).rejects.toThrow('unknown_member');
  });
});

test('the picture of a code leads a phone to the page on which somebody new adds', async () => {
  const { config_id, qr_code } = await addWay({ user: ['LiSi'], scene: 2 });
  expect(qr_code).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/simulator\/codes\//);
  const svg = await (await fetch(String(qr_code))).text();
  expect(read(svg)).toBe(`${it.url}/simulator/scan/${config_id}`);
  const address = `${it.url}/simulator/scan/${config_id}`;
  expect(await (await fetch(address)).text()).toContain('微信昵称');
  const body = new URLSearchParams({ name: '新来的' });
  const added = await fetch(address, { method: 'POST', body, redirect: 'manual' });
  expect(added.status).toBe(303);
  const { external_contact_list: all } = await it.post('externalcontact/batch/get_by_user', {
    userid_list: ['LiSi'],
  });
  expect(JSON.stringify(all)).toContain('新来的');
});

describe('who scans', () => {
  test('is greeted by the console where it has a text, and no app gets a code', async () => {
    const members = [{ userid: 'zhangsan', name: '张三', console_welcome: true }];
    await it.admin.beginWorld({ corps: [{ ...smallCorp(), members, customers: [], group_chats: [] }] });
    const { config_id } = await addWay();
    expect(await scan(config_id, 'wmNew')).toMatchObject({ outcome: 'added', welcomeCode: null });
  });

  test('waits for the member, who has them not yet for messages of their own', async () => {
    const { config_id } = await addWay({ user: ['LiSi'] });
    expect(await scan(config_id, 'wmHalf', true)).toMatchObject({ outcome: 'half' });
    await it.admin.memberBroadcasts(CORP, 'LiSi', '早');
    await it.admin.memberBroadcasts(CORP, 'LiSi', '早', ['wmHalf']);
    expect(await it.admin.received({ external_userid: 'wmHalf' })).toEqual([]);
  });

  test('is a friend again at once where the member kept them', async () => {
    await it.admin.customerDeletes(CORP, ALICE, 'zhangsan');
    const { config_id } = await addWay();
    expect(await scan(config_id, ALICE, true)).toMatchObject({ outcome: 'added', userid: 'zhangsan' });
    expect(await it.get('externalcontact/get', { external_userid: ALICE })).toMatchObject({ errcode: 0 });
  });
});
