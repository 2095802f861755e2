import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DAY, fromShanghai, HOUR, ManualClock, MINUTE, SECOND, shanghaiDate } from '#platform/clock.ts';
import { OfficialAccountServer } from '../simulator/official-account/server.ts';
import { mediaShelf, memoryMediaStore } from '../wecom/media.ts';
import { sample } from '../wecom/testing/sample-files.ts';
import { memoryTokenStore } from '../wecom/tokens.ts';
import { answerChannel } from './channel.ts';
import { officialAccountClient } from './client.ts';
import { sendPiece } from './messages.ts';
import { faultOfValue, fieldsIn, listNoticeTemplates, sendNotice } from './notices.ts';

const clock = new ManualClock('2026-06-03T12:00:00+08:00');
const wechat = await new OfficialAccountServer(clock).open();
const folder = await mkdtemp(join(tmpdir(), 'siyu-official-'));
const picture = join(folder, 'cake.png');
await writeFile(picture, sample('png'));
afterAll(async () => {
  await wechat.close();
  await rm(folder, { recursive: true });
});
const TEMPLATE = { priTmplId: 'tpl_1', title: '发货通知', content: '商品：{{thing1.DATA}}', type: 2 };
let appid = '';
let made = 0;
beforeEach(() => {
  appid = `wx_${++made}`;
  wechat.accounts.clear();
  wechat.calls.length = 0;
  wechat.faults.length = 0;
  wechat.add({ appid, secret: 's', templates: [TEMPLATE] });
});

const open = () => {
  const credentials = { accountId: made, appId: appid, secret: 's' };
  const options = { credentials, store: memoryTokenStore(), clock, baseUrl: wechat.url };
  const client = officialAccountClient(options);
  return { client, channel: answerChannel(client, mediaShelf(client, memoryMediaStore())) };
};
const got = (openid = 'o1') => wechat.accounts.get(appid)!.followers.get(openid)!.received;
const sends = () => wechat.calls.filter(call => call.path === 'message/custom/send');
const words = (text: string, attachments: object[] = []) => ({ text, attachments: attachments as never });

test('the windows are as the platform’s: three within a minute of a follow, five within two days of a message', async () => {
  const { channel } = open();
  await wechat.follow(appid, { openid: 'o1' });
  for (let n = 0; n < 3; n++) expect(await channel.answer('o1', words('好'))).toEqual({ outcome: 'sent' });
  expect(await channel.answer('o1', words('好'))).toMatchObject({
    because: 'used',
    code: '45047',
    again: false,
  });
  clock.advance(MINUTE);
  expect(await channel.answer('o1', words('好'))).toMatchObject({
    because: 'window',
    code: '45015',
    again: false,
  });
  await wechat.write(appid, 'o1', '在吗');
  clock.advance(48 * HOUR - SECOND);
  for (let n = 0; n < 5; n++) expect(await channel.answer('o1', words('在'))).toEqual({ outcome: 'sent' });
  expect(await channel.answer('o1', words('在'))).toMatchObject({ because: 'used' });
  clock.advance(SECOND);
  expect(await channel.answer('o1', words('在'))).toMatchObject({ because: 'window' });
  await wechat.click(appid, 'o1', 'MENU');
  expect(await channel.answer('o1', words('菜单'))).toEqual({ outcome: 'sent' });
  await wechat.unfollow(appid, 'o1');
  expect(await channel.answer('o1', words('再见'))).toMatchObject({ because: 'gone' });
  expect(await channel.answer('nobody', words('谁'))).toMatchObject({ because: 'gone', code: '40003' });
});

test('text, link, picture and mini program go out as the platform wants them, each a message; files once', async () => {
  const { channel, client } = open();
  await wechat.follow(appid, { openid: 'o1' });
  await wechat.write(appid, 'o1', '菜单');
  const card = { kind: 'miniprogram', title: '点单', appId: 'wx_mini', page: 'pages/index', cover: picture };
  const link = { kind: 'link', title: '新品', url: 'https://example.com/a', description: '周三', picture };
  const message = words('您好', [link, { kind: 'image', file: picture }, card]);
  expect(await channel.answer('o1', message)).toEqual({ outcome: 'sent' });
  expect(got().slice(1)).toMatchObject([
    { msgtype: 'text', content: { content: '您好' } },
    {
      msgtype: 'news',
      content: { articles: [{ title: '新品', picurl: expect.stringContaining('/picture/') }] },
    },
    { msgtype: 'image' },
    { msgtype: 'miniprogrampage', content: { appid: 'wx_mini', pagepath: 'pages/index' } },
  ]);
  expect(wechat.calls.filter(call => call.path === 'media/upload')).toHaveLength(1);
  const menu = { kind: 'menu', head: '满意吗', items: [{ id: '1', content: '满意' }], tail: '' } as const;
  expect(await sendPiece(client, 'o1', menu)).toMatchObject({ ok: true });
  // The platform has lost the picture before its three days are over: it is uploaded anew, and nobody gets it twice.
  wechat.accounts.get(appid)!.media.clear();
  clock.advance(MINUTE);
  await wechat.write(appid, 'o1', '图');
  expect(await channel.answer('o1', words('图', [{ kind: 'image', file: picture }]))).toEqual({
    outcome: 'sent',
  });
  expect(
    got()
      .slice(-2)
      .map(one => one.msgtype),
  ).toEqual(['text', 'image']);
  clock.advance(4 * DAY);
});

test('whatever may have gone out is not sent again; what certainly did not is told as what it is', async () => {
  const { channel } = open();
  await wechat.follow(appid, { openid: 'o1' });
  await wechat.write(appid, 'o1', '在吗');
  wechat.lost.push('message/custom/send');
  expect(await channel.answer('o1', words('一'))).toMatchObject({ outcome: 'uncertain' });
  wechat.faults.push({ errcode: -1, errmsg: 'system error' });
  expect(await channel.answer('o1', words('二'))).toMatchObject({ outcome: 'uncertain' });
  expect([sends().length, got().length]).toEqual([2, 2]);
  wechat.faults.push({ errcode: 45009, errmsg: 'reach max api daily quota limit' });
  const used = await channel.answer('o1', words('三'));
  const midnight = new Date(fromShanghai(shanghaiDate(clock.now())).getTime() + DAY);
  expect(used).toMatchObject({ because: 'account', again: true, at: midnight });
  wechat.faults.push({ errcode: 48001, errmsg: 'api unauthorized' });
  expect(await channel.answer('o1', words('四'))).toMatchObject({ because: 'account', again: false });
  expect(await channel.answer('o1', words('长'.repeat(700)))).toMatchObject({
    because: 'call',
    code: '45002',
  });
  const link = { kind: 'link', title: '新品', url: 'https://example.com/a', description: '' };
  wechat.accounts.get(appid)!.followers.get('o1')!.windows = [
    { by: 'wrote', until: Number.MAX_SAFE_INTEGER, left: 1 },
  ];
  expect(await channel.answer('o1', words('五', [link]))).toMatchObject({
    outcome: 'partly',
    pieces: 1,
    code: '45047',
  });
  const late = await channel.answer('o1', words('六'), AbortSignal.abort());
  expect(late).toMatchObject({ outcome: 'refused', code: 'aborted' });
});

test('a notice needs an acceptance and the fields of its template; values are judged before anything is sent', async () => {
  const { client } = open();
  await wechat.follow(appid, { openid: 'o1' });
  const { data } = (await listNoticeTemplates(client)) as unknown as {
    data: { code: string; fields: object[] }[];
  };
  expect(data).toMatchObject([
    { code: 'tpl_1', longTerm: false, fields: [{ key: 'thing1', label: '商品' }] },
  ]);
  const notice = { openId: 'o1', code: 'tpl_1', values: { thing1: '蛋糕' } };
  expect(await sendNotice(client, notice)).toMatchObject({ ok: false, code: 43101, kind: 'gone' });
  await wechat.decide(appid, 'o1', { tpl_1: 'accept' });
  expect(await sendNotice(client, { ...notice, values: {} })).toMatchObject({
    code: 47003,
    kind: 'fix_data',
  });
  expect(await sendNotice(client, { ...notice, code: 'other' })).toMatchObject({ code: 40037 });
  wechat.lost.push('message/subscribe/bizsend');
  expect(await sendNotice(client, notice)).toMatchObject({ kind: 'uncertain' });
  expect(await sendNotice(client, notice)).toMatchObject({ code: 43101 });
  expect(fieldsIn('用餐时间：{{time2.DATA}}\n{{thing3.DATA}}')).toEqual([
    { key: 'time2', label: '用餐时间' },
    { key: 'thing3', label: 'thing3' },
  ]);
  expect(faultOfValue('thing1', '一'.repeat(21))).toBeDefined();
  expect(faultOfValue('number3', '12a')).toBeDefined();
  expect([faultOfValue('thing1', '一'.repeat(20)), faultOfValue('unheard9', '?')]).toEqual([
    undefined,
    undefined,
  ]);
});
