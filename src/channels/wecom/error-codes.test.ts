import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '#platform/clock.ts';
import { addContactWay, changeContactWay, getContactWay } from './api/contact-ways.ts';
import { getCustomer, listFollowUsers, remarkCustomer } from './api/customers.ts';
import { getMember, listDepartments, listNamedDepartments } from './api/directory.ts';
import { getGroup, listGroups } from './api/groups.ts';
import { addJoinWay } from './api/join-ways.ts';
import {
  cancelMassMessage,
  createMassMessage,
  listMassTasks,
  remindMassMessage,
} from './api/mass-messages.ts';
import { createMoment, listMomentPlanned, listMomentTasks } from './api/moments.ts';
import {
  createAlbumItem,
  deleteAlbumItem,
  getAlbumItem,
  listAlbum,
  updateAlbumItem,
} from './api/product-album.ts';
import { whoHolds } from './api/sign-in.ts';
import { addCorpTags, editCorpTag, markTags } from './api/tags.ts';
import { sendWelcome } from './api/welcome.ts';
import { wecomChannel } from './channel.ts';
import type { WecomClient } from './client.ts';
import { refusal } from './errors.ts';
import type { Failure, Outcome } from './outcome.ts';
import { ERROR_TABLE, type Handling, OF_GETTOKEN } from './testing/error-table.ts';
import { sample } from './testing/sample-files.ts';
import { customerId, SECRET, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();

/** A call of the connector: where the simulator hears it, and whether a second time would do it a second time. */
type Made = { path: string; once?: true; make: (client: WecomClient) => Promise<Outcome<unknown>> };

const pair = { userId: 'ann', externalUserId: customerId(1) };
const message = { text: '你好', attachments: [] };
const way = { userIds: ['ann'], departmentIds: [], state: 's', remark: 'r', asksNobody: true };
const item = { sn: 'A1', description: '吐司', price: 1_200, mediaIds: ['m'] };
const EXTERNAL = 'externalcontact';

const READ: Made = { path: `${EXTERNAL}/get_follow_user_list`, make: listFollowUsers };
const SEND: Made = {
  path: `${EXTERNAL}/add_msg_template`,
  once: true,
  make: client =>
    createMassMessage(client, { sender: 'ann', to: { externalUserIds: [customerId(1)] }, message }),
};
const OTHERS: readonly Made[] = [
  { path: 'user/get', make: client => getMember(client, 'ann') },
  { path: 'department/simplelist', make: listDepartments },
  { path: 'department/list', make: listNamedDepartments },
  { path: `${EXTERNAL}/get`, make: client => getCustomer(client, customerId(1)) },
  { path: `${EXTERNAL}/remark`, make: client => remarkCustomer(client, pair, { remark: '李' }) },
  { path: `${EXTERNAL}/mark_tag`, make: client => markTags(client, pair, { add: ['etVip'] }) },
  {
    path: `${EXTERNAL}/add_corp_tag`,
    once: true,
    make: client => addCorpTags(client, { group: { name: '级' }, tags: [{ name: '一' }] }),
  },
  { path: `${EXTERNAL}/edit_corp_tag`, make: client => editCorpTag(client, 'etVip', { name: '贵' }) },
  { path: `${EXTERNAL}/add_contact_way`, once: true, make: client => addContactWay(client, 'code', way) },
  { path: `${EXTERNAL}/update_contact_way`, make: client => changeContactWay(client, 'w', way) },
  { path: `${EXTERNAL}/get_contact_way`, make: client => getContactWay(client, 'w') },
  { path: `${EXTERNAL}/send_welcome_msg`, make: client => sendWelcome(client, 'code', message) },
  { path: `${EXTERNAL}/get_groupmsg_task`, make: client => listMassTasks(client, 'm') },
  { path: `${EXTERNAL}/remind_groupmsg_send`, once: true, make: client => remindMassMessage(client, 'm') },
  { path: `${EXTERNAL}/cancel_groupmsg_send`, make: client => cancelMassMessage(client, 'm') },
  { path: `${EXTERNAL}/groupchat/list`, make: client => listGroups(client) },
  { path: `${EXTERNAL}/groupchat/get`, make: client => getGroup(client, 'wrGroup') },
  {
    path: `${EXTERNAL}/groupchat/add_join_way`,
    once: true,
    make: client => addJoinWay(client, { chatIds: ['wrGroup'], state: 's', remark: 'r', further: undefined }),
  },
  { path: 'auth/getuserinfo', make: client => whoHolds(client, 'c') },
  {
    path: `${EXTERNAL}/add_moment_task`,
    once: true,
    make: client => createMoment(client, message, { userIds: [], departmentIds: [], tagIds: [] }),
  },
  { path: `${EXTERNAL}/get_moment_task`, make: client => listMomentTasks(client, 'm') },
  { path: `${EXTERNAL}/get_moment_customer_list`, make: client => listMomentPlanned(client, 'm', 'ann') },
  { path: `${EXTERNAL}/add_product_album`, once: true, make: client => createAlbumItem(client, item) },
  { path: `${EXTERNAL}/update_product_album`, make: client => updateAlbumItem(client, 'p', item) },
  { path: `${EXTERNAL}/get_product_album`, make: client => getAlbumItem(client, 'p') },
  { path: `${EXTERNAL}/get_product_album_list`, make: listAlbum },
  { path: `${EXTERNAL}/delete_product_album`, make: client => deleteAlbumItem(client, 'p') },
];

/** Where the platform gives a code; what the connector has no call for yet any call may meet. */
const GIVEN_BY: Record<string, readonly number[]> = {
  'user/get': [40003, 60111, 60011, 60021],
  'department/simplelist': [60123, 60011],
  'department/list': [60123, 60011],
  [`${EXTERNAL}/get`]: [40096, 84061, 84074],
  [`${EXTERNAL}/remark`]: [84061, 40096],
  [`${EXTERNAL}/mark_tag`]: [84061, 40068, 45035, 40096],
  [`${EXTERNAL}/add_corp_tag`]: [40071, 40126],
  [`${EXTERNAL}/edit_corp_tag`]: [40068, 40071],
  [`${EXTERNAL}/add_contact_way`]: [41040, 41041, 41042, 41045, 41054, 84074, 40098],
  [`${EXTERNAL}/update_contact_way`]: [41043, 41044, 41041],
  [`${EXTERNAL}/get_contact_way`]: [41043, 41044],
  [`${EXTERNAL}/send_welcome_msg`]: [41050, 41051, 41096, 41064, 41065, 41088],
  [`${EXTERNAL}/get_groupmsg_task`]: [41063, 41093],
  [`${EXTERNAL}/remind_groupmsg_send`]: [41093, 41094],
  [`${EXTERNAL}/cancel_groupmsg_send`]: [41093],
  [`${EXTERNAL}/groupchat/list`]: [81017],
  [`${EXTERNAL}/groupchat/get`]: [90501, 90509, 60021],
  [`${EXTERNAL}/groupchat/add_join_way`]: [41091, 41045],
  'auth/getuserinfo': [42003, 42022, 40029],
  [`${EXTERNAL}/add_moment_task`]: [41064, 41065, 41072, 41078, 41088, 41089, 40068],
  [`${EXTERNAL}/get_moment_task`]: [41059, 41060, 41079],
  [`${EXTERNAL}/get_moment_customer_list`]: [41059, 41060, 41061, 41062, 41079],
  [`${EXTERNAL}/add_product_album`]: [
    -1, 40007, 41064, 41065, 41072, 41073, 41080, 41085, 41086, 41087, 41088,
  ],
  [`${EXTERNAL}/update_product_album`]: [-1, 40007, 41073, 41074, 41075, 41085, 41086, 41087, 60011],
  [`${EXTERNAL}/get_product_album`]: [41074, 41075],
  [`${EXTERNAL}/get_product_album_list`]: [-1, 45009, 48002],
  [`${EXTERNAL}/delete_product_album`]: [-1, 41074, 41075, 60011],
};

const KINDS: Record<Handling, Failure['kind']> = {
  again: 'retry',
  token: 'refresh_token',
  pause: 'slow_down',
  fewer: 'slow_down',
  later: 'retry',
  anew: 'fix_data',
  data: 'fix_data',
  gone: 'gone',
  nothing: 'done',
  admin: 'config',
  ours: 'bug',
};
/** More than the table says about passing: a limit, or only a matter of time. */
const SLOWLY = new Set([41078, 41094, 95001]);

const handlings = Object.entries(ERROR_TABLE) as [Handling, readonly number[]][];
const rows = handlings.flatMap(([handling, codes]) => codes.map(code => ({ code, handling })));
const cases = rows.flatMap(({ code, handling }) =>
  [READ, SEND, ...OTHERS.filter(made => GIVEN_BY[made.path]?.includes(code))].map(made => ({
    ...{ code, handling, path: made.path, made },
  })),
);

/** A client that notes how long it waits. */
function waiting() {
  const sleeps: number[] = [];
  const client = simulated.client({
    sleep: async milliseconds => {
      sleeps.push(milliseconds);
      simulated.clock.advance(milliseconds);
    },
  });
  return { client, sleeps };
}

/** Tries that the platform saw, and how often it was asked for a token. */
const seen = async (path: string) => ({
  tries: await simulated.calls(path),
  tokens: await simulated.calls('gettoken'),
});
const always = (code: number, path: string, times?: number) =>
  simulated.admin.addFault({ kind: 'errcode', errcode: code, path, ...(times && { times }) });

/** How often the platform may see a call that it always refuses so. */
function triesOf(handling: Handling, { once }: Made): number {
  if (handling === 'token') return 2;
  return (handling === 'again' || handling === 'fewer') && !once ? 4 : 1;
}

describe('every code, given by the simulator to the calls that may meet it', () => {
  it('is in the table once, and every one the connector knows is in it', () => {
    const listed = rows.map(row => row.code);
    expect(new Set(listed).size).toBe(listed.length);
    expect(rows.every(({ code, handling }) => refusal(code).kind === kindOf(code, handling))).toBe(true);
    for (const codes of Object.values(GIVEN_BY)) for (const code of codes) expect(listed).toContain(code);
  });

  it.each(cases)('$code at $path: $handling', async ({ code, handling, made }) => {
    await always(code, made.path);
    const { client, sleeps } = waiting();
    const outcome = await made.make(client);
    const tries = triesOf(handling, made);
    expect(await seen(made.path)).toEqual({ tries, tokens: handling === 'token' ? 2 : 1 });
    const kind = handling === 'again' && made.once ? 'uncertain' : kindOf(code, handling);
    expect(outcome).toMatchObject({ ok: false, kind, code });
    expectWords(outcome);
    const pauses = handling === 'token' ? 0 : tries - 1;
    expect(sleeps).toHaveLength(pauses);
    for (const [at, pause] of sleeps.entries()) expectBetween(pause, 100 * 2 ** at, 200 * 2 ** at);
    await expectPause(code, made, client);
  });

  it('passing ones are gone when they have passed', async () => {
    for (const code of [...ERROR_TABLE.again, ...ERROR_TABLE.fewer, ...ERROR_TABLE.token]) {
      const times = ERROR_TABLE.token.includes(code) ? 1 : 3;
      await always(code, READ.path, times);
      expect(await listFollowUsers(simulated.client()), String(code)).toMatchObject({ ok: true });
    }
  });
});

function kindOf(code: number, handling: Handling): Failure['kind'] {
  return SLOWLY.has(code) ? 'slow_down' : KINDS[handling];
}

function expectWords(outcome: Outcome<unknown>): void {
  if (outcome.ok) throw new Error('it went through');
  expect(outcome.message.zh).toMatch(/[一-鿿].*。$/);
  expect(outcome.message.en).toMatch(/^[A-Z“].*\.$/);
  expect(outcome.message).not.toEqual(refusal(999_999).message);
}

function expectBetween(value: number, least: number, most: number): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

/** After 45009 that API is left alone for a minute and the others go on; after any other code nothing is held back. */
async function expectPause(code: number, made: Made, client: WecomClient): Promise<void> {
  if (code === 84061 || ERROR_TABLE.token.includes(code)) return;
  await simulated.admin.clearFaults();
  const before = await simulated.calls(made.path);
  const next = await made.make(client);
  if (code !== 45009) return expect(await simulated.calls(made.path)).toBe(before + 1);
  expect(next).toMatchObject({ ok: false, kind: 'slow_down', code: 'rate_limited' });
  expect(await simulated.calls(made.path)).toBe(before);
  const other = made === READ ? SEND : READ;
  expect(await other.make(client)).toMatchObject({ ok: true });
  simulated.clock.advance(MINUTE);
  expect(await made.make(client)).toMatchObject({ ok: true });
}

describe('codes that gettoken gives', () => {
  it.each(OF_GETTOKEN)('%i is believed for an hour: the address would be banned', async code => {
    await always(code, 'gettoken');
    const { client, sleeps } = waiting();
    for (let round = 0; round < 12; round += 1)
      expect(await READ.make(client)).toMatchObject({ ok: false, code });
    expect(await seen(READ.path)).toEqual({ tries: 0, tokens: 1 });
    expect(sleeps).toEqual([]);
    simulated.clock.advance(HOUR);
    await READ.make(client);
    expect(await simulated.calls('gettoken')).toBe(2);
  });

  it('a ban stops every call for an hour, and busy is tried three more times', async () => {
    await always(45009, 'gettoken');
    const { client } = waiting();
    for (const made of [READ, SEND, READ])
      expect(await made.make(client)).toMatchObject({ ok: false, kind: 'slow_down', code: 45009 });
    expect(await simulated.calls('gettoken')).toBe(1);
    await simulated.admin.clearFaults();
    await always(-1, 'gettoken', 3);
    expect(await READ.make(simulated.client())).toMatchObject({ ok: true });
    expect(await simulated.calls('gettoken')).toBe(5);
  });

  it('a wrong secret by itself never bans the address', async () => {
    const credentials = { accountId: 2, corpId: 'ww0123456789abcdef', secret: `${SECRET}?` };
    const stranger = simulated.client({ credentials });
    for (let round = 0; round < 30; round += 1) await READ.make(stranger);
    expect(await READ.make(simulated.client())).toMatchObject({ ok: true });
  });
});

describe('40007, a file that WeCom no longer has', () => {
  let folder = '';
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const sendCover = async () => {
    folder = await mkdtemp(join(tmpdir(), 'siyu-cover-'));
    const cover = join(folder, 'cover.png');
    await writeFile(cover, sample('png'));
    const attachments = [{ kind: 'miniprogram' as const, title: '店', appId: 'wx1', page: '/p', cover }];
    const channel = wecomChannel(simulated.client());
    return async () =>
      await channel.createTask({
        sender: 'ann',
        to: { people: [customerId(1)] },
        message: { text: '', attachments },
      });
  };
  const counts = async () => [await simulated.calls('media/upload'), await simulated.calls(SEND.path)];

  it('is uploaded again once, and sent once', async () => {
    const send = await sendCover();
    await always(40007, SEND.path, 1);
    expect(await send()).toMatchObject({ outcome: 'created' });
    expect(await counts()).toEqual([2, 2]);
    expect(await simulated.admin.tasks()).toHaveLength(1);
  });

  it('refused again it is given up', async () => {
    const send = await sendCover();
    await always(40007, SEND.path);
    expect(await send()).toMatchObject({ outcome: 'refused', again: false, code: '40007' });
    expect(await counts()).toEqual([2, 2]);
    expect(await simulated.admin.tasks()).toEqual([]);
  });

  it('is not waited for: on its third day it is uploaded anew', async () => {
    const send = await sendCover();
    await simulated.admin.changeSettings({ massPerMemberAndDay: 9 });
    for (const [hours, uploads] of [
      [0, 1],
      [47, 1],
      [2, 2],
      [47, 2],
    ] as const) {
      simulated.clock.advance(hours * HOUR);
      expect(await send()).toMatchObject({ outcome: 'created' });
      expect(await simulated.calls('media/upload')).toBe(uploads);
    }
  });
});
