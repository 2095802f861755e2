import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../contract.ts';
import { wecomChannel } from './channel.ts';
import { WecomError } from './outcome.ts';
import { ScriptedServer, testClient } from './testing/scripted-server.ts';

let server: ScriptedServer;
let channel: Channel;
beforeEach(async () => {
  server = await new ScriptedServer().open();
  channel = wecomChannel(testClient(server).client);
});
afterEach(() => server.close());

const PATH = 'externalcontact';
const message = { text: '你好', attachments: [] };
const now = 1_780_459_200;
const failureOf = async (promise: Promise<unknown>) => {
  const error = await promise.catch((thrown: unknown) => thrown);
  return error instanceof WecomError ? error.failure : error;
};

describe('a task', () => {
  it('for customers, and for groups, but not for both', async () => {
    server.on(`${PATH}/add_msg_template`, { msgid: 'm1', fail_list: [] });
    const create = (recipients: string[]) => channel.createTask({ sender: 'ann', recipients, message });
    expect(await create(['wmA', 'woB'])).toEqual({ taskId: 'm1', refused: [] });
    expect(server.asked.at(-1)?.body).toMatchObject({ chat_type: 'single', external_userid: ['wmA', 'woB'] });
    await create(['wrA']);
    expect(server.asked.at(-1)?.body).toMatchObject({ chat_type: 'group', chat_id_list: ['wrA'] });
    expect(await failureOf(create(['wmA', 'wrA']))).toMatchObject({ kind: 'fix_data' });
    expect(await failureOf(create([]))).toMatchObject({ kind: 'fix_data' });
  });

  it('that may have been created is told apart from one that was not', async () => {
    const create = () => channel.createTask({ sender: 'ann', recipients: ['wmA'], message });
    server.on(`${PATH}/add_msg_template`, 'close');
    expect(await failureOf(create())).toMatchObject({ kind: 'uncertain' });
    server.on(`${PATH}/add_msg_template`, { errcode: 41048, errmsg: 'no customer' });
    expect(await failureOf(create())).toMatchObject({ kind: 'done', code: 41048 });
  });

  it('waits while WeCom hands it out, then tells who received it', async () => {
    server.on(`${PATH}/get_groupmsg_task`, { errcode: 41063, errmsg: 'dispatching' });
    expect(await channel.taskStatus('m1', 'ann')).toEqual({ confirmed: false, deliveries: [] });
    server.on(`${PATH}/get_groupmsg_task`, {
      task_list: [
        { userid: 'ann', status: 0 },
        { userid: 'bob', status: 2 },
      ],
    });
    server.on(`${PATH}/get_groupmsg_send_result`, { errcode: 41063, errmsg: 'dispatching' });
    expect(await channel.taskStatus('m1', 'ann')).toEqual({ confirmed: false, deliveries: [] });
    server.on(`${PATH}/get_groupmsg_send_result`, ({ body }) => ({
      send_list: [{ external_userid: 'wmA', userid: body.userid, status: 1, send_time: now }],
    }));
    expect(await channel.taskStatus('m1', 'Ann')).toMatchObject({ confirmed: false });
    expect(await channel.taskStatus('m1', 'BOB')).toEqual({
      confirmed: true,
      confirmedAt: undefined,
      deliveries: [{ recipient: 'wmA', state: 'delivered', at: new Date(now * 1000) }],
    });
  });

  it('is reminded of and cancelled', async () => {
    const script = (errcode: number) =>
      server.on(`${PATH}/remind_groupmsg_send`, { errcode }).on(`${PATH}/cancel_groupmsg_send`, { errcode });
    script(0);
    expect(await channel.remind('m1')).toBe('reminded');
    await channel.cancel('m1');
    script(41094);
    expect(await channel.remind('m1')).toBe('too_often');
    expect(await failureOf(channel.cancel('m1'))).toMatchObject({ code: 41094 });
    script(41093);
    expect(await channel.remind('m1')).toBe('cancelled');
    await channel.cancel('m1');
    script(48002);
    expect(await failureOf(channel.remind('m1'))).toMatchObject({ kind: 'config' });
  });
});

describe('the tasks of a sender', () => {
  const listed = (msgid: string, more: object = {}) => ({
    msgid,
    create_time: String(now - 3600),
    create_type: 0,
    text: { content: msgid },
    ...more,
  });
  const from = new Date((now - 7200) * 1000);
  const to = new Date(now * 1000);

  it('are found although WeCom names no creator for those of the API', async () => {
    server.on(`${PATH}/get_groupmsg_list_v2`, ({ body }) => ({
      group_msg_list:
        body.chat_type === 'group'
          ? [listed('of-ann-group', { create_time: now - 60 })]
          : [
              listed('of-ann'),
              listed('of-bob'),
              listed('by-boss', { creator: 'boss' }),
              listed('by-ann', { creator: 'ann' }),
            ],
    }));
    server.on(`${PATH}/get_groupmsg_task`, ({ body }) => ({
      task_list: [{ userid: String(body.msgid).startsWith('of-ann') ? 'Ann' : 'bob', status: 0 }],
    }));
    const found = await channel.listTasks('ann', from, to);
    expect(found.map(task => task.taskId)).toEqual(['of-ann', 'by-ann', 'of-ann-group']);
    expect(found[0]).toEqual({ taskId: 'of-ann', text: 'of-ann', createdAt: new Date((now - 3600) * 1000) });
    const [first] = server.asked.filter(asked => asked.path.endsWith('list_v2'));
    expect(first?.body).toEqual({
      chat_type: 'single',
      start_time: now - 7200,
      end_time: now + 1,
      filter_type: 0,
      limit: 100,
      cursor: '',
    });
  });

  it('are not known while one is still being handed out', async () => {
    server.on(`${PATH}/get_groupmsg_list_v2`, { group_msg_list: [listed('new', { create_time: now - 5 })] });
    server.on(`${PATH}/get_groupmsg_task`, { errcode: 41063, errmsg: '' });
    expect(await failureOf(channel.listTasks('ann', from, to))).toMatchObject({ kind: 'retry', code: 41063 });
    server.on(`${PATH}/get_groupmsg_task`, { task_list: [] });
    expect(await failureOf(channel.listTasks('ann', from, to))).toMatchObject({ kind: 'retry' });
    server.on(`${PATH}/get_groupmsg_list_v2`, { group_msg_list: [listed('old')] });
    expect(await channel.listTasks('ann', from, to)).toEqual([]);
    server.on(`${PATH}/get_groupmsg_task`, { errcode: 41093, errmsg: 'cancelled' });
    expect(await channel.listTasks('ann', from, to)).toEqual([]);
  });

  it('are asked for month by month', async () => {
    server.on(`${PATH}/get_groupmsg_list_v2`, ({ body }) => ({
      group_msg_list: body.chat_type === 'single' ? [listed('same', { creator: 'ann' })] : [],
    }));
    const year = new Date(to.getTime() - 365 * 86_400_000);
    expect(await channel.listTasks('ann', year, to)).toHaveLength(1);
    const spans = server.asked.filter(asked => asked.path.endsWith('list_v2')).map(asked => asked.body);
    expect(spans).toHaveLength(2 * 14);
    for (const span of spans)
      expect(Number(span.end_time) - Number(span.start_time)).toBeLessThan(30 * 86_400);
  });
});

it('says by its flags what it can do', () => {
  expect(channel).toMatchObject({
    kind: 'wecom',
    capabilities: {
      person: true,
      group: true,
      moment: false,
      staffConfirmed: true,
      platformQuota: true,
      receipts: true,
    },
  });
});
