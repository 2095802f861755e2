import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ALICE, APP, CORP, type Json, type TestSimulator, testSimulator } from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

const BACK = 'http://siyu.example:7480/back';
const asked = (change: Record<string, string> = {}) => ({
  ...{ appid: CORP, agentid: String(APP), redirect_uri: BACK, state: 'abc123', scope: 'snsapi_base' },
  ...change,
});
const page = async (path: string, change: Record<string, string> = {}, headers: HeadersInit = {}) =>
  await fetch(`${it.url}${path}?${new URLSearchParams(asked(change))}`, { redirect: 'manual', headers });
const choose = async (person: Record<string, string>, change: Record<string, string> = {}) => {
  const init = { method: 'POST', redirect: 'manual', body: new URLSearchParams(asked(change)) } as const;
  for (const [key, value] of Object.entries(person)) init.body.set(key, value);
  return await fetch(`${it.url}/simulator/authorize`, init);
};
const codeOf = (response: Response) =>
  new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
const who = (code: string, secret?: string): Promise<Json> => it.get('auth/getuserinfo', { code }, secret);

describe('the authorize page', () => {
  test.each(['/connect/oauth2/authorize', '/wwlogin/sso/login'])(
    '%s asks who one is, and sends back with a code that is good once',
    async path => {
      const shown = await (await page(path)).text();
      expect(shown).toContain('张三');
      expect(shown, 'not activated: cannot use the client').not.toContain('王五');
      const back = await choose({ userid: 'zhangsan' });
      expect(back.headers.get('location')).toMatch(
        /^http:\/\/siyu\.example:7480\/back\?code=.+&state=abc123$/,
      );
      const code = codeOf(back);
      expect(await who(code)).toMatchObject({ errcode: 0, userid: 'zhangsan' });
      expect(await who(code)).toMatchObject({ errcode: 42022 });
    },
  );

  test('a code is good for five minutes, and for the app it was given for', async () => {
    const late = codeOf(await choose({ userid: 'zhangsan' }));
    const other = codeOf(await choose({ userid: 'zhangsan' }));
    expect(await who(other, 'secret-of-shop-app')).toMatchObject({ errcode: 40029 });
    await it.admin.advance(301);
    expect(await who(late)).toMatchObject({ errcode: 40029 });
    expect(await who('made-up')).toMatchObject({ errcode: 40029 });
    expect(await it.get('auth/getuserinfo')).toMatchObject({ errcode: 40063 });
  });

  test('who is no member is told by openid only', async () => {
    const answer = await who(codeOf(await choose({ outsider: '1' })));
    expect(answer).toMatchObject({ errcode: 0, openid: expect.stringMatching(/^o/) });
    expect(answer).not.toHaveProperty('userid');
  });

  test('wrong addresses, corps, states and scopes are refused, on the page and behind it', async () => {
    await it.admin.setSidebar(CORP, APP, {
      url: 'http://siyu.example:7480/',
      trustedDomain: 'siyu.example:7480',
    });
    expect((await page('/connect/oauth2/authorize')).status).toBe(200);
    for (const change of [
      { redirect_uri: 'http://evil.example/' },
      { redirect_uri: 'javascript:alert(1)' },
      { appid: 'nobody' },
      { agentid: '7' },
      { state: 'a b' },
      { state: 'a'.repeat(129) },
      { scope: 'all' },
    ]) {
      expect((await page('/connect/oauth2/authorize', change)).status, JSON.stringify(change)).toBe(400);
      expect((await choose({ userid: 'zhangsan' }, change)).status, JSON.stringify(change)).toBe(400);
    }
    expect((await choose({ userid: 'wangwu' })).status).toBe(400);
  });

  test('inside the client nobody is asked', async () => {
    await it.admin.setSidebar(CORP, APP, { url: BACK });
    const opened = await fetch(`${it.url}/simulator/sidebar?member=LiSi`);
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    const inFrame = { cookie, 'sec-fetch-dest': 'iframe' };
    const back = await page('/connect/oauth2/authorize', {}, inFrame);
    expect(back.status).toBe(302);
    expect(await who(codeOf(back))).toMatchObject({ userid: 'LiSi' });
    expect((await page('/connect/oauth2/authorize', {}, { cookie })).status, 'in a tab').toBe(200);
  });
});

describe('tickets and pages beside a chat', () => {
  const URL_ = 'http://siyu.example:7480/sidebar/?account=acc_1';
  /** Signed here once more, from the documentation. */
  const sign = (ticket: string, url = URL_) => {
    const [nonceStr, timestamp] = ['n0nce', '1773108000'];
    const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`;
    return { nonceStr, timestamp, signature: createHash('sha1').update(text).digest('hex') };
  };
  const verified = ({ nonceStr, timestamp, signature }: ReturnType<typeof sign>) => ({
    ...{ verifyNonceStr: nonceStr, verifyTimestamp: timestamp, verifySignature: signature },
  });
  const invoke = (name: string, params: Record<string, unknown>, more: object = {}) =>
    it.admin.invoke(CORP, 'zhangsan', {
      ...{ agentid: APP, external_userid: ALICE, url: `${URL_}#in`, name, params },
      ...more,
    });
  const agentTicket = async () => (await it.get('ticket/get', { type: 'agent_config' })).ticket as string;
  const corpTicket = async () => (await it.get('get_jsapi_ticket')).ticket as string;

  test('a ticket is repeated while it is valid, and the two kinds differ', async () => {
    const first = await it.get('get_jsapi_ticket');
    expect(first).toMatchObject({ errcode: 0, expires_in: 7_200 });
    await it.admin.advance(60);
    expect(await it.get('get_jsapi_ticket')).toMatchObject({ ticket: first.ticket, expires_in: 7_140 });
    expect(await agentTicket()).not.toBe(first.ticket);
    await it.admin.advance(7_200);
    expect(await corpTicket()).not.toBe(first.ticket);
    expect(await it.get('ticket/get', { type: 'other' })).toMatchObject({ errcode: 40058 });
  });

  test('no more than 400 an hour', async () => {
    await it.admin.changeSettings({ ticketCallsPerHour: 2 });
    for (const errcode of [0, 0, 45009]) expect(await it.get('get_jsapi_ticket')).toMatchObject({ errcode });
  });

  test('only a page signed with the right ticket, for its own address, is told anything', async () => {
    const right = sign(await agentTicket());
    expect(await invoke('agentConfig', right)).toEqual({ err_msg: 'agentConfig:ok' });
    expect(await invoke('preVerifyJSAPI', verified(sign(await corpTicket())))).toEqual({
      err_msg: 'preVerifyJSAPI:ok',
    });
    for (const wrong of [
      sign(await corpTicket()),
      sign(await agentTicket(), 'http://siyu.example:7480/other'),
      { ...right, timestamp: '1773108001' },
      {},
    ])
      expect(await invoke('agentConfig', wrong)).toEqual({ err_msg: 'agentConfig:fail invalid signature' });
    expect(await invoke('getCurExternalContact', verified(right))).toEqual({
      err_msg: 'getCurExternalContact:ok',
      userId: ALICE,
    });
    expect(await invoke('getContext', verified(right))).toMatchObject({ entry: 'single_chat_tools' });
    expect(await invoke('getCurExternalContact', {})).toEqual({
      err_msg: 'getCurExternalContact:fail no permission',
    });
    expect(await invoke('somethingElse', verified(right))).toMatchObject({
      err_msg: 'somethingElse:fail function not exist',
    });
  });

  test('a ticket that has expired signs nothing any more', async () => {
    const signed = sign(await agentTicket());
    await it.admin.advance(7_201);
    expect(await invoke('agentConfig', signed)).toEqual({ err_msg: 'agentConfig:fail invalid signature' });
  });

  test('a message is sent when the member has pressed send, and arrives as theirs', async () => {
    const message = {
      msgtype: 'text',
      text: { content: '可颂给您留好了' },
      ...verified(sign(await agentTicket())),
    };
    expect(await invoke('sendChatMessage', message)).toEqual({
      err_msg: 'sendChatMessage:ask',
      text: '可颂给您留好了',
    });
    expect(await it.admin.received({ external_userid: ALICE })).toEqual([]);
    expect(await invoke('sendChatMessage', message, { confirmed: true })).toEqual({
      err_msg: 'sendChatMessage:ok',
    });
    expect(await it.admin.received({ external_userid: ALICE })).toMatchObject([
      { userid: 'zhangsan', content: { text: { content: '可颂给您留好了' } } },
    ]);
    await it.admin.customerDeletes(CORP, ALICE, 'zhangsan');
    expect(await invoke('sendChatMessage', message, { confirmed: true })).toEqual({
      err_msg: 'sendChatMessage:fail not external contact',
    });
  });

  test('pictures, cards and files go one by one; a file the corp does not have, and a page that is none, do not', async () => {
    await it.admin.setSidebar(CORP, APP, { url: URL_ });
    const verify = verified(sign(await agentTicket()));
    const send = (message: object) =>
      invoke('sendChatMessage', { ...message, ...verify }, { confirmed: true });
    const news = { link: 'https://example.com/cakes', title: '蛋糕图册', desc: '看看', imgUrl: '' };
    expect(await send({ msgtype: 'news', news })).toEqual({ err_msg: 'sendChatMessage:ok' });
    const card = { appid: 'wx8bd80126147dfAAA', title: '订蛋糕', imgUrl: 'https://example.com/a.png' };
    const miniprogram = (page: string) => send({ msgtype: 'miniprogram', miniprogram: { ...card, page } });
    expect(await miniprogram('pages/cake')).toEqual({ err_msg: 'sendChatMessage:fail invalid parameter' });
    expect(await miniprogram('pages/cake.html?id=1')).toEqual({ err_msg: 'sendChatMessage:ok' });
    expect(await send({ msgtype: 'image', image: { mediaid: 'made-up' } })).toEqual({
      err_msg: 'sendChatMessage:fail invalid mediaid',
    });
    const received = await it.admin.received({ external_userid: ALICE });
    expect(received.map(one => one.content.attachments)).toEqual([
      [{ msgtype: 'link', link: { title: news.title, desc: news.desc, url: news.link } }],
      [{ msgtype: 'miniprogram', miniprogram: { ...card, page: 'pages/cake.html?id=1' } }],
    ]);
    const page = await (await fetch(`${it.url}/simulator/sidebar?customer=${ALICE}`)).text();
    expect(page).toContain('class="card-cover" src="https://example.com/a.png"');
  });

  test('the page shows the chat beside what the corp has put there', async () => {
    const shown = async () => await (await fetch(`${it.url}/simulator/sidebar?customer=${ALICE}`)).text();
    expect(await shown()).toContain('还没有配置聊天工具栏');
    await it.admin.setSidebar(CORP, APP, { url: URL_ });
    await it.admin.customerReplies(CORP, ALICE, 'zhangsan', '<b>在吗</b>');
    const page = await shown();
    expect(page).toContain(`src="${URL_}"`);
    expect(page).toContain('&lt;b&gt;在吗&lt;/b&gt;');
    await expect(it.admin.setSidebar(CORP, 7, { url: URL_ })).rejects.toMatchObject({ code: 'unknown_app' });
  });
});
