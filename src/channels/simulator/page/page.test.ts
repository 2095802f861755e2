import { afterEach, beforeEach, expect, test } from 'vitest';
import { ALICE, BOB, CORP, type Json, type TestSimulator, testSimulator } from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

const page = async (query = '') => await (await fetch(`${it.url}/simulator/${query}`)).text();
const parts = async (query: Record<string, string> = {}): Promise<Record<string, string>> =>
  (await fetch(`${it.url}/simulator/parts?${new URLSearchParams(query)}`)).json();
const create = (body: object = {}): Promise<Json> =>
  it.post('externalcontact/add_msg_template', { sender: 'zhangsan', text: { content: '可颂出炉' }, ...body });

test('a member sees what waits, with the message and for whom, and then what became of it', async () => {
  const { msgid } = await create();
  expect((await parts({ member: 'zhangsan' })).staff).toContain('派发中');
  await it.admin.advance(2);
  const waiting = (await parts({ member: 'zhangsan' })).staff ?? '';
  expect(waiting).toContain('可颂出炉');
  expect(waiting).toContain('发送给爱丽丝、鲍勃');
  const [, path] = /data-post="([^"]+)">确认发送/.exec(waiting) ?? [];
  const pressed = await fetch(`${it.url}/simulator/api/${path}`, { method: 'POST', body: '{}' });
  expect(await pressed.json()).toEqual({ delivered: 2, notFriends: 0, capped: 0 });
  expect((await parts({ member: 'zhangsan' })).staff).toContain('10:00 · 送达 2');
  expect((await it.admin.tasks({ msgid }))[0]?.state).toBe('sent');
});

test('a member with many tasks confirms them all at once', async () => {
  await create({ external_userid: [ALICE] });
  await it.admin.advance(2);
  expect((await parts({ member: 'zhangsan' })).staff).not.toContain('全部确认发送');
  await create({ external_userid: [BOB] });
  await it.admin.advance(2);
  const waiting = (await parts({ member: 'zhangsan' })).staff ?? '';
  const [, path, body] = /data-post="([^"]+)" data-body="([^"]+)">全部确认发送（2 个）/.exec(waiting) ?? [];
  const pressed = await fetch(`${it.url}/simulator/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body?.replaceAll('&quot;', '"') ?? '',
  });
  expect(await pressed.json()).toEqual({ confirmed: 2 });
  expect((await parts({ member: 'zhangsan' })).staff).not.toContain('待发送');
});

test('without a choice the page shows who has something to do and who got something last', async () => {
  await create({ sender: 'LiSi', external_userid: [ALICE] });
  await it.admin.advance(2);
  expect((await parts()).staff).toMatch(/aria-current="true"[^<]*>\s*<span class="face">四/);
  await it.admin.confirmAll(CORP);
  const { phonehead, chat, composer } = await parts();
  expect(phonehead).toContain('爱丽丝的微信');
  expect(phonehead).toContain('@小满面包房');
  expect(chat).toContain('可颂出炉');
  expect(composer).toContain(`corps/${CORP}/customers/${ALICE}/reply`);
});

test('a customer who deleted the member can come back', async () => {
  await it.admin.customerDeletes(CORP, BOB, 'zhangsan');
  const { composer } = await parts({ customer: BOB });
  expect(composer).toContain('鲍勃删除了张三');
  expect(composer).toContain(`corps/${CORP}/customers/${BOB}/add`);
});

test('what customers and apps say cannot become markup', async () => {
  const evil = '<img src=x onerror=alert(1)>"\'';
  await it.admin.customerReplies(CORP, ALICE, 'zhangsan', evil);
  const link = { msgtype: 'link', link: { title: evil, url: 'javascript:alert(1)' } };
  await create({ external_userid: [ALICE], text: { content: evil }, attachments: [link] });
  await it.admin.advance(2);
  await it.admin.confirmAll(CORP);
  const whole = await page(`?customer=${ALICE}&chat=zhangsan`);
  expect(whole).not.toContain('<img src=x');
  expect(whole).not.toContain('javascript:');
  expect(whole).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
  const policy = (await fetch(`${it.url}/simulator/`)).headers.get('content-security-policy');
  expect(policy).toContain("script-src 'self'");
});

test('Chinese first, English on request; strange addresses do no harm', async () => {
  expect(await page()).toContain('<html lang="zh-CN">');
  const english = await page('?lang=en&tab=phone');
  expect(english).toContain('<html lang="en">');
  expect(english).toContain('WeCom simulator');
  expect(await page('?lang=xx&tab=yy&corp=nobody&member=nobody&customer=nobody&chat=%00')).toContain(
    '企业微信模拟器',
  );
});

test('backstage shows time, faults and what happened in sentences', async () => {
  await it.admin.advance(86_400);
  await it.admin.addFault({ kind: 'errcode', path: 'externalcontact/list', errcode: 45033, times: 2 });
  await it.get('externalcontact/list', { userid: 'zhangsan' });
  await it.admin.customerReplies(CORP, ALICE, 'zhangsan', '好的');
  const { clock, faults, log } = await parts();
  expect(clock).toContain('比真实时间快 1 天');
  expect(faults).toContain('接口返回 45033 · list');
  expect(faults).toContain('还剩 1 次');
  expect(log).toContain('爱丽丝回复张三：好的');
  expect(log).toMatch(/读取客户列表<\/span> <b>45033/);
});

test('an empty simulator offers a small sample', async () => {
  await it.admin.beginWorld({});
  expect(await page()).toContain('装入小样例');
  await fetch(`${it.url}/simulator/sample`, { method: 'POST' });
  expect((await it.admin.state()).corps).toMatchObject([{ members: 3, customers: 12 }]);
  expect(await page()).toContain('小满面包房（样例）');
});

test('its files are there, and the bare addresses lead to it', async () => {
  for (const file of ['base.css', 'people.css', 'backstage.css', 'screens.css', 'page.js', 'icon.svg'])
    expect((await fetch(`${it.url}/simulator/${file}`)).status).toBe(200);
  for (const path of ['/', '/simulator'])
    expect((await fetch(it.url + path)).url).toBe(`${it.url}/simulator/`);
});

test('a member publishes a moment, and a customer likes it and writes under it in their feed', async () => {
  await it.post('externalcontact/add_moment_task', {
    text: { content: '新品试吃' },
    visible_range: { sender_list: { user_list: ['zhangsan'] } },
  });
  await it.admin.advance(5);
  const { staff = '' } = await parts({ member: 'zhangsan' });
  expect(staff).toContain('新品试吃');
  const [, path] = /data-post="([^"]+)">发表/.exec(staff) ?? [];
  await fetch(`${it.url}/simulator/api/${path}`, { method: 'POST', body: '{}' });
  expect((await parts({ member: 'zhangsan' })).staff).toMatch(/可见 \d+ · 赞 0/);
  const feed = { member: 'zhangsan', customer: ALICE, chat: '~feed' };
  const { chat = '' } = await parts(feed);
  expect(chat).toContain('新品试吃');
  const [, react, body = ''] = /data-post="([^"]+)" data-body="([^"]+)">赞/.exec(chat) ?? [];
  const pressed = await fetch(`${it.url}/simulator/api/${react}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body.replaceAll('&quot;', '"'),
  });
  expect(pressed.status).toBe(204);
  expect((await parts(feed)).chat).toContain('已赞');
  expect((await parts({ ...feed, customer: BOB, lang: 'en' })).phonehead).toContain('Moments');
});

test('at 微信客服 one plays who asks, and the servicer who answers in the client', async () => {
  const kf = await it.admin.consoleAddsKf(CORP, { name: '小店客服' });
  await it.post('kf/servicer/add', { open_kfid: kf, userid_list: ['zhangsan'] });
  const { url } = await it.post('kf/add_contact_way', { open_kfid: kf, scene: 'card' });
  expect(await (await fetch(String(url))).text()).toContain('小店客服');
  const named = new URLSearchParams({ name: '路人甲' });
  const entered = await fetch(String(url), { method: 'POST', body: named, redirect: 'manual' });
  const customer = new URL(entered.headers.get('location') ?? '', it.url).searchParams.get('customer') ?? '';
  await it.admin.customerWritesKf(CORP, kf, customer, '有人吗');
  const kfParts = async () => {
    const query = new URLSearchParams({ corp: CORP, kf, customer });
    return (await (await fetch(`${it.url}/simulator/kf-parts?${query}`)).json()) as Record<string, string>;
  };
  const shown = await kfParts();
  expect(shown.sessions).toContain('路人甲');
  expect(shown.chat).toContain('有人吗');
  expect(shown.servicer).not.toContain('接入');
  await it.post('kf/service_state/trans', { open_kfid: kf, external_userid: customer, service_state: 2 });
  expect((await kfParts()).servicer).toContain('接入');
  await it.admin.servicerActs(CORP, kf, customer, { does: 'pick', userid: 'zhangsan' });
  await it.admin.servicerActs(CORP, kf, customer, { does: 'write', userid: 'zhangsan', text: '在的' });
  expect((await kfParts()).chat).toContain('在的');
  expect(await (await fetch(`${it.url}/simulator/kf?corp=${CORP}`)).text()).toContain('<h1>微信客服</h1>');
});
