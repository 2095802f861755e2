import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ManualClock } from '#platform/clock.ts';
import type { SendTask, StaffChannel } from '../contract.ts';
import { wecomChannel } from './channel.ts';
import { WecomError } from './outcome.ts';
import { type Answer, ScriptedServer, testClient } from './testing/scripted-server.ts';
import { created } from './testing/task-outcomes.ts';

let server: ScriptedServer;
let channel: StaffChannel;
let clock: ManualClock;
beforeEach(async () => {
  server = await new ScriptedServer().open();
  const test = testClient(server, { timeout: 300 });
  channel = wecomChannel(test.client);
  clock = test.clock;
});
afterEach(() => server.close());

const PATH = 'externalcontact';
const CREATE = `${PATH}/add_msg_template`;
const TASKS = `${PATH}/get_groupmsg_task`;
const RESULTS = `${PATH}/get_groupmsg_send_result`;
const LIST = `${PATH}/get_groupmsg_list_v2`;
const message = { text: '你好', attachments: [] };
const now = 1_780_459_200;
const failureOf = async (promise: Promise<unknown>) => {
  const error = await promise.catch((thrown: unknown) => thrown);
  return error instanceof WecomError ? error.failure : error;
};
const create = (to: SendTask['to'] = { people: ['wmA'] }) =>
  channel.createTask({ sender: 'ann', to, message });

describe('a task', () => {
  it('is created for people or for groups, with whom WeCom refused at once', async () => {
    server.on(CREATE, { msgid: 'm1', fail_list: ['woB'] });
    const outcome = await create({ people: ['wmA', 'woB'] });
    expect(outcome).toEqual({ outcome: 'created', taskId: 'm1', refused: ['woB'] });
    expect(server.asked.at(-1)?.body).toMatchObject({ chat_type: 'single', external_userid: ['wmA', 'woB'] });
    await create({ groups: ['wrA'] });
    expect(server.asked.at(-1)?.body).toMatchObject({ chat_type: 'group', chat_id_list: ['wrA'] });
  });

  it('for nobody is refused here, or it would reach everybody', async () => {
    for (const to of [{ people: [] }, { groups: [] }])
      expect(await create(to)).toMatchObject({ outcome: 'refused', again: false, code: 'invalid_request' });
    expect(server.asked).toHaveLength(0);
  });

  it.each<[string, Answer]>([
    ['a socket closed after the request', 'close'],
    ['half an answer', 'half'],
    ['silence', 'hang'],
    ['busy', { errcode: -1, errmsg: 'system error' }],
    ['an answer without a task id', { errcode: 0 }],
    ['malformed JSON', { errcode: 0, errmsg: 'ok. Warning: wrong json format. ', msgid: 'm1' }],
  ])('may exist after %s: uncertain', async (_, answer) => {
    server.on(CREATE, answer);
    const outcome = await create();
    expect(outcome.outcome).toBe('uncertain');
    expect(outcome).toMatchObject({ message: { zh: expect.stringContaining('核对') } });
    expect(server.count(CREATE)).toBe(1);
  });

  it.each([
    ['nobody to send to', 41048],
    ['an unknown member', 40003],
    ['an address WeCom does not trust', 60020],
    ['a parameter WeCom does not like', 40058],
  ])('refused for %s is refused for good', async (_, errcode) => {
    server.on(CREATE, { errcode, errmsg: '' });
    const outcome = await create();
    expect(outcome).toMatchObject({ outcome: 'refused', again: false, code: String(errcode) });
    expect(outcome).not.toHaveProperty('at');
    expect(outcome).toMatchObject({ message: { zh: expect.any(String), en: expect.any(String) } });
  });

  it('refused for a limit can be asked for again, from then on if that is known', async () => {
    const at = new Date(clock.now().getTime() + 60_000);
    server.on(CREATE, { errcode: 45033, errmsg: '' });
    expect(await create()).toMatchObject({ outcome: 'refused', again: true, at: undefined, code: '45033' });
    server.on(CREATE, { errcode: 45009, errmsg: '' });
    expect(await create()).toMatchObject({ outcome: 'refused', again: true, at, code: '45009' });
    expect(await create()).toMatchObject({ outcome: 'refused', again: true, at, code: 'rate_limited' });
    expect(server.count(CREATE)).toBe(2);
  });

  it('refused because no token works now can be asked for again', async () => {
    server.on(CREATE, { errcode: 42001, errmsg: '' });
    expect(await create()).toMatchObject({ outcome: 'refused', again: true, code: '42001' });
    server.on('gettoken', { errcode: 40001, errmsg: '' });
    channel = wecomChannel(testClient(server).client);
    const outcome = await create();
    expect(outcome).toMatchObject({ outcome: 'refused', again: false, code: '40001' });
    expect(outcome).not.toHaveProperty('at');
  });

  it('that never left the house can be asked for again', async () => {
    channel = wecomChannel(testClient(server, { baseUrl: 'http://127.0.0.1:1' }).client);
    expect(await create()).toMatchObject({ outcome: 'refused', again: true, code: 'network' });
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

describe('the status of a task', () => {
  const refused = (errcode: number) => ({ errcode, errmsg: '', task_list: [], send_list: [] });
  const hasTask = (status: number) => ({ task_list: [{ userid: 'ann', status }] });
  const received = (status: number) => ({
    send_list: [{ external_userid: 'wmA', userid: 'ann', status, send_time: status ? now : 0 }],
  });
  const delivered = { recipient: 'wmA', state: 'delivered', at: new Date(now * 1000) };
  const status = (tasks: Answer, results: Answer) => {
    server.on(TASKS, tasks).on(RESULTS, results);
    return channel.taskStatus('m1', 'Ann');
  };

  it('is dispatching until somebody has it, and not theirs when others have', async () => {
    const dispatching = { state: 'dispatching', deliveries: [] };
    expect(await status(refused(41063), {})).toEqual(dispatching);
    expect(await status(hasTask(0), refused(41063))).toEqual(dispatching);
    expect(await status({ task_list: [] }, { send_list: [] })).toEqual(dispatching);
    expect(await status({ task_list: [{ userid: 'bob', status: 2 }] }, {})).toMatchObject({
      state: 'not_theirs',
    });
  });

  it('is waiting until the member confirms, whatever WeCom says of recipients', async () => {
    expect(await status(hasTask(0), received(0))).toMatchObject({
      state: 'waiting',
      deliveries: [{ recipient: 'wmA', state: 'waiting', at: undefined }],
    });
    expect(await status(hasTask(0), received(3))).toMatchObject({ state: 'waiting' });
  });

  it('is confirmed with what became of each recipient', async () => {
    const tasks = { task_list: [{ userid: 'ANN', status: 2, send_time: now }] };
    expect(await status(tasks, received(1))).toEqual({
      state: 'confirmed',
      confirmedAt: new Date(now * 1000),
      deliveries: [delivered],
    });
    expect(await status(hasTask(1), received(2))).toMatchObject({
      state: 'confirmed',
      confirmedAt: undefined,
      deliveries: [{ state: 'gone' }],
    });
  });

  it('is cancelled when WeCom says so', async () => {
    const cancelled = { state: 'cancelled', deliveries: [] };
    expect(await status(refused(41093), refused(41093))).toEqual(cancelled);
    expect(await status(hasTask(0), refused(41093))).toEqual(cancelled);
    expect(await status(refused(41093), received(0))).toMatchObject({ state: 'cancelled' });
  });

  it('stays confirmed when it is cancelled afterwards: what is sent is sent', async () => {
    expect(await status(hasTask(2), refused(41093))).toMatchObject({ state: 'confirmed', deliveries: [] });
    expect(await status(refused(41093), received(1))).toMatchObject({
      state: 'confirmed',
      deliveries: [delivered],
    });
  });

  it('is an exception when WeCom does not tell it', async () => {
    expect(await failureOf(status(refused(48002), {}))).toMatchObject({ kind: 'config', code: 48002 });
    expect(await failureOf(status(hasTask(0), refused(60021)))).toMatchObject({ code: 60021 });
    expect(await failureOf(status('close', {}))).toMatchObject({ kind: 'retry', code: 'network' });
  });
});

describe('the tasks of a corp', () => {
  const item = (msgid: string, more: object = {}) => ({
    msgid,
    create_time: String(now - 3600),
    create_type: 0,
    text: { content: msgid },
    ...more,
  });
  const from = new Date((now - 7200) * 1000);
  const to = new Date(now * 1000);
  const list = async () => await channel.listTasks(from, to);

  it('are found although WeCom names no creator for those of the API', async () => {
    server.on(LIST, ({ body }) => ({
      group_msg_list:
        body.chat_type === 'group'
          ? [item('of-ann-group', { create_time: now - 60 })]
          : [
              item('of-ann'),
              item('of-bob'),
              item('by-boss', { creator: 'boss' }),
              item('by-ann', { creator: 'ann' }),
            ],
    }));
    const found = await list();
    expect(found.map(task => task.taskId)).toEqual(['of-ann', 'of-bob', 'by-boss', 'by-ann', 'of-ann-group']);
    const createdAt = new Date((now - 3600) * 1000);
    expect(found[0]).toEqual({ taskId: 'of-ann', text: 'of-ann', createdAt, creator: undefined });
    expect(found[2]).toMatchObject({ creator: 'boss' });
    const [first] = server.asked.filter(asked => asked.path === LIST);
    expect(first?.body).toEqual({
      chat_type: 'single',
      start_time: now - 7200,
      end_time: now + 1,
      filter_type: 0,
      limit: 100,
      cursor: '',
    });
  });

  it('are an exception, not an empty list, when WeCom does not tell them', async () => {
    server.on(LIST, 'close');
    expect(await failureOf(list())).toMatchObject({ kind: 'retry', code: 'network' });
    server.on(LIST, { errcode: 48002, errmsg: '', group_msg_list: [] });
    expect(await failureOf(list())).toMatchObject({ kind: 'config' });
  });

  it('are asked for month by month', async () => {
    server.on(LIST, ({ body }) => ({
      group_msg_list: body.chat_type === 'single' ? [item('same', { creator: 'ann' })] : [],
    }));
    const year = new Date(to.getTime() - 365 * 86_400_000);
    expect(await channel.listTasks(year, to)).toHaveLength(1);
    const spans = server.asked.filter(asked => asked.path === LIST).map(asked => asked.body);
    expect(spans).toHaveLength(2 * 14);
    for (const span of spans)
      expect(Number(span.end_time) - Number(span.start_time)).toBeLessThan(30 * 86_400);
  });
});

it('says by its flags what it can do, and keeps to them', async () => {
  const { capabilities } = channel;
  expect(capabilities).toEqual({
    person: true,
    group: true,
    moment: true,
    platformQuota: true,
    receipts: true,
    attachments: 9,
    attachmentKinds: ['image', 'link', 'miniprogram', 'video', 'file'],
    textBytes: 4_000,
    peoplePerTask: 10_000,
    groupsPerTask: 2_000,
  });
  server.on(CREATE, { msgid: 'm1' });
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);
  const text = (bytes: number) => ({ text: 'x'.repeat(bytes), attachments: [] });
  for (const [to, what] of [
    [{ people: ids(10_001) }, message],
    [{ groups: ids(2_001) }, message],
    [{ people: ['wmA'] }, text(4_001)],
  ] as const)
    expect(await channel.createTask({ sender: 'ann', to, message: what })).toMatchObject({ again: false });
  expect(server.count(CREATE)).toBe(0);
  created(await channel.createTask({ sender: 'ann', to: { people: ids(10_000) }, message: text(4_000) }));
  created(await create({ groups: ids(2_000) }));
});
