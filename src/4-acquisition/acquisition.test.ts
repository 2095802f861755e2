import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { OfficialAccountServer } from '#channels/simulator/official-account/server.ts';
import { onWelcomeCode, syncWecom } from '#customers';
import { connectOfficialAccount } from '#customers/testing';
import { HOUR } from '#platform/clock.ts';
import { eventually } from '#platform/testing/eventually.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { forgetOld, resumeWelcomes } from './acquisition.jobs.ts';
import { acquisition } from './index.ts';
import { turnDuty } from './live-codes/ways.ts';
import { greetingCorp } from './testing/corp.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const { admin, accountId, corpId, client, app, ann, bob, tell, settle } = await greetingCorp(platform);

type Way = { kind: string; state: string; failure: string | null; leadsTo: { name: string }[] };
type Answer = {
  id: string;
  version: number;
  waysBehind: Way[];
  data: { customer: { id: string } }[];
  costs: object;
};
const ok = async (answer: Promise<{ status: number; body: unknown }>): Promise<Answer> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as Answer;
};
const greeting = (text: string, more: object = {}) => ({ message: { text }, ...more });
const counter = await touchpoint({ name: '延安路店柜台', kind: 'counter' });

async function touchpoint(body: object): Promise<string> {
  return (await ok(client.post('/touchpoints', body))).id;
}
const staff = (...ids: number[]) => ({
  target: { kind: 'staff', members: ids.map(id => ({ memberId: `mem_${id}` })) },
});
async function code(more: object = {}): Promise<{ id: string; slug: string; ways: Record<string, string> }> {
  const body = {
    name: '柜台',
    touchpointId: counter,
    accountId: `acc_${accountId}`,
    plan: { routes: [staff(ann, bob)] },
  };
  const { id } = await ok(client.post('/live-codes', { ...body, ...more }));
  await tell();
  return { id, ...(await behind(id)) };
}
async function behind(id: string): Promise<{ slug: string; ways: Record<string, string> }> {
  const { rows } = await sql<{ slug: string; key: string; configId: string; kind: string }>`
    select l.slug, w.key, w.config_id, w.kind from code_ways w join live_codes l on l.id = w.code_id
    where l.id = ${Number(id.slice(5))}`.execute(db);
  return {
    slug: rows[0]?.slug ?? '',
    ways: Object.fromEntries(rows.map(row => [row.kind === 'member' ? row.key : row.kind, row.configId])),
  };
}
const open = async (slug: string, more = '', cookie = '') => {
  const response = await app.request(`/c/${slug}${more}`, { headers: { 'accept-language': 'zh', cookie } });
  return {
    status: response.status,
    html: await response.text(),
    cookie: response.headers.get('set-cookie') ?? '',
  };
};
/** Somebody scans; the callback is pushed, and answered, before the welcome is waited for. */
async function scan(configId: string, external: string, name = '小满'): Promise<void> {
  clock.advance(1_000);
  await admin.customerScans(corpId, configId, { external_userid: external, customer: { name } });
}
const heard = async (external: string) => {
  await eventually(async () => expect(await admin.received({ external_userid: external })).toHaveLength(1));
  return JSON.stringify(await admin.received({ external_userid: external }));
};
const outcomes = async () =>
  (await sql<{ outcome: string }>`select outcome from welcomes order by id`.execute(db)).rows.map(
    row => row.outcome,
  );

test('from a scan to a known, welcomed person', async () => {
  const tag = (await ok(client.post('/tags', { group: '来源', name: '柜台扫码' }))).id;
  const welcome = {
    variants: [
      greeting('老朋友 {{name}}，欢迎回来', { who: 'buyer' }),
      greeting('{{name|朋友}}你好，我是{{member}}，门店送您一份青团', { who: 'new' }),
      greeting('欢迎'),
    ],
  };
  const { id, slug, ways } = await code({ welcome, tagIds: [tag], remark: '{{name}}-{{code}}' });
  expect(Object.keys(ways).sort()).toEqual([String(ann), String(bob), 'duty'].sort());
  const page = await open(slug, '', 'siyu_visitor=aaaaaaaaaaaaaaaaaaaa');
  expect(page.html).toMatch(/长按识别二维码，添加「(安|鲍)」/);
  expect((await open(slug, '', 'siyu_visitor=aaaaaaaaaaaaaaaaaaaa')).html).toBe(page.html);
  await scan(ways[String(ann)] ?? '', 'wm_new', '林晓');
  expect(await heard('wm_new')).toContain('林晓你好，我是安，门店送您一份青团');
  await settle();
  const shown = await ok(client.get(`/live-codes/${id}`));
  expect(shown).toMatchObject({
    figures: { scans: 2, visitors: 1, added: 1, fresh: 1, staying: 1, ordered: 0 },
    ways: { all: 3, ready: 3, failed: 0 },
  });
  const [newcomer] = (await ok(client.get('/newcomers'))).data;
  expect(newcomer).toMatchObject({
    welcome: 'sent',
    isTagged: true,
    left: false,
    fresh: true,
    customer: { name: '林晓' },
  });
  const person = newcomer?.customer.id;
  expect(await ok(client.get(`/customers/${person}`))).toMatchObject({ tags: [{ name: '柜台扫码' }] });
  const { rows } = await sql`select str from customer_facts where key = 'touchpoint'`.execute(db);
  expect(rows).toEqual([{ str: '延安路店柜台' }]);
});

test('told twice, or taken up again by a worker, nobody is greeted or counted twice', async () => {
  const before = (await outcomes()).length;
  await admin.addFault({ kind: 'callback_duplicate', corpid: corpId, times: 3 });
  const { id, ways } = await code({ name: '两遍', welcome: { variants: [greeting('只说一遍')] } });
  await scan(ways.duty ?? '', 'wm_twice');
  await heard('wm_twice');
  await resumeWelcomes(platform);
  await settle();
  await settle();
  await admin.clearFaults();
  expect(await admin.received({ external_userid: 'wm_twice' })).toHaveLength(1);
  expect((await outcomes()).length).toBe(before + 1);
  expect(await ok(client.get(`/live-codes/${id}`))).toMatchObject({ figures: { added: 1 } });
});

test('a process that dies between callback and welcome leaves the welcome to the next one', async () => {
  const { ways } = await code({ name: '断电', welcome: { variants: [greeting('来晚了一点，你好')] } });
  onWelcomeCode(platform, async () => undefined);
  await scan(ways.duty ?? '', 'wm_crash');
  await settle();
  expect(await admin.received({ external_userid: 'wm_crash' })).toEqual([]);
  acquisition.open?.(platform);
  await resumeWelcomes(platform);
  expect(await heard('wm_crash')).toContain('来晚了一点');
});

test('after twenty seconds the code is no longer used, and it says so', async () => {
  const { ways } = await code({ name: '太晚', welcome: { variants: [greeting('晚了')] } });
  await admin.addFault({ kind: 'callback_delay', corpid: corpId, delaySeconds: 25, times: 1 });
  await scan(ways.duty ?? '', 'wm_late');
  clock.advance(26_000);
  await admin.advance(0);
  await eventually(async () => expect((await outcomes()).at(-1)).toBe('late'));
  expect(await admin.received({ external_userid: 'wm_late' })).toEqual([]);
  await admin.clearFaults();
});

test('who comes by no code hears what the account says; without words nothing is sent, and it is told why', async () => {
  await admin.customerAdds(corpId, 'wm_direct', { userid: 'bob', customer: { name: '阿直' } });
  await eventually(async () => expect((await outcomes()).at(-1)).toBe('none'));
  const welcome = {
    variants: [greeting('夜里好', { from: '22:00', to: '06:00' }), greeting('{{member}}在呢')],
  };
  await ok(client.send('PUT', `/welcomes/acc_${accountId}`, { welcome }));
  await admin.customerAdds(corpId, 'wm_direct2', { userid: 'bob', customer: { name: '阿直' } });
  expect(await heard('wm_direct2')).toContain('鲍在呢');
  expect((await ok(client.get('/welcomes'))).data).toMatchObject([{ figures: { none: 1, late: 1 } }]);
});

test('the code turns by the plan: the day’s cap, a member who leaves, a change of the plan', async () => {
  const capped = {
    routes: [
      {
        target: {
          kind: 'staff',
          members: [{ memberId: `mem_${ann}`, dailyCap: 1 }, { memberId: `mem_${bob}` }],
        },
      },
    ],
  };
  const { id, slug, ways } = await code({ name: '轮换', plan: capped });
  const leadsTo = async () => {
    await db.transaction().execute(tx => turnDuty(tx, clock));
    await tell();
    const { waysBehind } = await ok(client.get(`/live-codes/${id}`));
    return waysBehind.find(way => way.kind === 'duty')?.leadsTo.map(one => one.name);
  };
  expect((await leadsTo())?.sort()).toEqual(['安', '鲍']);
  await scan(ways[String(ann)] ?? '', 'wm_cap');
  await settle();
  expect(await leadsTo()).toEqual(['鲍']);
  expect((await open(slug)).html).toContain('「鲍」');
  const { version } = await ok(client.get(`/live-codes/${id}`));
  const change = {
    name: '轮换',
    touchpointId: counter,
    plan: { routes: [staff(ann)], fallback: { text: '稍后再来' } },
    version,
  };
  await ok(client.send('PUT', `/live-codes/${id}`, change));
  expect(await client.send('PUT', `/live-codes/${id}`, change)).toMatchObject({
    status: 409,
    body: { code: 'code_changed_meanwhile' },
  });
  await tell();
  expect(await leadsTo()).toEqual(['安']);
  expect((await behind(id)).ways[String(ann)]).toBe(ways[String(ann)]);
  clock.advance(24 * 3_600_000);
  expect((await open(slug)).html).toContain('「安」');
  await ok(client.send('DELETE', `/live-codes/${id}`));
  expect((await open(slug)).html).toContain('稍后再来');
  expect((await open('nosuch22')).status).toBe(404);
});

test('an answer that was lost makes no second way; a refusal is told in words and tried again', async () => {
  const add = 'externalcontact/add_contact_way';
  const made = async () =>
    (await admin.log({ kind: 'call', what: add })).filter(row => row.errcode === 0).length;
  const before = await made();
  await admin.addFault({ kind: 'close_after', path: add, times: 1 });
  const { id } = await code({ name: '断线', plan: { routes: [staff(ann)] } });
  const states = async () => (await ok(client.get(`/live-codes/${id}`))).waysBehind.map(way => way.state);
  for (let i = 0; i < 4; i++) {
    clock.advance(120_000);
    await tell();
  }
  expect(await states()).toEqual(['ready', 'ready']);
  expect((await made()) - before).toBe(2);
  await admin.addFault({
    kind: 'errcode',
    path: 'externalcontact/add_contact_way',
    errcode: 41054,
    times: 2,
  });
  const { id: refused } = await code({ name: '被拒', plan: { routes: [staff(ann)] } });
  expect(await ok(client.get(`/live-codes/${refused}`))).toMatchObject({
    waysBehind: [{ state: 'failed', failure: expect.stringMatching(/[一-鿿]/) }, { state: 'failed' }],
  });
  clock.advance(3_600_000);
  await tell();
  expect(await ok(client.get(`/live-codes/${refused}`))).toMatchObject({ ways: { ready: 2, failed: 0 } });
});

test('a dry run says who a scan would reach and why, also of a plan that is not saved', async () => {
  const plan = {
    routes: [
      { when: { cities: ['杭州'], from: '20:00', to: '22:00' }, ...staff(ann) },
      { when: { from: '09:00', to: '18:00' }, ...staff(bob) },
    ],
    fallback: { text: '明早九点再来' },
  };
  const ask = (at: string, city: string) =>
    ok(client.post('/live-codes/dry-run', { accountId: `acc_${accountId}`, plan, at, city }));
  expect(await ask('2026-06-05T21:00:00+08:00', '杭州市')).toMatchObject({
    member: { name: '安' },
    route: 0,
  });
  expect(await ask('2026-06-05T21:00:00+08:00', '上海')).toMatchObject({
    ...{ kind: 'fallback', member: null },
    steps: [{ fit: 'city' }, { fit: 'time' }],
  });
});

test('what a touchpoint costs: per new customer, over the line an alarm, and wrong entries taken back', async () => {
  const live = await touchpoint({ name: '抖音直播', kind: 'douyin', campaign: '端午', stopLoss: 5_000 });
  const { ways } = await code({ name: '直播间', touchpointId: live, plan: { routes: [staff(bob)] } });
  const today = '2026-06-04';
  const cost = (amount: number, kind = 'money') =>
    ok(client.post(`/touchpoints/${live}/costs`, { day: today, kind, amount }));
  await cost(6_000);
  const row = () => ok(client.get(`/touchpoints/${live}`));
  expect((await row()).costs).toMatchObject({ perCustomer: null, isAlarm: true });
  await scan(ways.duty ?? '', 'wm_live1');
  await scan(ways.duty ?? '', 'wm_live2');
  await settle();
  expect((await row()).costs).toMatchObject({ money: 6_000, perCustomer: 3_000, isAlarm: false, payback: 0 });
  const { id } = await cost(4_002, 'subsidy');
  expect((await row()).costs).toMatchObject({ subsidy: 4_002, perCustomer: 5_001, isAlarm: true });
  await ok(client.send('DELETE', `/touchpoints/${live}/costs/${id}`));
  await admin.customerDeletes(corpId, 'wm_live1', 'bob');
  await settle();
  expect(await row()).toMatchObject({
    costs: { isAlarm: false },
    figures: { added: 2, staying: 1, leftWithinDay: 1 },
  });
  expect(await client.send('DELETE', `/touchpoints/${live}`)).toMatchObject({
    status: 409,
    body: { code: 'touchpoint_has_codes' },
  });
});

test('a code that leads to a group shows its picture once the platform has made it, and rolls on when it is full', async () => {
  const { chat_id } = await admin.memberCreatesGroup(corpId, { userid: 'ann', name: '面包群' });
  const target = { kind: 'group', chatIds: [chat_id], baseName: '面包群' };
  const body = { name: '进群', touchpointId: counter, accountId: `acc_${accountId}` };
  const save = (to: object) => client.post('/live-codes', { ...body, plan: { routes: [{ target: to }] } });
  expect(await save(target)).toMatchObject({ status: 422, body: { code: 'code_group_unknown' } });
  clock.advance(60_000);
  await syncWecom(platform, accountId);
  const { slug, ways } = await code({
    name: '进群',
    plan: { routes: [{ target }], fallback: { text: '群还没好' } },
  });
  const { html } = await open(slug);
  expect(html).toContain('长按识别二维码，进群');
  expect(html).toContain(`/simulator/codes/${ways.group}.svg`);
  await admin.changeSettings({ peoplePerGroup: 1 });
  const further = await admin.customerScansGroup(corpId, ways.group ?? '', 'wm_joins');
  expect(further).toMatchObject({ created: true });
  await admin.changeSettings({ peoplePerGroup: 500 });
  const { chat_id: old } = await admin.memberCreatesGroup(corpId, { userid: 'ann', name: '旧群' });
  clock.advance(60_000);
  await syncWecom(platform, accountId);
  await admin.dissolvesGroup(corpId, old);
  await syncWecom(platform, accountId);
  const refused = await save({ ...target, chatIds: [chat_id, old] });
  expect(refused).toMatchObject({ status: 422, body: { code: 'code_group_dismissed' } });
  expect(JSON.stringify(refused.body)).toContain('旧群');
});

test('a code that leads to an official account shows a code of its own, whose scene comes back with who follows by it', async () => {
  const wechat = await new OfficialAccountServer(clock).open();
  afterAll(() => wechat.close());
  wechat.add({ appid: 'wx_bakery', secret: 'right' });
  const account = { name: '小满公众号', appId: 'wx_bakery', secret: 'right' };
  const official = await db
    .transaction()
    .execute(tx => connectOfficialAccount(tx, platform, { name: 'test' }, account, wechat.url));
  const target = { kind: 'official_account', accountId: `acc_${official}`, title: '关注领券' };
  const plan = { routes: [{ target }], fallback: { text: '稍后再来' } };
  wechat.faults.push({ errcode: 48_001, errmsg: 'api unauthorized' });
  const { id, slug } = await code({ name: '关注', plan });
  expect((await open(slug)).html, 'while the account refuses').toContain('稍后再来');
  expect((await ok(client.get(`/live-codes/${id}`))).waysBehind).toContainEqual(
    expect.objectContaining({ kind: 'official', state: 'failed', failure: expect.stringContaining('认证') }),
  );
  clock.advance(HOUR);
  await tell();
  const { html } = await open(slug);
  expect(html).toContain('长按识别二维码，关注公众号');
  const { ways } = await behind(id);
  expect(html).toContain(`showqrcode?ticket=${ways.official}`);
  await wechat.follow('wx_bakery', { openid: 'o1', ticket: ways.official ?? '' });
  expect([...wechat.accounts.get('wx_bakery')!.followers.values()]).toMatchObject([
    { qr_scene_str: `${slug}-o${official}` },
  ]);
  const paused = { status: 'paused' };
  await db.updateTable('channelAccounts').set(paused).where('id', '=', official).execute();
  const again = { name: '又', touchpointId: counter, accountId: `acc_${accountId}`, plan };
  expect(await client.post('/live-codes', again)).toMatchObject({
    body: { code: 'code_needs_official_account' },
  });
});

test('what could not work is refused when it is saved', async () => {
  const outsider = await db
    .insertInto('members')
    .values({ name: '外人', role: 'staff', dataScope: 'own' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const body = { name: '错', touchpointId: counter, accountId: `acc_${accountId}` };
  const refusal = (more: object) => client.post('/live-codes', { ...body, ...more });
  expect(await refusal({ plan: { routes: [staff(outsider.id)] } })).toMatchObject({
    body: { code: 'code_member_not_in_corp' },
  });
  const welcome = { variants: [greeting('{{nmae}}你好')] };
  expect(await refusal({ plan: { routes: [staff(ann)] }, welcome })).toMatchObject({
    body: { code: 'message_unknown_variable' },
  });
  expect(
    await refusal({ plan: { routes: [{ target: { kind: 'picture', title: '公众号', file: 'file_999' } }] } }),
  ).toMatchObject({ body: { code: 'code_picture_missing' } });
  expect(await refusal({ plan: { routes: [] } })).toMatchObject({ status: 400 });
});

test('single openings and welcomes are kept for 400 days', async () => {
  const count = async () =>
    (
      await sql<{
        n: number;
      }>`select (select count(*) from code_scans)::integer + (select count(*) from welcomes)::integer as n`.execute(
        db,
      )
    ).rows[0]?.n ?? 0;
  await forgetOld(platform);
  expect(await count()).toBeGreaterThan(0);
  clock.advance(401 * 24 * 3_600_000);
  await forgetOld(platform);
  expect(await count()).toBe(0);
});
