import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import {
  addKfAccount,
  addKfContactWay,
  changeKfAccount,
  deleteKfAccount,
  kfUrlWithParam,
  listKfAccounts,
} from './api/kf/accounts.ts';
import { cancelKfUpgrade, offerKfUpgrade, readKfCustomers, readKfUpgrades } from './api/kf/customers.ts';
import { type KfMessage, syncKfMessages } from './api/kf/messages.ts';
import { sendKfMessage, sendKfOnEvent } from './api/kf/sending.ts';
import { addKfServicers, listKfServicers, removeKfServicers } from './api/kf/servicers.ts';
import { getKfState, transKfState } from './api/kf/sessions.ts';
import { readKfDays, readKfServicerDays } from './api/kf/statistics.ts';
import type { WecomClient } from './client.ts';
import { readEvent } from './events.ts';
import { orThrow } from './outcome.ts';
import { CORP, customerId, Simulated } from './testing/simulated.ts';
import { parseFields } from './xml.ts';

const simulated = new Simulated();
const { admin } = { admin: () => simulated.admin };
let client: WecomClient;
let kf: string;
beforeEach(async () => {
  client = simulated.client();
  kf = await simulated.admin.consoleAddsKf(CORP, { name: '小满客服' });
});

const one = customerId(1);
const session = () => ({ openKfId: kf, externalUserId: one });
const text = (words: string) => ({ kind: 'text', text: words }) as const;
const write = (words = '在吗') => admin().customerWritesKf(CORP, kf, one, words);
const say = (msgId: string, words = '在的') => sendKfMessage(client, { ...session(), msgId }, text(words));

/** Everything there is to read, page by page as the platform gives them. */
async function readAll(
  cursor?: string,
): Promise<{ messages: KfMessage[]; cursor: string | undefined; pages: number }> {
  const messages: KfMessage[] = [];
  let at = cursor;
  for (let pages = 1; ; pages += 1) {
    const page = orThrow(await syncKfMessages(client, { openKfId: kf, cursor: at }));
    messages.push(...page.messages);
    at = page.nextCursor ?? at;
    if (!page.hasMore) return { messages, cursor: at, pages };
  }
}

describe('accounts of 微信客服', () => {
  it('are made, listed, renamed and deleted; those of others are seen and not touched', async () => {
    const own = orThrow(await addKfAccount(client, { name: '售后', mediaId: 'm' }));
    await admin().grantKf(CORP, kf, false);
    expect(orThrow(await listKfAccounts(client))).toMatchObject([
      { openKfId: kf, name: '小满客服', isManaged: false },
      { openKfId: own, name: '售后', isManaged: true },
    ]);
    expect(await changeKfAccount(client, kf, { name: '别家' })).toMatchObject({
      code: 95017,
      kind: 'config',
    });
    orThrow(await changeKfAccount(client, own, { name: '售后服务' }));
    expect(await changeKfAccount(client, own, { name: '太'.repeat(17) })).toMatchObject({
      code: 'invalid_request',
    });
    orThrow(await deleteKfAccount(client, own));
    expect(orThrow(await listKfAccounts(client))).toHaveLength(1);
    expect(await syncKfMessages(client, { openKfId: own })).toMatchObject({ code: 95004 });
    expect(await syncKfMessages(client, { openKfId: 'wkNobody' })).toMatchObject({ code: 95000 });
    await admin().changeSettings({ kfAccounts: 1 });
    expect(await addKfAccount(client, { name: '多', mediaId: 'm' })).toMatchObject({
      code: 95027,
      kind: 'config',
    });
  });

  it('have one address for each scene, with words of our own', async () => {
    const url = orThrow(await addKfContactWay(client, kf, 'parcel'));
    expect(orThrow(await addKfContactWay(client, kf, 'parcel'))).toBe(url);
    expect(orThrow(await addKfContactWay(client, kf, 'website'))).not.toBe(url);
    expect(await addKfContactWay(client, kf, '扫码')).toMatchObject({ code: 'invalid_request' });
    expect(kfUrlWithParam('https://x.cn/a?enc=1', '订单 1')).toBe(
      'https://x.cn/a?enc=1&scene_param=%E8%AE%A2%E5%8D%95%201',
    );
    expect(() => kfUrlWithParam('https://x.cn', '很'.repeat(43))).toThrow(RangeError);
  });

  it('have servicers, each with a result of their own, who go on and off duty', async () => {
    const results = orThrow(
      await addKfServicers(client, kf, { userIds: ['ann', 'nobody'], departmentIds: [2] }),
    );
    expect(results).toMatchObject([
      { userId: 'ann', code: 0 },
      { userId: 'nobody', code: 60111 },
      { departmentId: 2, code: 0 },
    ]);
    await admin().servicerDuty(CORP, kf, 'bob', { onDuty: false, stop_type: 1 });
    expect(orThrow(await listKfServicers(client, kf))).toMatchObject([
      { userId: 'ann', onDuty: true, stopType: undefined },
      { userId: 'bob', onDuty: false, stopType: 'away' },
    ]);
    orThrow(await removeKfServicers(client, kf, { userIds: ['bob'] }));
    expect(orThrow(await removeKfServicers(client, kf, { userIds: ['bob'] }))).toMatchObject([
      { code: 95014 },
    ]);
    const { messages } = await readAll();
    expect(messages.at(-1)).toMatchObject({
      ...{ openKfId: kf, externalUserId: undefined, servicerUserId: 'bob' },
      event: { event: 'servicer_status_change', onDuty: false, stopType: 'away' },
    });
    expect(await addKfServicers(client, kf, {})).toMatchObject({ code: 'invalid_request' });
  });
});

describe('reading', () => {
  it('goes on from the cursor, page by page, also over pages that are empty', async () => {
    await admin().changeSettings({ emptyPages: 1 });
    for (let n = 0; n < 3; n += 1) await write(`第 ${n} 句`);
    const first = await readAll();
    expect(first.messages.map(message => message.text)).toEqual(['第 0 句', '第 1 句', '第 2 句']);
    expect(first.pages).toBeGreaterThan(1);
    expect(first.messages[0]).toMatchObject({
      from: 'customer',
      openKfId: kf,
      externalUserId: one,
      kind: 'text',
    });
    expect((await readAll(first.cursor)).messages).toEqual([]);
    await write('还有');
    expect((await readAll(first.cursor)).messages.map(message => message.text)).toEqual(['还有']);
  });

  it('begins three days back without a cursor, and wants a token of ten minutes or few calls', async () => {
    await write('很久以前');
    simulated.clock.advance(3 * DAY + SECOND);
    await write('刚才');
    expect((await readAll()).messages.map(message => message.text)).toEqual(['刚才']);
    expect(await syncKfMessages(client, { openKfId: kf, token: 'another' })).toMatchObject({
      code: 95007,
      kind: 'gone',
    });
    await admin().changeSettings({ kfReadsPerMinute: 1 });
    simulated.clock.advance(2 * MINUTE);
    orThrow(await syncKfMessages(client, { openKfId: kf }));
    expect(await syncKfMessages(client, { openKfId: kf })).toMatchObject({ code: 45009, kind: 'slow_down' });
  });

  it('tells what was taken back and by whom', async () => {
    orThrow(await addKfServicers(client, kf, { userIds: ['ann'] }));
    const msgId = await write('发错了');
    await admin().recallsKf(CORP, kf, one, msgId);
    const { messages } = await readAll();
    expect(messages.map(message => message.event)).toEqual([
      undefined,
      { event: 'recall', by: 'customer', msgId },
    ]);
    await expect(admin().recallsKf(CORP, kf, one, msgId)).rejects.toThrow('unknown_message');
  });
});

describe('answers', () => {
  it('arrive within two days of a word of theirs, five for each, and one id says one thing', async () => {
    expect(await say('a0')).toMatchObject({ code: 95031 });
    await write();
    expect(orThrow(await say('a1'))).toBe('a1');
    expect(orThrow(await say('a1', '又一次'))).toBe('a1');
    for (const id of ['a2', 'a3', 'a4', 'a5']) orThrow(await say(id));
    expect(await say('a6')).toMatchObject({ code: 95001, kind: 'slow_down' });
    await write('再问一句');
    orThrow(await say('a7'));
    simulated.clock.advance(48 * HOUR + SECOND);
    expect(await say('a8')).toMatchObject({ code: 95002, kind: 'gone' });
    const said = (await admin().kfMessages(CORP, kf, one)).filter(message => message.from === 'app');
    expect(said.map(message => message.msgid)).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a7']);
    // What the app says itself it is not told.
    expect((await readAll()).messages.every(message => message.from === 'customer')).toBe(true);
  });

  it('are not sent again where the first answer was lost: nobody knows whether they were said', async () => {
    await write();
    await admin().addFault({ kind: 'close_after', path: 'kf/send_msg', times: 1 });
    expect(await say('b1')).toMatchObject({ ok: false, kind: 'uncertain' });
    expect((await admin().kfMessages(CORP, kf, one)).filter(message => message.from === 'app')).toHaveLength(
      1,
    );
  });

  it('that the customer does not take come back as an event', async () => {
    await write();
    await admin().customerRejectsKf(CORP, kf, one, true);
    orThrow(await say('c1'));
    const { messages } = await readAll();
    expect(messages.slice(1).map(message => message.event)).toEqual([
      { event: 'reject_switch', rejects: true },
      { event: 'msg_send_fail', msgId: 'c1', why: 'refused' },
    ]);
  });

  it('are refused here where they cannot be right', async () => {
    expect(await say('不行')).toMatchObject({ code: 'invalid_request' });
    expect(await say('d1', '很'.repeat(700))).toMatchObject({ code: 'invalid_request' });
    const menu = { kind: 'menu', head: '请选', items: [], tail: '' } as const;
    expect(await sendKfMessage(client, { ...session(), msgId: 'd2' }, menu)).toMatchObject({
      code: 'invalid_request',
    });
  });
});

describe('a welcome', () => {
  const enter = (scene = 'parcel') =>
    admin().customerEntersKf(CORP, kf, one, { scene, scene_param: '订单1' });

  it('is due who comes in by a scene, within twenty seconds and once in two days', async () => {
    await enter();
    const { messages } = await readAll();
    const [came] = messages;
    expect(came).toMatchObject({
      externalUserId: one,
      event: { event: 'enter_session', scene: 'parcel', sceneParam: '订单1' },
    });
    const code = came?.event?.event === 'enter_session' ? (came.event.welcomeCode ?? '') : '';
    orThrow(await sendKfOnEvent(client, { code, msgId: 'w1' }, text('欢迎')));
    expect(await sendKfOnEvent(client, { code, msgId: 'w2' }, text('欢迎'))).toMatchObject({ code: 41051 });
    expect(await enter()).toEqual({ welcomeCode: null });
    simulated.clock.advance(48 * HOUR + SECOND);
    const { welcomeCode } = await enter();
    simulated.clock.advance(21 * SECOND);
    expect(await sendKfOnEvent(client, { code: welcomeCode ?? '', msgId: 'w3' }, text('欢迎'))).toMatchObject(
      { code: 41050 },
    );
  });

  it('is not due who has written', async () => {
    await write();
    expect(await enter()).toEqual({ welcomeCode: null });
  });
});

describe('a session', () => {
  beforeEach(async () => {
    orThrow(await addKfServicers(client, kf, { userIds: ['ann', 'bob'] }));
    await write();
  });
  const state = async () => orThrow(await getKfState(client, session()));
  const trans = (to: Parameters<typeof transKfState>[2]) => transKfState(client, session(), to);

  it('goes from new to the pool, to a servicer, to another, to its end, and no other way', async () => {
    expect(await state()).toEqual({ state: 'new', servicerUserId: undefined });
    expect(await trans({ state: 'ended' })).toMatchObject({ code: 95016, kind: 'fix_data' });
    orThrow(await trans({ state: 'pool' }));
    expect(await say('e1')).toMatchObject({ code: 95018, kind: 'gone' });
    expect(await trans({ state: 'bot' })).toMatchObject({ code: 95016 });
    const { msgCode } = orThrow(await trans({ state: 'servicer', servicerUserId: 'ann' }));
    expect(await state()).toEqual({ state: 'servicer', servicerUserId: 'ann' });
    orThrow(await sendKfOnEvent(client, { code: msgCode ?? '', msgId: 'e2' }, text('安为您服务')));
    await admin().servicerDuty(CORP, kf, 'bob', { onDuty: false });
    expect(await trans({ state: 'servicer', servicerUserId: 'bob' })).toMatchObject({ code: 95019 });
    expect(await trans({ state: 'servicer', servicerUserId: 'idle' })).toMatchObject({ code: 95014 });
    expect(await trans({ state: 'servicer' })).toMatchObject({ code: 'invalid_request' });
    orThrow(await trans({ state: 'ended' }));
    expect(await trans({ state: 'pool' })).toMatchObject({ code: 95016 });
    await write('又来了');
    expect(await state()).toMatchObject({ state: 'new' });
  });

  it('is moved by servicers in their client too, which is told as events', async () => {
    orThrow(await trans({ state: 'pool' }));
    const act = (what: Parameters<ReturnType<typeof admin>['servicerActs']>[3]) =>
      admin().servicerActs(CORP, kf, one, what);
    await act({ does: 'pick', userid: 'ann' });
    await act({ does: 'write', userid: 'ann', text: '我是安' });
    await act({ does: 'hand_on', userid: 'ann', to: 'bob' });
    await expect(act({ does: 'write', userid: 'ann', text: '还在' })).rejects.toThrow('wrong_state');
    await act({ does: 'end', userid: 'bob' });
    await act({ does: 'write', userid: 'bob', text: '对了' });
    const { messages } = await readAll();
    const told = messages.slice(1).map(({ event, text: words }) => event ?? words);
    expect(told).toMatchObject([
      { change: 'picked', to: 'ann', msgCode: expect.any(String) },
      '我是安',
      { change: 'transferred', from: 'ann', to: 'bob', msgCode: undefined },
      { change: 'ended', from: 'bob' },
      { change: 'reopened', to: 'bob' },
      '对了',
    ]);
    expect(messages.at(-1)).toMatchObject({ from: 'servicer', servicerUserId: 'bob' });
  });

  it('ends by itself after two days without a word', async () => {
    simulated.clock.advance(48 * HOUR + SECOND);
    expect(await state()).toMatchObject({ state: 'ended' });
  });
});

describe('customers of an account', () => {
  it('are known by name and union id for as long as they ask', async () => {
    await admin().customerEntersKf(CORP, kf, one, { scene: 'parcel' });
    expect(orThrow(await readKfCustomers(client, [one, 'wmNobody']))).toEqual([
      {
        ...{ externalUserId: one, name: '客户1', avatar: undefined, gender: 'male' },
        ...{ unionId: 'union1', scene: 'parcel' },
      },
    ]);
    simulated.clock.advance(48 * HOUR + SECOND);
    expect(orThrow(await readKfCustomers(client, [one]))).toEqual([]);
  });

  it('are offered a member of their own', async () => {
    await write();
    const upgrades = orThrow(await readKfUpgrades(client));
    expect(upgrades).toMatchObject({ userIds: ['ann', 'bob'], chatIds: ['wrGroup'] });
    orThrow(await offerKfUpgrade(client, session(), { userId: 'ann', words: '安专门为您服务' }));
    orThrow(await cancelKfUpgrade(client, session()));
    expect(await offerKfUpgrade(client, session(), { chatId: 'wrGroup', words: '' })).toMatchObject({
      code: 'invalid_request',
    });
  });

  it('are counted by day, for the account and for a servicer', async () => {
    orThrow(await addKfServicers(client, kf, { userIds: ['ann'] }));
    await write();
    await write('还有');
    orThrow(await transKfState(client, session(), { state: 'servicer', servicerUserId: 'ann' }));
    await admin().servicerActs(CORP, kf, one, { does: 'write', userid: 'ann', text: '有的' });
    const day = simulated.clock.now();
    expect(await readKfDays(client, { openKfId: kf, from: day, to: day })).toMatchObject({ code: 600018 });
    simulated.clock.advance(DAY);
    const span = { openKfId: kf, from: day, to: day };
    expect(orThrow(await readKfDays(client, span))).toMatchObject([
      { sessions: 1, customers: 1, messages: 2 },
    ]);
    expect(orThrow(await readKfServicerDays(client, { ...span, userId: 'ann' }))).toMatchObject([
      { customers: 1, answered: 100 },
    ]);
  });

  it('write by themselves, as the seed has it', async () => {
    const ask = () =>
      admin().crowdAsksKf(CORP, kf, {
        count: 5,
        withinSeconds: 600,
        scene: 'shop',
        texts: ['几点开门', '还有吐司吗'],
      });
    const people = await ask();
    expect(new Set(people).size).toBe(5);
    await admin().advance(600);
    const { messages } = await readAll();
    expect(
      messages
        .filter(message => message.kind === 'text')
        .map(message => message.externalUserId)
        .sort(),
    ).toEqual([...people].sort());
  });
});

it('callbacks about 微信客服 are read as what they are', () => {
  const xml = (inner: string) =>
    `<xml><ToUserName><![CDATA[c]]></ToUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>${inner}</xml>`;
  const told = (inner: string) => readEvent(parseFields(xml(inner)) ?? {});
  expect(told('<Event>kf_msg_or_event</Event><Token>T</Token><OpenKfId>wk1</OpenKfId>')).toMatchObject({
    ...{ event: 'kf_msg_or_event', token: 'T', openKfId: 'wk1' },
  });
  const granted = '<AuthAddOpenKfId>wk1</AuthAddOpenKfId><AuthAddOpenKfId>wk2</AuthAddOpenKfId>';
  expect(
    told(`<Event>kf_account_auth_change</Event>${granted}<AuthDelOpenKfId>wk3</AuthDelOpenKfId>`),
  ).toMatchObject({
    ...{ event: 'kf_account_auth_change', granted: ['wk1', 'wk2'], withdrawn: ['wk3'] },
  });
});
