import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { project } from '#customers/testing';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { smsShop } from '../../testing/sms-shop.ts';

const shop = await smsShop();
const { platform, db, clock, world, fake, accounts, templates, answers } = shop;
const { someone, body, start, dispatch, view, got, address, receipts } = shop;

describe.each(['aliyun', 'tencent'] as const)('a broadcast through %s', vendor => {
  test('from preview to receipts: who gets it, what it costs, what came of it', async () => {
    const names = ['甲', '乙', '丙'].map(name => `${vendor}${name}`);
    const [first, second, third] = [
      await someone(names[0]!),
      await someone(names[1]!),
      await someone(names[2]!, { agrees: false }),
    ];
    await project(platform);
    const preview = await shop.api().post('/broadcasts/preview', body(vendor, names));
    expect(preview.body).toMatchObject({
      ...{ audience: 3, send: 2, members: [], minutes: 0, cost: { parts: 2, fen: 9 } },
      withheld: [{ reason: 'no_consent', people: 1 }],
    });
    expect((preview.body as { sample: { text: string }[] }).sample.map(one => one.text)).toContain(
      `【${world.signName}】${names[0]}，周三新品第二份半价，拒收请回复R`,
    );
    const id = await start(vendor, names);
    expect(await dispatch(id)).toEqual({ outcome: 'finished' });
    expect([got(first!).length, got(second!).length, got(third!).length]).toEqual([1, 1, 0]);
    expect(await view(id)).toMatchObject({
      funnel: { taskCreated: 2, delivered: 0 },
      cost: { parts: 2, fen: 9 },
    });

    world.unreachable.add(second!.phone);
    await receipts(vendor);
    expect(await view(id)).toMatchObject({ funnel: { delivered: 1, failed: 1, withheld: 1 } });
    expect((await view(id)).reasons.map(one => one.words).join()).toContain('短信没有送达');
    const states = await db
      .selectFrom('contacts')
      .select(['customerId', 'state'])
      .where('channel', '=', 'sms')
      .where('sourceId', '=', Number(id.slice(4)))
      .orderBy('customerId')
      .execute();
    expect(states).toEqual([
      { customerId: first!.id, state: 'sent' },
      { customerId: second!.id, state: 'failed' },
    ]);
    // Nothing that was ever written holds a number in the clear.
    const { rows } = await sql<{ found: number }>`
      select count(*) as found from (select broadcast_people::text as row from broadcast_people union all select sms_receipts::text from sms_receipts
        union all select sms_inbox::text from sms_inbox union all select send_tasks::text from send_tasks) t where row like ${`%${first!.phone.slice(3)}%`}`.execute(
      db,
    );
    expect(rows[0]?.found).toBe(0);
  });

  test('a line that breaks after sending: nobody gets it twice, and receipts tell', async () => {
    const lost = await someone(`${vendor}断线`);
    const id = await start(vendor, [`${vendor}断线`]);
    world.fail('after');
    expect(await dispatch(id)).toMatchObject({ outcome: 'later' });
    clock.advance(MINUTE);
    expect(await dispatch(id)).toEqual({ outcome: 'finished' });
    expect(got(lost)).toHaveLength(1);
    await receipts(vendor);
    expect(await view(id)).toMatchObject({ funnel: { delivered: 1, failed: 0 } });
    expect(got(lost)).toHaveLength(1);
  });

  test('no money at the vendor: all of it waits, says so, and goes on afterwards', async () => {
    const one = await someone(`${vendor}欠费`);
    const code =
      vendor === 'aliyun' ? 'isv.AMOUNT_NOT_ENOUGH' : 'FailedOperation.InsufficientBalanceInSmsPackage';
    const id = await start(vendor, [`${vendor}欠费`]);
    for (let tries = 0; tries < 7; tries++) {
      world.fail('code', code);
      expect(await dispatch(id)).toMatchObject({ outcome: 'later' });
      clock.advance(10 * MINUTE);
    }
    expect((await view(id)).failure).toMatch(/余额不足|套餐包用完/);
    expect(await dispatch(id)).toEqual({ outcome: 'finished' });
    expect((await view(id)).failure).toBeNull();
    expect(got(one)).toHaveLength(1);
  });

  test('who answers R is left alone on every channel from then on, with the words as evidence; service stays', async () => {
    const one = await someone(`${vendor}退订`);
    const to = await address(vendor, 'replies');
    expect(await fake.reply(to, vendor, one.phone, '你们几点关门')).toEqual({
      status: 200,
      body: answers[vendor],
    });
    clock.advance(MINUTE);
    for (let twice = 0; twice < 2; twice++) await fake.reply(to, vendor, one.phone, ' ｒ ');
    await shop.workOff();
    const { suppressed } = (await shop.api().get(`/customers/cus_${one.id}`)).body as {
      suppressed: object[];
    };
    expect(suppressed).toMatchObject([{ channel: 'all', purpose: 'marketing', reason: '短信回复“ ｒ ”' }]);
    const { data } = (await shop.api().get(`/customers/cus_${one.id}/consents`)).body as { data: object[] };
    expect(data).toMatchObject([
      { given: false, channel: 'all', source: 'sms', evidence: '短信回复“ ｒ ”' },
      { given: true },
    ]);
    const id = await start(vendor, [`${vendor}退订`]);
    expect((await view(id)).reasons).toMatchObject([{ reason: 'suppressed' }]);
    const told = (await shop.api().get(`/sms-accounts/sms_${accounts[vendor]}/replies`)).body as {
      data: object[];
    };
    expect(told.data.slice(0, 2)).toMatchObject([{ stop: true }, { stop: false, text: '你们几点关门' }]);
    const replied = await db
      .selectFrom('events')
      .select('type')
      .where('customerId', '=', one.id)
      .where('type', '=', 'message.replied')
      .execute();
    expect(replied).toHaveLength(1);
  });
});

test('who asks to be left alone between plan and call does not get it', async () => {
  const one = await someone('反悔');
  const id = await start('aliyun', ['反悔']);
  await shop.api().post(`/customers/cus_${one.id}/suppressions`, { reason: '电话里说的' });
  expect(await dispatch(id)).toEqual({ outcome: 'finished' });
  expect(got(one)).toHaveLength(0);
  expect(await view(id)).toMatchObject({
    funnel: { withheld: 1, taskCreated: 0 },
    reasons: [{ reason: 'suppressed' }],
  });
});

test('what is still unsent when quiet hours begin waits for the morning', async () => {
  const one = await someone('夜里');
  const id = await start('aliyun', ['夜里']);
  clock.set(new Date(clock.now().getTime() + 11 * HOUR + MINUTE));
  const run = await dispatch(id);
  expect(run).toMatchObject({ outcome: 'later' });
  expect(got(one)).toHaveLength(0);
  clock.set((run as { at: Date }).at);
  expect(clock.now().toISOString()).toMatch(/T01:00:00/);
  expect(await dispatch(id)).toEqual({ outcome: 'finished' });
  expect(got(one)).toHaveLength(1);
  clock.advance(HOUR);
});

test('one number that Aliyun refuses keeps nobody else from it', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `半${index}`);
  const people = await Promise.all(names.map(name => someone(name)));
  const often = people[4]!;
  const id = await start('aliyun', names, {
    sms: { templateId: templates.aliyun, parameters: { name: '您好' } },
  });
  world.send({ vendor: 'aliyun', number: often.phone, template: 'x', parameters: '', reference: 'other' });
  expect(await dispatch(id)).toEqual({ outcome: 'finished' });
  expect(await view(id)).toMatchObject({ funnel: { taskCreated: 8, failed: 1 } });
  expect(people.map(one => got(one).filter(({ reference }) => reference !== 'other').length)).toEqual([
    1, 1, 1, 1, 0, 1, 1, 1, 1,
  ]);
});

test('a process that dies around the call neither doubles nor forgets', async () => {
  const [before, after] = [await someone('死前'), await someone('死后')];
  const ids = [await start('aliyun', ['死前']), await start('aliyun', ['死后'])];
  for (const id of ids)
    await sql`update send_tasks set state = 'calling', called_at = ${clock.now()}, attempts = 1, lease_until = ${clock.now()} where broadcast_id = ${Number(id.slice(4))}`.execute(
      db,
    );
  // One process died before its call, the other after: the vendor has that one with our id.
  const { rows } = await sql<{
    id: number;
  }>`select id from send_tasks where broadcast_id = ${Number(ids[1]!.slice(4))}`.execute(db);
  world.send({
    vendor: 'aliyun',
    number: after.phone,
    template: '1234',
    parameters: '',
    reference: `t${rows[0]?.id}`,
  });
  clock.advance(MINUTE);
  expect(await dispatch(ids[0]!)).toMatchObject({ outcome: 'later' });
  expect(await dispatch(ids[1]!)).toEqual({ outcome: 'finished' });
  clock.advance(10 * MINUTE);
  expect(await dispatch(ids[0]!)).toEqual({ outcome: 'finished' });
  expect([got(before).length, got(after).length]).toEqual([1, 1]);
});

test('where nobody can say whether it went out it is never sent again; after days it is closed as unknown', async () => {
  const one = await someone('下落不明');
  const id = await start('tencent', ['下落不明']);
  world.fail('before');
  await dispatch(id);
  clock.advance(MINUTE);
  expect(await dispatch(id)).toEqual({ outcome: 'finished' });
  expect(await view(id)).toMatchObject({
    funnel: { taskCreated: 1 },
    reasons: [{ reason: 'sms_uncertain' }],
  });
  clock.advance(4 * DAY);
  await shop.results();
  expect(got(one)).toHaveLength(0);
  expect(await view(id)).toMatchObject({ funnel: { failed: 1, delivered: 0 } });
});
