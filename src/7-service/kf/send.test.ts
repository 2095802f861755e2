import { expect, test } from 'vitest';
import { MINUTE } from '#platform/clock.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { servingCorp } from '../testing/corp.ts';
import { inboxOf } from '../testing/inbox.ts';
import { sendAnswers } from './send.ts';

/** How answers go out: once, in their order, whatever becomes of the call and of who makes it. */
const platform = await testPlatform();
const { clock, pool } = platform;
const corp = await servingCorp(platform);
const { admin, client } = corp;
const { ok, list, sessionOf, write, answer, count, said } = inboxOf(platform, corp);

test('an answer the platform was too busy for goes with the next run', async () => {
  await write('wm2', '周末营业吗');
  const { id } = await sessionOf('客户2');
  await ok(answer(id, '营业，九点开门'));
  await admin.addFault({ kind: 'errcode', path: 'kf/send_msg', errcode: 45033, times: 1 });
  await sendAnswers(platform);
  expect((await sessionOf('客户2')).messages.at(-1)).toMatchObject({ state: 'sending' });
  await sendAnswers(platform);
  expect(await said('wm2')).toEqual(['营业，九点开门']);
});

test('what a process that died had claimed is uncertain after a while, and nothing goes twice; who waits behind it goes after', async () => {
  await write('wm2', '还有蛋糕吗');
  const { id } = await sessionOf('客户2');
  await ok(answer(id, '还有两个'));
  await ok(answer(id, '要留吗'));
  await pool.query(
    `update kf_messages set claimed_at = $1, tries = 1 where state = 'sending' and text = '还有两个'`,
    [clock.now()],
  );
  await sendAnswers(platform);
  expect(await said('wm2')).toEqual(['营业，九点开门']);
  clock.advance(3 * MINUTE);
  await Promise.all([sendAnswers(platform), sendAnswers(platform), sendAnswers(platform)]);
  expect(await said('wm2')).toEqual(['营业，九点开门', '要留吗']);
  const { messages } = await sessionOf('客户2');
  expect(messages.filter(message => message.origin === 'console').map(message => message.state)).toEqual([
    ...['sent', 'uncertain', 'sent'],
  ]);
});

test('several who send at once say each answer once and in its order, and hold no transaction open meanwhile', async () => {
  await write('wm2', '一二三');
  const { id } = await sessionOf('客户2');
  for (const text of ['甲', '乙', '丙']) await ok(answer(id, text));
  await Promise.all([sendAnswers(platform), sendAnswers(platform), sendAnswers(platform)]);
  await sendAnswers(platform);
  expect((await said('wm2')).slice(-3)).toEqual(['甲', '乙', '丙']);
});

test('who asks again before the answer is out waits on', async () => {
  await write('wm2', '第一问');
  const { id } = await sessionOf('客户2');
  clock.advance(2 * MINUTE);
  await ok(answer(id, '答第一问'));
  clock.advance(MINUTE);
  await write('wm2', '第二问');
  const asked = clock.now().toISOString();
  await sendAnswers(platform);
  const session = await sessionOf('客户2');
  expect(session).toMatchObject({ waitingSince: asked });
  expect((await list()).data.find(one => one.customer.name === '客户2')).toMatchObject({
    last: { text: '第二问' },
  });
  await ok(answer(id, '答第二问'));
  await sendAnswers(platform);
  expect(await sessionOf('客户2')).toMatchObject({ waitingSince: null });
});

test('answers of an account that is paused hold up nobody else’s', async () => {
  await write('wm2', '暂停');
  const { id } = await sessionOf('客户2');
  await ok(answer(id, '等着'));
  await pool.query(`update channel_accounts set status = 'paused' where id = $1`, [corp.accountId]);
  await sendAnswers(platform);
  const claimed = `kf_messages where text = '等着' and claimed_at is null and tries = 0 and state = 'sending'`;
  expect(await count(claimed)).toBe(1);
  await pool.query(`update channel_accounts set status = 'active' where id = $1`, [corp.accountId]);
  await sendAnswers(platform);
  expect((await said('wm2')).at(-1)).toBe('等着');
});

test('while WeCom takes its time no transaction is open: the log would wait for it', async () => {
  await write('wm2', '慢慢来');
  const { id } = await sessionOf('客户2');
  await ok(answer(id, '好的'));
  const open = async () =>
    await count(`pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and (state = 'idle in transaction' or backend_xid is not null)`);
  for (const [path, act] of [
    ['kf/send_msg', () => sendAnswers(platform)],
    ['kf/service_state/trans', () => ok(client.post(`/kf/sessions/${id}/assign`, { to: 'pool' }))],
  ] as const) {
    await admin.addFault({ kind: 'slow', milliseconds: 800, path, times: 1 });
    const acting = act();
    await new Promise(done => setTimeout(done, 400));
    expect(await open(), path).toBe(0);
    await acting;
    await admin.clearFaults();
  }
  expect((await said('wm2')).at(-1)).toBe('好的');
});
