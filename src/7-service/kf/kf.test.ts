import { expect, test } from 'vitest';
import { customers } from '#customers';
import { DAY, HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { service } from '../index.ts';
import { servingCorp } from '../testing/corp.ts';
import { inboxOf, type Session } from '../testing/inbox.ts';
import { forgetOldMessages } from './forget-old.ts';
import { readDueKf } from './read.ts';
import { sendAnswers } from './send.ts';

const platform = await testPlatform();
const { clock, pool } = platform;
const corp = await servingCorp(platform);
const { admin, corpId, kf, client, settle } = corp;

const { ask, ok, list, sessionOf, write, answer, count, said } = inboxOf(platform, corp);
const account = async () =>
  (
    await ok<{
      data: {
        id: string;
        scenes: { id: string; url: string; entered: number; fresh: number; scene: string }[];
      }[];
    }>(client.get('/kf/accounts'))
  ).data[0];
test('who writes becomes a session, matched with the customer one knows', async () => {
  const before = await count('customers');
  await write('wm1', '吐司还有吗');
  const session = await sessionOf('客户1');
  expect(session).toMatchObject({ state: 'new', waitingSince: clock.now().toISOString(), isOverdue: false });
  expect(session.messages).toMatchObject([{ origin: 'customer', text: '吐司还有吗', state: 'received' }]);
  expect(await count('customers')).toBe(before);
  await write('wm3', '你好');
  expect(await count('customers')).toBe(before + 1);
  expect((await sessionOf('客户3')).messages).toHaveLength(1);
  expect(await count(`events where type = 'kf.asked'`)).toBe(2);
});

test('an answer passes the gate, goes out once, and ends the waiting', async () => {
  const { id } = await sessionOf('客户1');
  clock.advance(3 * MINUTE);
  await ok(answer(id, '有的，今天刚出炉'));
  await sendAnswers(platform);
  await sendAnswers(platform);
  expect(await said('wm1')).toEqual(['有的，今天刚出炉']);
  const session = await sessionOf('客户1');
  expect(session).toMatchObject({ waitingSince: null, window: { why: null, left: 4 } });
  expect(session.messages.at(-1)).toMatchObject({ origin: 'console', state: 'sent' });
  const { rows } = await pool.query(`select channel, purpose, state from contacts where source = 'kf'`);
  expect(rows).toEqual([{ channel: 'kf', purpose: 'service', state: 'sent' }]);
  const { rows: told } = await pool.query(
    `select data ->> 'waited' as waited from events where type = 'kf.answered'`,
  );
  expect(told).toEqual([{ waited: '3' }]);
});

test('an answer whose reply got lost is not sent again, and the page says that nobody knows', async () => {
  const { id } = await sessionOf('客户1');
  await ok(answer(id, '需要帮您留一份吗'));
  await admin.addFault({ kind: 'close_after', path: 'kf/send_msg', times: 1 });
  await sendAnswers(platform);
  await sendAnswers(platform);
  expect((await said('wm1')).filter(text => text === '需要帮您留一份吗')).toHaveLength(1);
  const session = await sessionOf('客户1');
  expect(session.messages.at(-1)).toMatchObject({
    state: 'uncertain',
    why: expect.stringContaining('没有重复发送'),
  });
  // It may have been said: it is one of the five, and a contact.
  expect(session.window).toMatchObject({ left: 3 });
  expect(await count(`contacts where source = 'kf' and state = 'sent'`)).toBe(2);
});

test('five answers to a message, also written at once; the sixth waits for the customer', async () => {
  const { id } = await sessionOf('客户1');
  const answers = await Promise.all(['3', '4', '5', '6', '7'].map(text => ask(answer(id, text))));
  expect(answers.map(one => one.status).sort()).toEqual([201, 201, 201, 409, 409]);
  expect(answers.find(one => one.status === 409)?.body).toMatchObject({ code: 'kf_not_answerable' });
  await sendAnswers(platform);
  expect(await said('wm1')).toHaveLength(5);
  expect((await sessionOf('客户1')).window).toMatchObject({ why: 'used_up', left: 0 });
  await write('wm1', '好的，要两份');
  expect((await sessionOf('客户1')).window).toMatchObject({ why: null, left: 5 });
});

test('after two days nothing is sent any more, and it says why', async () => {
  await write('wm4');
  const { id } = await sessionOf('客户4');
  clock.advance(48 * HOUR + SECOND);
  expect(await sessionOf('客户4')).toMatchObject({ state: 'ended', window: { why: 'late' } });
  expect((await ask(answer(id, '晚了'))).body).toMatchObject({
    code: 'kf_not_answerable',
    detail: expect.stringContaining('48'),
  });
  await write('wm4', '又来了');
  expect(await sessionOf('客户4')).toMatchObject({ state: 'new', window: { why: null } });
});

test('who must not be contacted is not answered either, with the reason of the gate', async () => {
  await write('wm5');
  const { id, customer } = await sessionOf('客户5');
  const body = { channel: 'all', purpose: 'all', reason: '本人要求', source: 'staff' };
  await ok(client.post(`/customers/${customer.id}/suppressions`, body));
  const refused = await ask(answer(id, '您好'));
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'kf_withheld', detail: expect.stringContaining('本人要求') },
  });
  expect(await said('wm5')).toEqual([]);
});

test('waiting too long is told after the minutes of the company’s rule', async () => {
  await write('wm3', '还在吗');
  expect((await list()).counts).toMatchObject({ overdue: 0 });
  clock.advance(11 * MINUTE);
  const { counts } = await list();
  expect(counts.overdue).toBeGreaterThan(0);
  const [first] = (await list('?view=waiting')).data;
  expect(first?.isOverdue).toBe(true);
});

test('servicers come and go; pool, servicer and end are the platform’s, which says no to what it does not allow', async () => {
  const id = (await account())?.id;
  const [ann, bob] = [corp.ann, corp.bob];
  await ok(client.post(`/kf/accounts/${id}/servicers`, { memberIds: [`mem_${ann}`, `mem_${bob}`] }));
  await admin.servicerDuty(corpId, kf, 'bob', { onDuty: false });
  await settle();
  const session = (await sessionOf('客户3')).id;
  const assign = (body: object) => ask(client.post(`/kf/sessions/${session}/assign`, body));
  expect((await assign({ to: 'me' })).status).toBe(201);
  expect((await sessionOf('客户3')).assignee).toMatchObject({ id: `mem_${corp.owner.id}` });
  expect((await assign({ to: 'pool' })).status).toBe(201);
  expect(await sessionOf('客户3')).toMatchObject({ state: 'pool', assignee: null, window: { why: 'pool' } });
  expect((await assign({ to: 'servicer', memberId: `mem_${bob}` })).body).toMatchObject({
    code: 'kf_refused',
    detail: expect.stringContaining('停止接待'),
  });
  expect((await assign({ to: 'servicer', memberId: `mem_${ann}` })).status).toBe(201);
  expect(await sessionOf('客户3')).toMatchObject({
    state: 'servicer',
    servicer: '安',
    window: { why: 'servicer' },
  });
  expect((await assign({ to: 'pool' })).body).toMatchObject({ code: 'kf_refused' });
  await admin.servicerActs(corpId, kf, 'wm3', { does: 'write', userid: 'ann', text: '我是安' });
  await settle();
  const taken = await sessionOf('客户3');
  expect(taken.waitingSince).toBeNull();
  expect(taken.messages.at(-1)).toMatchObject({ origin: 'servicer', text: '我是安' });
  await ok(client.post(`/kf/sessions/${session}/end`, {}));
  expect(await sessionOf('客户3')).toMatchObject({ state: 'ended', servicer: null });
  expect((await ask(client.send('DELETE', `/kf/accounts/${id}/servicers/mem_${bob}`))).status).toBe(200);
});

test('what was done in WeCom’s client meanwhile is seen when the platform says no', async () => {
  await write('wm3', '再问一下');
  const session = (await sessionOf('客户3')).id;
  await ok(client.post(`/kf/sessions/${session}/assign`, { to: 'pool' }));
  await admin.addFault({ kind: 'callback_drop', times: 1 });
  await admin.servicerActs(corpId, kf, 'wm3', { does: 'pick', userid: 'ann' });
  expect(await sessionOf('客户3')).toMatchObject({ state: 'pool' });
  const refused = await ask(
    client.post(`/kf/sessions/${session}/assign`, {
      to: 'servicer',
      memberId: `mem_${corp.ann}`,
    }),
  );
  // It is as it was wished already.
  expect(refused.status).toBe(201);
  expect(await sessionOf('客户3')).toMatchObject({ state: 'servicer', servicer: '安' });
});

test('a lost callback is repaired by the reading that comes by itself, once', async () => {
  await admin.addFault({ kind: 'callback_drop', times: 1 });
  await admin.customerWritesKf(corpId, kf, 'wm1', '没人听见');
  await settle();
  const texts = async () =>
    (await sessionOf('客户1')).messages.filter(message => message.text === '没人听见').length;
  expect(await texts()).toBe(0);
  clock.advance(10 * MINUTE + SECOND);
  await readDueKf(platform);
  expect(await texts()).toBe(1);
  await readDueKf(platform);
  expect(await texts()).toBe(1);
});

test('what dies between the page and its cursor loses nothing and doubles nothing', async () => {
  await pool.query(`create function break_cursor() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$;
    create trigger break_cursor after update of cursor on kf_accounts for each row execute function break_cursor()`);
  await admin.addFault({ kind: 'callback_drop', times: 2 });
  await admin.customerWritesKf(corpId, kf, 'wm1', '一');
  await admin.customerWritesKf(corpId, kf, 'wm2', '二');
  clock.advance(10 * MINUTE + SECOND);
  const kept = await count('kf_messages');
  await readDueKf(platform);
  expect(await count('kf_messages')).toBe(kept);
  await pool.query('drop trigger break_cursor on kf_accounts');
  await readDueKf(platform);
  expect(await count('kf_messages')).toBe(kept + 2);
  // The cursor went back, as after a restored backup: three days are read again, and every message is there once.
  const events = await count(`events where type like 'kf.%'`);
  await pool.query(`update kf_accounts set cursor = 'lost', next_read = now() - interval '10 years'`);
  await readDueKf(platform);
  expect(await count('kf_messages')).toBe(kept + 2);
  expect(await count(`events where type like 'kf.%'`)).toBe(events);
});

test('two who read at once store everything once', async () => {
  await admin.addFault({ kind: 'callback_drop', times: 3 });
  for (const n of [1, 2, 3]) await admin.customerWritesKf(corpId, kf, 'wm2', `同时 ${n}`);
  const kept = await count('kf_messages');
  clock.advance(10 * MINUTE + SECOND);
  await Promise.all([readDueKf(platform), readDueKf(platform)]);
  expect(await count('kf_messages')).toBe(kept + 3);
});

test('who comes by a scene is greeted, counted, and known by the touchpoint', async () => {
  const touchpoint = (await ok(client.post('/touchpoints', { name: '包裹卡', kind: 'parcel' }))).id;
  const of = (await account())?.id;
  const body = { name: '包裹卡客服', touchpointId: touchpoint, welcome: '欢迎来到小满，有什么可以帮您？' };
  const made = (await ok(client.post(`/kf/accounts/${of}/scenes`, body))).id;
  expect((await ask(client.post(`/kf/accounts/${of}/scenes`, body))).body).toMatchObject({
    code: 'kf_scene_exists',
  });
  const scene = (await account())?.scenes.find(one => one.id === made);
  expect(scene?.url).toContain('/kfid/');
  await admin.customerEntersKf(corpId, kf, 'wmNew', {
    scene: scene?.scene ?? '',
    customer: { name: '新客' },
  });
  await settle();
  expect(await said('wmNew')).toEqual(['欢迎来到小满，有什么可以帮您？']);
  const session = await sessionOf('新客');
  expect(session).toMatchObject({ scene: '包裹卡客服', waitingSince: null });
  expect(session.messages).toMatchObject([{ event: 'enter_session' }, { origin: 'welcome', state: 'sent' }]);
  expect((await account())?.scenes.find(one => one.id === made)).toMatchObject({ entered: 1, fresh: 1 });
  const facts = await count(`customer_facts where key = 'touchpoint' and str = '包裹卡'`);
  expect(facts).toBe(1);
  expect(await count(`events where type = 'entry.recorded' and data ->> 'scene' = '包裹卡客服'`)).toBe(1);
  await ok(client.send('PUT', `/kf/scenes/${made}`, { ...body, name: '包裹卡', touchpointId: null }));
  await ok(client.send('DELETE', `/kf/scenes/${made}`));
  expect((await account())?.scenes).toEqual([]);
});

test('a welcome that comes too late is not said', async () => {
  const id = (await account())?.id;
  await ok(client.send('PATCH', `/kf/accounts/${id}`, { welcome: '您好，这里是小满。' }));
  await admin.addFault({ kind: 'callback_drop', times: 1 });
  await admin.customerEntersKf(corpId, kf, 'wmLate', { customer: { name: '晚到' } });
  clock.advance(10 * MINUTE + SECOND);
  await readDueKf(platform);
  expect(await said('wmLate')).toEqual([]);
  expect((await sessionOf('晚到')).messages).toMatchObject([{ event: 'enter_session' }]);
});

test('what is taken back is not kept', async () => {
  const msgid = await write('wm2', '密码是 1234');
  await admin.recallsKf(corpId, kf, 'wm2', msgid);
  await settle();
  expect((await sessionOf('客户2')).messages.find(message => message.isRecalled)).toMatchObject({ text: '' });
  expect(await count(`kf_messages where text like '%1234%'`)).toBe(0);
});

test('staff see sessions of their own and those that nobody has', async () => {
  const mine = await testMember(platform, 'staff', 'own');
  const own = testClient(platform, [...customers.routes, ...service.routes]).as(mine);
  const seen = async () =>
    (await ok<{ data: Session[] }>(own.get('/kf/sessions'))).data.map(one => one.customer.name);
  expect(await seen()).not.toContain('客户3');
  // Ann follows 客户2; 客户4 is nobody's yet.
  expect(await seen()).not.toContain('客户2');
  await write('wm4', '有人吗');
  const open = await sessionOf('客户4');
  expect(await seen()).toContain('客户4');
  await ok(client.post(`/kf/sessions/${open.id}/assign`, { to: 'me' }));
  expect(await seen()).not.toContain('客户4');
  expect((await ask(own.get(`/kf/sessions/${open.id}`))).status).toBe(404);
  expect((await ask(own.post('/kf/accounts/sync', {}))).status).toBe(403);
});

test('who is joined to a servicer finds among their own what that one answers', async () => {
  const mine = await testMember(platform, 'staff', 'own');
  const own = testClient(platform, [...customers.routes, ...service.routes]).as(mine);
  await ok(
    client.post(`/kf/accounts/${(await account())?.id}/servicers`, { memberIds: [`mem_${corp.ann}`] }),
  );
  await write('wm5', '人工');
  const { id } = await sessionOf('客户5');
  await ok(client.post(`/kf/sessions/${id}/assign`, { to: 'servicer', memberId: `mem_${corp.ann}` }));
  const found = async () =>
    await ok<{ data: Session[]; counts: Record<string, number> }>(own.get('/kf/sessions?view=mine'));
  expect(await found()).toMatchObject({ data: [], counts: { mine: 0 } });
  await pool.query('update members set same_as = $1 where id = $2', [mine.id, corp.ann]);
  expect(await found()).toMatchObject({ counts: { mine: 2 } });
  expect((await found()).data.map(one => one.customer.name)).toContain('客户5');
  await pool.query('update members set same_as = null where id = $1', [corp.ann]);
});

test('an account without the right to it is shown and not read', async () => {
  await admin.grantKf(corpId, kf, false);
  await settle();
  expect((await ok<{ data: { isManaged: boolean }[] }>(client.get('/kf/accounts'))).data).toMatchObject([
    { isManaged: false },
  ]);
  await admin.grantKf(corpId, kf, true);
  await settle();
  expect((await ok<{ data: { isManaged: boolean }[] }>(client.get('/kf/accounts'))).data).toMatchObject([
    { isManaged: true },
  ]);
});

test('what was said is deleted when its days are over', async () => {
  expect(await forgetOldMessages(platform)).toBe(0);
  clock.advance(366 * DAY);
  expect(await forgetOldMessages(platform)).toBeGreaterThan(10);
  expect(await count(`kf_messages`)).toBe(0);
  expect(await count(`kf_sessions where last_text <> ''`)).toBe(0);
});
