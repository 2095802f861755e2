import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ALICE,
  APP,
  BOB,
  CAROL,
  CORP,
  type Json,
  START,
  smallCorp,
  type TestSimulator,
  testSimulator,
} from '../testing/small-world.ts';

const NOW = Math.floor(Date.parse(START) / 1_000);
const DAY_SECONDS = 86_400;

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

const create = (body: object): Promise<Json> =>
  it.post('externalcontact/add_msg_template', { text: { content: '可颂出炉' }, ...body });
const tasks = (msgid: string): Promise<Json> => it.post('externalcontact/get_groupmsg_task', { msgid });
const results = (msgid: string, userid: string): Promise<Json> =>
  it.post('externalcontact/get_groupmsg_send_result', { msgid, userid });
const list = (body: object = {}): Promise<Json> =>
  it.post('externalcontact/get_groupmsg_list_v2', {
    chat_type: 'single',
    start_time: NOW - 10 * DAY_SECONDS,
    end_time: NOW + 10 * DAY_SECONDS,
    ...body,
  });

async function sent(body: object, userid = 'zhangsan'): Promise<Json> {
  const { msgid } = await create(body);
  await it.admin.advance(2);
  await it.admin.confirm(CORP, msgid, userid);
  return (await results(msgid, userid)).send_list;
}

describe('the life of a mass message', () => {
  test('creating sends nothing: it is dispatched, waits for the member, and then reaches the customers', async () => {
    const made = await create({ sender: 'ZhangSan', external_userid: [ALICE, BOB] });
    expect(made).toEqual({ errcode: 0, errmsg: 'ok', fail_list: [], msgid: expect.stringMatching(/^msg/) });
    expect(await tasks(made.msgid)).toEqual({ errcode: 41063, errmsg: expect.any(String), task_list: [] });
    expect(await results(made.msgid, 'zhangsan')).toMatchObject({ errcode: 41063, send_list: [] });
    await expect(it.admin.confirm(CORP, made.msgid, 'zhangsan')).rejects.toThrow('dispatching');

    await it.admin.advance(2);
    expect(await tasks(made.msgid)).toEqual({
      errcode: 0,
      errmsg: 'ok',
      task_list: [{ userid: 'zhangsan', status: 0 }],
      next_cursor: '',
    });
    expect((await results(made.msgid, 'zhangsan')).send_list).toEqual([
      { external_userid: ALICE, userid: 'zhangsan', status: 0 },
      { external_userid: BOB, userid: 'zhangsan', status: 0 },
    ]);
    expect(await it.admin.received()).toEqual([]);

    await it.admin.advance(60);
    expect(await it.admin.confirm(CORP, made.msgid, 'zhangsan')).toEqual({
      delivered: 2,
      notFriends: 0,
      capped: 0,
    });
    const at = NOW + 62;
    expect((await tasks(made.msgid)).task_list).toEqual([{ userid: 'zhangsan', status: 2, send_time: at }]);
    expect((await results(made.msgid, 'zhangsan')).send_list).toEqual([
      { external_userid: ALICE, userid: 'zhangsan', status: 1, send_time: at },
      { external_userid: BOB, userid: 'zhangsan', status: 1, send_time: at },
    ]);
    expect(await it.admin.received({ external_userid: ALICE })).toEqual([
      {
        id: expect.any(Number),
        at: '2026-03-10T02:01:02.000Z',
        corpid: CORP,
        external_userid: ALICE,
        userid: 'zhangsan',
        msgid: made.msgid,
        chat_id: null,
        content: { text: { content: '可颂出炉' } },
      },
    ]);
    await expect(it.admin.confirm(CORP, made.msgid, 'zhangsan')).rejects.toThrow('already_sent');
  });

  test('without a sender the task goes to the member who talked with the customer last', async () => {
    const { msgid } = await create({ external_userid: [ALICE, BOB] });
    await it.admin.advance(2);
    expect((await tasks(msgid)).task_list).toEqual([
      { userid: 'LiSi', status: 0 },
      { userid: 'zhangsan', status: 0 },
    ]);
    expect((await results(msgid, 'lisi')).send_list).toMatchObject([{ external_userid: ALICE }]);

    await it.admin.customerReplies(CORP, ALICE, 'zhangsan', '还有吗？');
    const { msgid: later } = await create({ external_userid: [ALICE] });
    await it.admin.advance(2);
    expect((await tasks(later)).task_list).toMatchObject([{ userid: 'zhangsan' }]);
  });

  test('a sender alone means all customers, and a filter those who carry the tags', async () => {
    const targets = async (body: object, userid = 'zhangsan') => {
      const { msgid } = await create(body);
      await it.admin.advance(2);
      return (await results(msgid, userid)).send_list.map((row: Json) => row.external_userid);
    };
    const filter = (...groups: string[][]) => ({
      tag_filter: { group_list: groups.map(tag_list => ({ tag_list })) },
    });
    expect(await targets({ sender: 'zhangsan' })).toEqual([ALICE, BOB]);
    expect(await targets({ sender: 'zhangsan', ...filter(['etVip', 'etNew']) })).toEqual([ALICE, BOB]);
    expect(await targets({ sender: 'zhangsan', ...filter(['etVip', 'etNew'], ['etXuhui']) })).toEqual([
      ALICE,
    ]);
    expect(await targets(filter(['etNew']))).toEqual([BOB]);
    expect(await targets({ sender: 'zhangsan', external_userid: [BOB], ...filter(['etVip']) })).toEqual([
      BOB,
    ]);
  });

  test('whom nobody can send to is in fail_list, and a message to nobody is 41048', async () => {
    const made = await create({ sender: 'zhangsan', external_userid: [BOB, CAROL, 'wmNobody', BOB] });
    expect(made.fail_list).toEqual([CAROL, 'wmNobody']);
    expect(await create({ sender: 'zhangsan', external_userid: ['wmNobody'] })).toMatchObject({
      errcode: 41048,
      fail_list: ['wmNobody'],
    });
  });

  test('a customer who left is status 2, and the task counts as sent all the same', async () => {
    const { msgid } = await create({ sender: 'zhangsan', external_userid: [ALICE, BOB] });
    await it.admin.advance(2);
    await it.admin.customerDeletes(CORP, ALICE, 'zhangsan');
    await it.admin.memberDeletes(CORP, 'zhangsan', BOB);
    expect(await it.admin.confirm(CORP, msgid, 'zhangsan')).toEqual({
      delivered: 0,
      notFriends: 2,
      capped: 0,
    });
    expect((await results(msgid, 'zhangsan')).send_list).toEqual([
      { external_userid: ALICE, userid: 'zhangsan', status: 2 },
      { external_userid: BOB, userid: 'zhangsan', status: 2 },
    ]);
    expect((await tasks(msgid)).task_list).toMatchObject([{ status: 2 }]);
  });

  test('allow_select lets the member keep some; the others stay unsent', async () => {
    const { msgid } = await create({ sender: 'zhangsan', external_userid: [ALICE, BOB], allow_select: true });
    await it.admin.advance(2);
    await it.admin.confirm(CORP, msgid, 'zhangsan', [BOB]);
    expect((await results(msgid, 'zhangsan')).send_list).toMatchObject([{ status: 0 }, { status: 1 }]);
  });

  test('to chats a sender is required, and only what was sent is listed', async () => {
    expect((await create({ chat_type: 'group' })).errcode).toBe(40063);
    const made = await create({
      chat_type: 'group',
      sender: 'zhangsan',
      chat_id_list: ['wrBreakfast', 'wrNowhere'],
    });
    expect(made.fail_list).toEqual(['wrNowhere']);
    await it.admin.advance(2);
    expect((await results(made.msgid, 'zhangsan')).send_list).toEqual([]);
    await it.admin.confirm(CORP, made.msgid, 'zhangsan');
    expect((await results(made.msgid, 'zhangsan')).send_list).toEqual([
      { chat_id: 'wrBreakfast', userid: 'zhangsan', status: 1, send_time: NOW + 2 },
    ]);
    const got = await it.admin.received({ msgid: made.msgid });
    expect(got.map(row => [row.external_userid, row.chat_id])).toEqual([
      [ALICE, 'wrBreakfast'],
      [BOB, 'wrBreakfast'],
    ]);
  });
});

describe('caps', () => {
  test('one member reaches a customer with one mass message a day, another member still does', async () => {
    const to = { sender: 'zhangsan', external_userid: [ALICE] };
    expect(await sent(to)).toMatchObject([{ status: 1 }]);
    expect(await sent(to)).toEqual([{ external_userid: ALICE, userid: 'zhangsan', status: 3 }]);
    expect(await sent({ ...to, sender: 'LiSi' }, 'LiSi')).toMatchObject([{ status: 1 }]);
    // 14 hours later it is past midnight in Shanghai.
    await it.admin.advance(14 * 3_600);
    expect(await sent(to)).toMatchObject([{ status: 1 }]);
  });

  test('a month allows as many as it has days, whoever sends, and the next month begins anew', async () => {
    await it.admin.changeSettings({ massPerMemberAndDay: 100 });
    const to = { sender: 'zhangsan', external_userid: [ALICE] };
    for (let day = 1; day <= 30; day += 1) expect(await sent(to)).toMatchObject([{ status: 1 }]);
    expect(await sent({ ...to, sender: 'LiSi' }, 'LiSi')).toMatchObject([{ status: 1 }]);
    expect(await sent(to)).toMatchObject([{ status: 3 }]);
    expect(await sent({ ...to, external_userid: [BOB] })).toMatchObject([{ status: 1 }]);
    await it.admin.moveClock({ at: '2026-04-01T00:00:00+08:00' });
    expect(await sent(to)).toMatchObject([{ status: 1 }]);
  });

  test('a corp may choose one a day or seven a week instead', async () => {
    await it.admin.changeSettings({ receiveCap: 'day', massPerMemberAndDay: 100 });
    expect(await sent({ sender: 'zhangsan', external_userid: [ALICE] })).toMatchObject([{ status: 1 }]);
    expect(await sent({ sender: 'LiSi', external_userid: [ALICE] }, 'LiSi')).toMatchObject([{ status: 3 }]);
    await it.admin.changeSettings({ receiveCap: 'week' });
    for (let n = 2; n <= 7; n += 1)
      expect(await sent({ sender: 'zhangsan', external_userid: [ALICE] })).toMatchObject([{ status: 1 }]);
    expect(await sent({ sender: 'zhangsan', external_userid: [ALICE] })).toMatchObject([{ status: 3 }]);
    // The next Monday.
    await it.admin.moveClock({ at: '2026-03-16T00:00:00+08:00' });
    expect(await sent({ sender: 'zhangsan', external_userid: [ALICE] })).toMatchObject([{ status: 1 }]);
  });

  test('what a member sends of their own counts too', async () => {
    await it.admin.memberBroadcasts(CORP, 'zhangsan', '我自己写的', [ALICE]);
    expect(await sent({ sender: 'zhangsan', external_userid: [ALICE, BOB] })).toMatchObject([
      { status: 3 },
      { status: 1 },
    ]);
  });
});

describe('reading back', () => {
  test('the list shows what was said, in its span and of its kind; what the API made has no creator', async () => {
    const link = { msgtype: 'link', link: { title: '菜单', url: 'https://example.com' } };
    const { msgid } = await create({ sender: 'zhangsan', attachments: [link] });
    await it.admin.memberBroadcasts(CORP, 'LiSi', '个人群发');
    const all = await list();
    expect(all).toEqual({
      errcode: 0,
      errmsg: 'ok',
      group_msg_list: [
        { msgid, create_time: NOW, create_type: 0, text: { content: '可颂出炉' }, attachments: [link] },
        {
          msgid: expect.any(String),
          creator: 'LiSi',
          create_time: NOW,
          create_type: 1,
          text: { content: '个人群发' },
        },
      ],
      next_cursor: '',
    });
    expect((await list({ filter_type: 0 })).group_msg_list).toMatchObject([{ msgid }]);
    expect((await list({ creator: 'lisi' })).group_msg_list).toMatchObject([{ creator: 'LiSi' }]);
    expect((await list({ creator: 'zhangsan' })).group_msg_list).toEqual([]);
    expect((await list({ chat_type: 'group' })).group_msg_list).toEqual([]);
    expect((await list({ end_time: NOW - 1 })).group_msg_list).toEqual([]);
    expect((await list({ end_time: NOW + 32 * DAY_SECONDS })).errcode).toBe(40058);
    await it.admin.changeSettings({ listLagSeconds: 60 });
    expect((await list()).group_msg_list).toEqual([]);
  });

  test('a limit above the most falls back to the default, as the page says', async () => {
    await it.admin.changeSettings({ massPerMemberAndDay: 1_000 });
    for (let n = 0; n < 51; n += 1) await create({ sender: 'zhangsan', external_userid: [BOB] });
    const first = await list({ limit: 101 });
    expect(first.group_msg_list).toHaveLength(50);
    expect((await list({ limit: 100 })).group_msg_list).toHaveLength(51);
    expect((await list({ cursor: first.next_cursor })).group_msg_list).toHaveLength(1);
  });

  test('an app sees the tasks of its visible range only', async () => {
    const { msgid } = await create({ sender: 'LiSi' });
    await it.admin.advance(2);
    const corp = smallCorp();
    await it.admin.beginWorld({
      corps: [
        {
          ...corp,
          apps: [
            ...(corp.apps ?? []),
            { agentid: 8, secret: 'wangwu-app', visible: { members: ['wangwu'] } },
          ],
        },
      ],
    });
    expect((await tasks(msgid)).errcode).toBe(40058);
    const made = await create({ sender: 'LiSi' });
    await it.admin.advance(2);
    const hidden = await it.post('externalcontact/get_groupmsg_task', { msgid: made.msgid }, 'wangwu-app');
    expect(hidden.task_list).toEqual([]);
    const span = { chat_type: 'single', start_time: NOW, end_time: NOW + 60 };
    expect(
      (await it.post('externalcontact/get_groupmsg_list_v2', span, 'wangwu-app')).group_msg_list,
    ).toEqual([]);
    expect(
      (
        await it.post(
          'externalcontact/add_msg_template',
          { sender: 'LiSi', text: { content: 'x' } },
          'wangwu-app',
        )
      ).errcode,
    ).toBe(60021);
  });
});

describe('reminding and stopping', () => {
  test('three reminders in 24 hours', async () => {
    const { msgid } = await create({ sender: 'zhangsan' });
    const remind = async () => (await it.post('externalcontact/remind_groupmsg_send', { msgid })).errcode;
    expect(await remind()).toBe(41063);
    await it.admin.advance(2);
    expect([await remind(), await remind(), await remind(), await remind()]).toEqual([0, 0, 0, 41094]);
    await it.admin.advance(DAY_SECONDS);
    expect(await remind()).toBe(0);
    expect((await it.admin.tasks())[0]).toMatchObject({ reminders: 4, state: 'waiting' });
  });

  test('a stopped message stays with those who have it and reaches nobody else', async () => {
    const { msgid } = await create({ external_userid: [ALICE, BOB] });
    await it.admin.advance(2);
    await it.admin.confirm(CORP, msgid, 'LiSi');
    const cancel = async () => (await it.post('externalcontact/cancel_groupmsg_send', { msgid })).errcode;
    expect(await cancel()).toBe(0);
    expect(await cancel()).toBe(41093);
    expect((await it.post('externalcontact/remind_groupmsg_send', { msgid })).errcode).toBe(41093);
    await expect(it.admin.confirm(CORP, msgid, 'zhangsan')).rejects.toThrow('cancelled');
    expect((await tasks(msgid)).task_list).toMatchObject([{ status: 2 }, { status: 0 }]);
    await it.admin.changeSettings({ cancelledHidesResults: true });
    expect((await tasks(msgid)).errcode).toBe(41093);
    expect((await results(msgid, 'LiSi')).errcode).toBe(41093);
  });
});

describe('what may be said', () => {
  const refused = async (body: object) => (await create({ sender: 'zhangsan', ...body })).errcode;
  let mediaId: string;
  beforeEach(async () => {
    mediaId = (await it.upload('media/upload', { type: 'image' })).media_id;
  });
  const image = () => ({ msgtype: 'image', image: { media_id: mediaId, pic_url: 'https://x' } });

  test('text up to 4,000 bytes, not characters', async () => {
    expect(await refused({ text: { content: 'a'.repeat(4_000) } })).toBe(0);
    expect(await refused({ text: { content: '字'.repeat(1_334) } })).toBe(40058);
    expect(await refused({ text: undefined })).toBe(40063);
    expect(await refused({ text: { content: '' }, attachments: [] })).toBe(40063);
  });

  test('nine attachments of five kinds, each with what its kind needs', async () => {
    expect(await refused({ text: undefined, attachments: Array.from({ length: 9 }, image) })).toBe(0);
    expect(await refused({ attachments: Array.from({ length: 10 }, image) })).toBe(41064);
    expect(await refused({ attachments: [{ msgtype: 'voice', voice: { media_id: 'M' } }] })).toBe(41065);
    expect(await refused({ attachments: [{ msgtype: 'link', link: { title: '标题' } }] })).toBe(40063);
    expect(await refused({ attachments: [{ msgtype: 'image', link: {} }] })).toBe(40063);
    expect(await refused({ attachments: [{ msgtype: 'image', image: {} }] })).toBe(40058);
    const link = { title: '字'.repeat(43), url: 'https://x' };
    expect(await refused({ attachments: [{ msgtype: 'link', link }] })).toBe(40058);
    const page = { title: '小程序', pic_media_id: mediaId, appid: 'wx1', page: '/p' };
    expect(await refused({ attachments: [{ msgtype: 'miniprogram', miniprogram: page }] })).toBe(0);
    expect(await refused({ attachments: [{ msgtype: 'file', file: { media_id: mediaId } }] })).toBe(0);
  });

  test('of an image given twice the media_id is used', async () => {
    await create({ sender: 'zhangsan', attachments: [image()] });
    expect((await list()).group_msg_list[0].attachments).toEqual([
      { msgtype: 'image', image: { media_id: mediaId } },
    ]);
  });

  test('senders and numbers', async () => {
    expect(await refused({ sender: undefined })).toBe(40063);
    expect(await refused({ sender: 'nobody' })).toBe(60111);
    expect(await refused({ sender: 'boss' })).toBe(84074);
    expect(await refused({ sender: 'wangwu' })).toBe(41054);
    expect(await refused({ chat_type: 'moment' })).toBe(40058);
    await it.admin.changeSettings({ customersPerMessage: 1 });
    expect(await refused({ external_userid: [ALICE, BOB] })).toBe(40058);
  });
});

test('two corps with the same customers do not see each other', async () => {
  await it.admin.addCorp(
    smallCorp({ corpid: 'ww2222222222222222', apps: [{ agentid: APP, secret: 'second' }] }),
  );
  const { msgid } = await create({ sender: 'zhangsan' });
  await it.admin.advance(2);
  const access_token = await it.token('second', 'ww2222222222222222');
  const init = { method: 'POST', body: JSON.stringify({ msgid }) };
  const answer: Json = await (
    await it.request('externalcontact/get_groupmsg_task', { access_token }, init)
  ).json();
  expect(answer.errcode).toBe(40058);
  await it.admin.confirm(CORP, msgid, 'zhangsan');
  expect(await it.admin.received({ corpid: 'ww2222222222222222' })).toEqual([]);
});
