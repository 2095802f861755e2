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

const follow = async (): Promise<number> => (await it.get('externalcontact/get_follow_user_list')).errcode;
const codes = async (times: number) => {
  const seen: number[] = [];
  for (let n = 0; n < times; n += 1) seen.push(await follow());
  return seen;
};

describe('limits', () => {
  test('more than allowed in a minute blocks this API of this corp for 60 seconds', async () => {
    await it.admin.changeSettings({ corpCallsPerMinute: 3 });
    expect(await codes(5)).toEqual([0, 0, 0, 45009, 45009]);
    expect((await it.get('externalcontact/list', { userid: 'zhangsan' })).errcode).toBe(0);
    await it.admin.advance(59);
    expect(await follow()).toBe(45009);
    await it.admin.advance(1);
    expect(await follow()).toBe(0);
  });

  test('more than allowed in an hour blocks for an hour, and other corps go on', async () => {
    await it.admin.addCorp(smallCorp({ corpid: 'ww2' }));
    await it.admin.changeSettings({ corpCallsPerHour: 2 });
    expect(await codes(3)).toEqual([0, 0, 45009]);
    await it.admin.advance(3_599);
    expect(await follow()).toBe(45009);
    const access_token = await it.token('secret-of-the-app', 'ww2');
    const other: Json = await (
      await it.request('externalcontact/get_follow_user_list', { access_token })
    ).json();
    expect(other.errcode).toBe(0);
  });

  test('an address has limits of its own', async () => {
    await it.admin.changeSettings({ addressCallsPerMinute: 1 });
    expect(await codes(2)).toEqual([0, 45009]);
  });

  test('too many calls of one API under way at once', async () => {
    await it.admin.changeSettings({ concurrentCalls: 1 });
    await it.admin.addFault({
      kind: 'slow',
      path: 'externalcontact/get_follow_user_list',
      milliseconds: 150,
      times: 1,
    });
    const seen = await Promise.all([follow(), follow()]);
    expect(seen.sort()).toEqual([0, 45033]);
    expect(await follow()).toBe(0);
  });
});

describe('refusals on order', () => {
  test('a code for one API, for the next calls', async () => {
    const path = 'externalcontact/get_follow_user_list';
    const id = await it.admin.addFault({ kind: 'errcode', path, errcode: -1, times: 2 });
    expect(await it.admin.faults()).toMatchObject([{ id, leftTimes: 2, fired: 0 }]);
    expect((await it.get('externalcontact/list', { userid: 'zhangsan' })).errcode).toBe(0);
    expect(await codes(3)).toEqual([-1, -1, 0]);
    expect(await it.admin.faults()).toEqual([]);
  });

  test('a code for every API, for some seconds, of one corp', async () => {
    const access_token = await it.token();
    const list = async (path = 'externalcontact/get_follow_user_list'): Promise<number> => {
      const answer: Json = await (await it.request(path, { access_token, userid: 'zhangsan' })).json();
      return answer.errcode;
    };
    await it.admin.addFault({ kind: 'errcode', errcode: 45009, forSeconds: 60, corpid: CORP });
    expect([await list(), await list('user/get')]).toEqual([45009, 45009]);
    await it.admin.advance(60);
    expect(await list()).toBe(0);
    await it.admin.addFault({ kind: 'errcode', errcode: 45033, corpid: 'ww-other' });
    expect(await list()).toBe(0);
  });

  test('a share of the calls, the same ones for the same seed', async () => {
    const draw = async () => {
      await it.admin.beginWorld({ seed: 5, corps: [smallCorp()] });
      await it.admin.addFault({
        kind: 'errcode',
        path: 'externalcontact/get_follow_user_list',
        errcode: -1,
        percent: 50,
      });
      return await codes(20);
    };
    const first = await draw();
    expect(new Set(first)).toEqual(new Set([0, -1]));
    expect(await draw()).toEqual(first);
    await it.admin.clearFaults();
    expect(await follow()).toBe(0);
  });
});

describe('a network that fails', () => {
  const create = () =>
    it.post('externalcontact/add_msg_template', {
      sender: 'zhangsan',
      external_userid: [ALICE, BOB],
      text: { content: '你好' },
    });
  const path = 'externalcontact/add_msg_template';

  test('closed before the call: nothing was done', async () => {
    await it.admin.addFault({ kind: 'close_before', path, times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await it.admin.tasks()).toEqual([]);
    expect((await create()).errcode).toBe(0);
    expect(await it.admin.tasks()).toHaveLength(1);
  });

  test('closed after the call: it was done, and the caller does not know', async () => {
    await it.admin.addFault({ kind: 'close_after', path, times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await it.admin.tasks()).toMatchObject([{ userid: 'zhangsan', targets: 2 }]);
    const [line] = await it.admin.log({ what: path });
    expect(line).toMatchObject({
      kind: 'call',
      corpid: CORP,
      errcode: 0,
      detail: { faults: ['close_after'] },
    });
  });

  test('whoever sends again is found out: two tasks, and the customers got the same thing twice', async () => {
    await it.admin.changeSettings({ massPerMemberAndDay: 2 });
    await it.admin.addFault({ kind: 'close_after', path, times: 1 });
    await expect(create()).rejects.toThrow();
    await create();
    await it.admin.advance(2);
    expect(await it.admin.confirmAll(CORP)).toEqual({ confirmed: 2 });
    const { repeated, received } = await it.admin.counts();
    expect(received).toBe(4);
    expect(repeated).toMatchObject([
      { external_userid: ALICE, count: 2, msgids: [expect.any(String), expect.any(String)] },
      { external_userid: BOB, count: 2 },
    ]);
  });

  test('a slow answer comes late but comes', async () => {
    await it.admin.addFault({ kind: 'slow', path, milliseconds: 120, times: 1 });
    const started = performance.now();
    expect((await create()).errcode).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  test('gettoken fails like everything else', async () => {
    await it.admin.addFault({ kind: 'errcode', path: 'gettoken', errcode: -1, times: 1 });
    const answer: Json = await (
      await it.request('gettoken', { corpid: CORP, corpsecret: 'secret-of-the-app' })
    ).json();
    expect(answer.errcode).toBe(-1);
  });
});

test('every call is in the log and in the counts, refused or not', async () => {
  await codes(2);
  await it.get('externalcontact/list', { userid: 'nobody' });
  const { calls } = await it.admin.counts();
  expect(calls).toContainEqual({
    corpid: CORP,
    path: 'externalcontact/get_follow_user_list',
    errcode: 0,
    count: 2,
  });
  expect(calls).toContainEqual({ corpid: CORP, path: 'externalcontact/list', errcode: 60111, count: 1 });
  const log = await it.admin.log({ kind: 'call', what: 'externalcontact/list' });
  expect(log).toMatchObject([{ corpid: CORP, errcode: 60111, detail: { address: '127.0.0.1' } }]);
});

test('the admin API refuses what it does not know and requests from other sites', async () => {
  const send = (body: string, headers = {}) =>
    fetch(`${it.url}/simulator/api/faults`, { method: 'POST', body, headers });
  const wrong = await send('{"kind":"earthquake"}');
  expect([wrong.status, (await wrong.json()).code]).toEqual([400, 'invalid']);
  expect((await send('{')).status).toBe(400);
  expect((await send('{"kind":"callback_drop"}', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await send('{"kind":"callback_drop"}', { origin: 'https://evil.example' })).status).toBe(403);
  await expect(it.admin.customer('ww-other', ALICE)).rejects.toThrow('unknown_corp');
});
