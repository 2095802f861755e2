import { expect, test } from 'vitest';
import { receiptsOf } from '#channels/sms/testing/fake.ts';
import { buildCustomer, project } from '#customers/testing';
import { MINUTE } from '#platform/clock.ts';
import { testMember } from '#platform/testing/test-app.ts';
import { simulatedShop } from '../../testing/shop.ts';
import { smsShop } from '../../testing/sms-shop.ts';

const shop = await smsShop();
const { platform, db, clock, vault, world, fake, accounts, templates } = shop;
const { someone, named, body, start, view, address } = shop;

test('the number of a stranger who answered R stays silent for whoever is found under it, until they agree anew', async () => {
  const phone = shop.newPhone();
  await fake.reply(await address('aliyun', 'replies'), 'aliyun', phone, '退订');
  await shop.workOff();
  clock.advance(MINUTE);
  const id = await buildCustomer(platform, { name: '后来', phone });
  const agree = (channel: string) =>
    shop.api().post(`/customers/cus_${id}/consents`, {
      purpose: 'marketing',
      channel,
      given: true,
      evidence: '会员协议',
    });
  await agree('all');
  expect((await view(await start('aliyun', ['后来']))).reasons).toMatchObject([{ reason: 'suppressed' }]);
  await agree('sms');
  expect(await view(await start('aliyun', ['后来']))).toMatchObject({ funnel: { planned: 1 } });
});

test('only whoever knows the address may push; doubled pushes and strange bodies change nothing', async () => {
  const good = await address('aliyun', 'receipts');
  for (const wrong of [
    good.replace(/.{3}\/receipts$/, 'abc/receipts'),
    good.replace(/receipts$/, 'others'),
    good.replace(/sms_\d+/, 'sms_999'),
  ])
    expect((await fake.pushReceipts(wrong, 'aliyun')).status).toBe(404);
  const post = (text: string) => fetch(good, { method: 'POST', body: text });
  expect((await post('{"a":1}')).status).toBe(422);
  expect((await post('nonsense')).status).toBe(422);
  const count = async () =>
    (await db.selectFrom('smsInbox').select(db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
  world.send({
    vendor: 'aliyun',
    number: '+8613911112222',
    template: 'x',
    parameters: '',
    reference: 'console',
  });
  const text = JSON.stringify(receiptsOf(world, 'aliyun'));
  const before = await count();
  for (let twice = 0; twice < 2; twice++) expect((await post(text)).status).toBe(200);
  expect((await count()) - before).toBe(1);
  await shop.workOff();
  const left = await db.selectFrom('smsInbox').select('body').where('body', 'is not', null).execute();
  expect(left, 'what is worked off is not kept').toEqual([]);
});

test('a customer’s page says whether a text may be sent', async () => {
  const texts = async (id: number) =>
    ((await shop.api().get(`/customers/cus_${id}/reachability`)).body as { texts: object }).texts;
  const [agreed, silent] = [await someone('同意'), await someone('没说', { agrees: false })];
  expect(await texts(agreed.id)).toEqual({ reachable: true, words: null, member: null });
  expect(await texts(silent.id)).toMatchObject({ reachable: false, words: '没有同意接收营销短信的记录。' });
});

test('a staff member does not see the addresses', async () => {
  const staff = shop.api().as(await testMember(platform, 'staff', 'all'));
  const { data } = (await staff.get('/sms-accounts')).body as { data: { receiptsUrl: null }[] };
  expect(data[0]).toMatchObject({ receiptsUrl: null, repliesUrl: null });
  expect(JSON.stringify(data)).not.toContain('secret');
});

test('a template is refused with everything the vendor forbids, in words; marketing must say how to opt out', async () => {
  const check = async (vendor: 'aliyun' | 'tencent', text: string, kind = 'marketing') =>
    (
      (await shop.api().post('/sms-templates/check', { accountId: `sms_${accounts[vendor]}`, kind, text }))
        .body as {
        issues: { code: string }[];
      }
    ).issues.map(one => one.code);
  expect(await check('tencent', '加我微信领优惠券，拒收请回复R')).toEqual(['wechat', 'coupon']);
  expect(await check('aliyun', '加我微信领优惠券，拒收请回复R')).toEqual([]);
  expect(await check('aliyun', '好评返现五元，拒收请回复R')).toEqual(['paid_review']);
  expect(await check('aliyun', '周三新品')).toEqual(['no_opt_out']);
  expect(await check('aliyun', '您的订单已发出', 'transactional')).toEqual([]);
  expect(await check('aliyun', `${'长'.repeat(500)}拒收请回复R`)).toEqual(['too_long']);
  expect(await check('tencent', '{2}好，见 https://t.cn/abc 拒收请回复R')).toEqual(['gaps', 'short_link']);
  expect(await check('tencent', '见 https://siyu.cn/a/{1} 拒收请回复R')).toEqual(['variable_link']);
  expect(await check('aliyun', '【小满】{1}好，拒收请回复R')).toEqual(['foreign_place', 'signed']);
  const refused = await shop.api().post('/sms-templates', {
    ...{
      accountId: `sms_${accounts.tencent}`,
      name: '拉人',
      code: '9',
      kind: 'marketing',
      text: '加微信，拒收请回复R',
    },
  });
  expect(refused).toMatchObject({ status: 422, body: { code: 'sms_template_refused' } });
  expect((refused.body as { detail: string }).detail).toContain('引导添加微信');
});

test('a broadcast by SMS needs its template, of its kind, with every variable', async () => {
  const post = (over: object) => shop.api().post('/broadcasts', body('aliyun', ['谁'], over));
  const sms = (parameters: object) => ({ sms: { templateId: templates.aliyun, parameters } });
  expect(await post({ sms: null })).toMatchObject({ status: 422, body: { code: 'broadcast_no_template' } });
  expect(await post(sms({}))).toMatchObject({ status: 422, body: { code: 'broadcast_no_value' } });
  expect(await post(sms({ name: '{{nmae}}' }))).toMatchObject({ body: { code: 'message_unknown_variable' } });
  expect(await post({ purpose: 'service' })).toMatchObject({ body: { code: 'broadcast_other_kind' } });
});

test('only those whom WeCom cannot reach, when one asks for that', async () => {
  const corp = await simulatedShop(platform, { ann: 1, bob: 0 });
  const other = await someone('备用');
  await project(platform);
  const rule = named('备用', '安的客户0');
  const all = await shop.api().post('/broadcasts/preview', { ...body('aliyun', []), rule });
  const unreached = await shop.api().post('/broadcasts/preview', {
    ...body('aliyun', []),
    rule,
    onlyUnreached: true,
  });
  expect([all.body, unreached.body]).toMatchObject([
    { audience: 2 },
    { audience: 1, send: 1, people: [{ customerId: `cus_${other.id}` }] },
  ]);
  expect(corp.accountId).toBeGreaterThan(0);
});

test('the check says at which step an account stands', async () => {
  const steps = async (id: number) =>
    Object.fromEntries(
      (
        (await shop.api().get(`/sms-accounts/sms_${id}/check`)).body as {
          steps: { step: string; state: string }[];
        }
      ).steps.map(({ step, state }) => [step, state]),
    );
  expect(await steps(accounts.aliyun)).toEqual({ network: 'ok', keys: 'ok', sign: 'ok', receipts: 'ok' });
  expect(await steps(accounts.tencent)).toMatchObject({ network: 'ok', keys: 'ok', sign: 'waiting' });
  await shop.api().send('PATCH', `/sms-accounts/sms_${accounts.aliyun}`, { signName: '别人家' });
  expect(await steps(accounts.aliyun)).toMatchObject({ keys: 'ok', sign: 'failed' });
  await shop.api().send('PATCH', `/sms-accounts/sms_${accounts.aliyun}`, { keySecret: '不对' });
  expect(await steps(accounts.aliyun)).toMatchObject({ network: 'ok', keys: 'failed', sign: 'waiting' });
  const { secrets } = await db
    .selectFrom('channelAccounts')
    .select('secrets')
    .where('id', '=', accounts.aliyun)
    .executeTakeFirstOrThrow();
  expect(vault.open(secrets!, `channel_accounts/${accounts.aliyun}`)).toContain('不对');
});
