import { afterEach, beforeEach, expect, test } from 'vitest';
import { CORP, type Json, SECRET, START, type TestSimulator, testSimulator } from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

const ask = async (query: Record<string, string>): Promise<Json> =>
  (await it.request('gettoken', query)).json();

test('an app has one token at a time, and asking again gives the same one with the time it has left', async () => {
  const first = await ask({ corpid: CORP, corpsecret: SECRET });
  expect(first).toEqual({
    errcode: 0,
    errmsg: 'ok',
    access_token: expect.stringMatching(/^[\w-]{214}$/),
    expires_in: 7_200,
  });
  await it.admin.advance(200);
  expect(await ask({ corpid: CORP, corpsecret: SECRET })).toEqual({ ...first, expires_in: 7_000 });
  const other = await ask({ corpid: CORP, corpsecret: 'secret-of-sync' });
  expect(other.access_token).not.toBe(first.access_token);
});

test('gettoken looks at the secret first, then at the corp', async () => {
  expect((await ask({})).errcode).toBe(41004);
  expect((await ask({ corpsecret: 'x' })).errcode).toBe(41002);
  expect((await ask({ corpid: 'test', corpsecret: 'test' })).errcode).toBe(40013);
  expect(await ask({ corpid: CORP, corpsecret: 'wrong' })).toEqual({
    errcode: 40001,
    errmsg: expect.any(String),
  });
});

test('wrong secrets ban the address for an hour, right ones in between start the count anew', async () => {
  await it.admin.changeSettings({ badSecretsBeforeBan: 3 });
  const wrong = async () => (await ask({ corpid: CORP, corpsecret: 'wrong' })).errcode;
  const right = async () => (await ask({ corpid: CORP, corpsecret: SECRET })).errcode;
  expect([await wrong(), await wrong(), await right()]).toEqual([40001, 40001, 0]);
  expect([await wrong(), await wrong(), await wrong(), await wrong()]).toEqual([40001, 40001, 40001, 45009]);
  expect(await right()).toBe(45009);
  await it.admin.advance(3_600);
  expect([await right(), await wrong()]).toEqual([0, 40001]);
});

test('a token is read from the query only', async () => {
  const token = await it.token();
  const bare: Json = await (await it.request('externalcontact/get_follow_user_list')).json();
  expect(bare).toEqual({
    errcode: 41001,
    errmsg: expect.stringContaining('access_token missing'),
    follow_user: [],
  });
  const header = await it.request(
    'user/list_id',
    {},
    { method: 'POST', headers: { authorization: `Bearer ${token}` } },
  );
  expect(await header.json()).toMatchObject({ errcode: 41001, dept_user: [] });
  const body = await it.request(
    'user/list_id',
    {},
    { method: 'POST', body: JSON.stringify({ access_token: token }) },
  );
  expect(await body.json()).toMatchObject({ errcode: 41001 });
});

test('a token that never was is 40014, an old one 42001, and the platform may take all back at once', async () => {
  const list = async (access_token: string): Promise<Json> =>
    (await it.request('externalcontact/get_follow_user_list', { access_token })).json();
  expect(await list('FAKE')).toEqual({ errcode: 40014, errmsg: 'invalid access_token', follow_user: [] });

  const token = await it.token();
  await it.admin.advance(7_199);
  expect((await list(token)).errcode).toBe(0);
  await it.admin.advance(1);
  expect((await list(token)).errcode).toBe(42001);

  const second = await it.token();
  expect(second).not.toBe(token);
  expect(await it.admin.expireTokens()).toEqual({ expired: 1 });
  expect((await list(second)).errcode).toBe(42001);
  const third = await it.token();
  await it.admin.expireTokens(40014);
  expect((await list(third)).errcode).toBe(40014);
  expect((await list(await it.token())).errcode).toBe(0);
});

test('a business error is HTTP 200 with the empty fields, a hint, the address and a link', async () => {
  const response = await it.request('externalcontact/list', { access_token: await it.token() });
  expect(response.status).toBe(200);
  const answer: Json = await response.json();
  expect(answer).toEqual({ errcode: 40063, errmsg: expect.any(String), external_userid: [] });
  const hint = String(Math.floor(Date.parse(START) / 1_000));
  expect(answer.errmsg).toMatch(
    new RegExp(
      `, hint: \\[${hint}\\d{12}\\], from ip: 127\\.0\\.0\\.1, more info at https://open\\.work\\.weixin\\.qq\\.com/devtool/query\\?e=40063$`,
    ),
  );
});

test('an unknown path is a 404 with nothing in it', async () => {
  const response = await it.request('this_api_does_not_exist', { access_token: await it.token() });
  expect([response.status, await response.text()]).toEqual([404, '']);
});

test('malformed JSON is taken as nothing said, and only errmsg tells', async () => {
  const tags = await it.post('externalcontact/get_corp_tag_list', '{"tag_id": [');
  expect(tags.errcode).toBe(0);
  expect(tags.errmsg).toContain('Warning: wrong json format.');
  expect(tags.tag_group).toHaveLength(2);
  const remark = await it.post('externalcontact/remark', 'no json');
  expect(remark.errcode).toBe(40063);
  expect(remark.errmsg).toContain('Warning: wrong json format.');
});

test('GET where POST is wanted is a bad parameter', async () => {
  expect((await it.get('externalcontact/get_corp_tag_list')).errcode).toBe(40058);
});

test('apps keep to their permissions, addresses and visible range', async () => {
  expect((await it.get('externalcontact/get_follow_user_list', {}, 'secret-without-contact')).errcode).toBe(
    48002,
  );
  expect((await it.get('user/get', { userid: 'zhangsan' }, 'secret-of-sync')).errcode).toBe(48009);
  expect((await it.post('user/list_id', {})).errcode).toBe(48002);

  const shop = 'secret-of-shop-app';
  expect((await it.get('user/get', { userid: 'boss' }, shop)).errcode).toBe(60011);
  expect((await it.get('department/get', { id: '1' }, shop)).errcode).toBe(60011);
  expect((await it.get('externalcontact/get_follow_user_list', {}, shop)).follow_user).toEqual([
    'zhangsan',
    'LiSi',
  ]);
  expect((await it.get('externalcontact/list', { userid: 'wangwu' }, shop)).errcode).toBe(60021);

  const trusted = { agentid: 9, secret: 'trusted', trusted_ips: ['10.1.2.3'] };
  await it.admin.addCorp({
    corpid: 'ww2',
    apps: [trusted, { agentid: 10, secret: 'local', trusted_ips: ['127.0.0.1'] }],
  });
  const follow = async (secret: string): Promise<Json> => {
    const query = { access_token: await it.token(secret, 'ww2') };
    return await (await it.request('externalcontact/get_follow_user_list', query)).json();
  };
  expect((await follow('trusted')).errcode).toBe(60020);
  expect((await follow('local')).errcode).toBe(0);
});
