import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, type ManualClock } from '#platform/clock.ts';
import type { Attachment, StaffChannel } from '../contract.ts';
import { wecomChannel } from './channel.ts';
import { type MediaStore, memoryMediaStore } from './media.ts';
import { sample } from './testing/sample-files.ts';
import { ScriptedServer, testClient } from './testing/scripted-server.ts';

const CREATE = 'externalcontact/add_msg_template';
const PICTURE = 'media/uploadimg';
const MEDIA = 'media/upload';

let server: ScriptedServer;
let folder: string;
let store: MediaStore;
let channel: StaffChannel;
let clock: ManualClock;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siyu-media-'));
  server = await new ScriptedServer().open();
  server.on(CREATE, (_, nth) => ({ msgid: `m${nth}` }));
  server.on(PICTURE, (_, nth) => ({ url: `https://wework.qpic.cn/${nth}` }));
  server.on(MEDIA, (_, nth) => ({ media_id: `M${nth}` }));
  store = memoryMediaStore();
  const test = testClient(server);
  channel = wecomChannel(test.client, store);
  clock = test.clock;
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, bytes = sample('png')): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

const image = (path: string): Attachment => ({ kind: 'image', file: path });
const miniprogram = (cover: string): Attachment => ({
  kind: 'miniprogram',
  title: '小程序',
  appId: 'wx1',
  page: '/p',
  cover,
});
const send = (attachments: Attachment[], by = channel, text = '你好') =>
  by.createTask({ sender: 'ann', to: { people: ['wmA'] }, message: { text, attachments } });
const sent = () => server.asked.filter(asked => asked.path === CREATE).at(-1)?.body.attachments;
const covers = () => server.asked.filter(asked => asked.path === CREATE).map(asked => asked.body.attachments);
const withCover = (id: string) => [
  expect.objectContaining({ miniprogram: expect.objectContaining({ pic_media_id: id }) }),
];

describe('a picture', () => {
  it('at an address goes as it is', async () => {
    await send([image('https://wework.qpic.cn/a')]);
    expect(sent()).toEqual([{ msgtype: 'image', image: { pic_url: 'https://wework.qpic.cn/a' } }]);
    expect(server.count(PICTURE)).toBe(0);
  });

  it('in a file is uploaded once, however often and under whatever name it is sent', async () => {
    const [one, same, other] = [
      await file('one.png'),
      await file('same.png'),
      await file('other.png', sample('png', 65)),
    ];
    await send([image(one), image(same)]);
    expect(sent()).toEqual([
      { msgtype: 'image', image: { pic_url: 'https://wework.qpic.cn/1' } },
      { msgtype: 'image', image: { pic_url: 'https://wework.qpic.cn/1' } },
    ]);
    clock.advance(400 * DAY);
    await send([image(one)]);
    expect(server.count(PICTURE)).toBe(1);
    await send([image(other)]);
    expect(server.count(PICTURE)).toBe(2);
  });

  it('is uploaded once for tasks made at the same time', async () => {
    const path = await file('one.png');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => send([image(path)])));
    expect(outcomes.every(({ outcome }) => outcome === 'created')).toBe(true);
    expect(server.count(PICTURE)).toBe(1);
  });

  it('is not uploaded again by another process with the same store, but is by another corp', async () => {
    const path = await file('one.png');
    await send([image(path)]);
    await send([image(path)], wecomChannel(testClient(server).client, store));
    expect(server.count(PICTURE)).toBe(1);
    const credentials = { accountId: 2, corpId: 'ww2', secret: 's' };
    await send([image(path)], wecomChannel(testClient(server, { credentials }).client, store));
    expect(server.count(PICTURE)).toBe(2);
  });

  it('of a link is uploaded too', async () => {
    const link = (picture?: string): Attachment => ({ kind: 'link', title: 't', url: 'https://u', picture });
    await send([link(await file('one.png')), link('https://p'), link()]);
    expect(sent()).toEqual([
      { msgtype: 'link', link: { title: 't', url: 'https://u', picurl: 'https://wework.qpic.cn/1' } },
      { msgtype: 'link', link: { title: 't', url: 'https://u', picurl: 'https://p' } },
      { msgtype: 'link', link: { title: 't', url: 'https://u' } },
    ]);
  });
});

describe('a cover', () => {
  it('is uploaded anew while its last day runs', async () => {
    const path = await file('cover.png');
    await send([miniprogram(path)]);
    expect(sent()).toEqual([
      {
        msgtype: 'miniprogram',
        miniprogram: { title: '小程序', appid: 'wx1', page: '/p', pic_media_id: 'M1' },
      },
    ]);
    clock.advance(2 * DAY);
    await send([miniprogram(path)]);
    expect(server.count(MEDIA)).toBe(1);
    clock.advance(1);
    await send([miniprogram(path)]);
    expect(sent()).toEqual(withCover('M2'));
  });

  it('that WeCom no longer has is uploaded anew, once, because its refusal proves that there is no task', async () => {
    const path = await file('cover.png');
    await send([miniprogram(path)]);
    server.on(CREATE, (_, nth) => (nth === 2 ? { errcode: 40007, errmsg: '' } : { msgid: `m${nth}` }));
    expect(await send([miniprogram(path)])).toMatchObject({ outcome: 'created', taskId: 'm3' });
    expect(covers()).toEqual([withCover('M1'), withCover('M1'), withCover('M2')]);
    await send([miniprogram(path)]);
    expect(sent()).toEqual(withCover('M2'));
    server.on(CREATE, { errcode: 40007, errmsg: '' });
    expect(await send([miniprogram(path)])).toMatchObject({
      outcome: 'refused',
      again: false,
      code: '40007',
    });
    expect(server.count(MEDIA)).toBe(3);
  });

  it('is no reason to create a task twice', async () => {
    server.on(CREATE, 'close');
    expect(await send([miniprogram(await file('cover.png'))])).toMatchObject({ outcome: 'uncertain' });
    server.on(CREATE, { errcode: 40007, errmsg: '' });
    await send([image('https://p')]);
    expect(server.count(CREATE)).toBe(2);
  });

  it('at an address is refused', async () => {
    const refused = { outcome: 'refused', again: false, code: 'invalid_request' };
    expect(await send([miniprogram('https://p')])).toMatchObject(refused);
    expect(server.asked).toHaveLength(0);
  });
});

describe('a video and a file', () => {
  const video = (path: string): Attachment => ({ kind: 'video', file: path });
  const paper = (path: string, name: string): Attachment => ({ kind: 'file', file: path, name });
  const uploads = () => server.asked.filter(asked => asked.path === MEDIA);

  it('are uploaded for three days, the file under the name people are to see', async () => {
    const [clip, menu] = [await file('clip', sample('mp4')), await file('9f3a')];
    await send([video(clip), paper(menu, '菜单.pdf'), paper(menu, '菜单.pdf'), paper(menu, '七月.pdf')]);
    expect(sent()).toEqual([
      { msgtype: 'video', video: { media_id: 'M1' } },
      { msgtype: 'file', file: { media_id: 'M2' } },
      { msgtype: 'file', file: { media_id: 'M2' } },
      { msgtype: 'file', file: { media_id: 'M3' } },
    ]);
    expect(uploads().map(asked => asked.query.type)).toEqual(['video', 'file', 'file']);
    clock.advance(2 * DAY + 1);
    await send([video(clip)]);
    expect(sent()).toEqual([{ msgtype: 'video', video: { media_id: 'M4' } }]);
  });

  it('that WeCom no longer has are uploaded anew, once', async () => {
    server.on(CREATE, (_, nth) => (nth === 1 ? { errcode: 40007, errmsg: '' } : { msgid: `m${nth}` }));
    expect(await send([paper(await file('a'), 'a.pdf')])).toMatchObject({ outcome: 'created' });
    expect(sent()).toEqual([{ msgtype: 'file', file: { media_id: 'M2' } }]);
  });

  it('that WeCom would not take are refused before anything is uploaded', async () => {
    const refused = (code: string) => ({ outcome: 'refused', again: false, code });
    expect(await send([video(await file('a.mov', sample('mov')))])).toMatchObject(refused('file_format'));
    const large = await file('large', new Uint8Array(20 * 1024 * 1024 + 1));
    expect(await send([paper(large, 'large.zip')])).toMatchObject(refused('file_size'));
    expect(server.asked).toHaveLength(0);
  });
});

describe('a file that cannot be sent', () => {
  it('is refused with words for people, and no task is asked for', async () => {
    const refused = (code: string) => ({ outcome: 'refused', again: false, code });
    expect(await send([image(join(folder, 'nowhere.png'))])).toMatchObject(refused('file_unreadable'));
    expect(await send([image(folder)])).toMatchObject(refused('file_unreadable'));
    const large = await file('large.png', sample('png', 2 * 1024 * 1024 + 1));
    expect(await send([image(large)])).toMatchObject(refused('file_size'));
    const gif = await send([image(await file('a.png', sample('gif')))]);
    expect(gif).toMatchObject(refused('file_format'));
    expect(gif).toMatchObject({ message: { zh: expect.stringContaining('JPG'), en: expect.any(String) } });
    expect(server.asked).toHaveLength(0);
  });

  it('now can be asked for again when the reason passes, and was not remembered', async () => {
    const path = await file('one.png');
    server.on(PICTURE, 'close');
    expect(await send([image(path)])).toMatchObject({ outcome: 'refused', again: true, code: 'network' });
    server.on(PICTURE, { errcode: 45009, errmsg: '' });
    const at = new Date(clock.now().getTime() + 60_000);
    expect(await send([image(path)])).toMatchObject({ outcome: 'refused', again: true, at, code: '45009' });
    expect(server.count(CREATE)).toBe(0);
    clock.advance(60_000);
    server.on(PICTURE, { url: 'https://wework.qpic.cn/x' });
    expect(await send([image(path)])).toMatchObject({ outcome: 'created' });
  });

  it('is not uploaded for a message that would be refused', async () => {
    const path = await file('one.png');
    expect(await send([image(path)], channel, '私'.repeat(1_334))).toMatchObject({ code: 'invalid_request' });
    expect(await send(Array(10).fill(image(path)))).toMatchObject({ code: 'invalid_request' });
    expect(server.asked).toHaveLength(0);
  });
});
