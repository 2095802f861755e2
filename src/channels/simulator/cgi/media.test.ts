import { afterEach, beforeEach, expect, test } from 'vitest';
import { CORP, smallCorp, type TestSimulator, testSimulator } from '../testing/small-world.ts';

let it: TestSimulator;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => it.stop());

const image = () => it.upload('media/upload', { type: 'image' });
const send = async (media_id: string) => {
  const attachments = [{ msgtype: 'image', image: { media_id } }];
  return (await it.post('externalcontact/add_msg_template', { sender: 'zhangsan', attachments })).errcode;
};

test('a media_id is good for three days and in its own corp only', async () => {
  const { media_id, created_at, type } = await image();
  expect([type, Number(created_at) * 1_000]).toEqual(['image', it.clock.now().getTime()]);
  expect(await send(media_id)).toBe(0);
  await it.admin.advance(259_199);
  expect(await send(media_id)).toBe(0);
  await it.admin.advance(1);
  expect(await send(media_id)).toBe(40007);
  await it.admin.addCorp(smallCorp({ corpid: 'ww2', apps: [{ agentid: 2, secret: 'second' }] }));
  const access_token = await it.token('second', 'ww2');
  const attachments = [{ msgtype: 'image', image: { media_id: (await image()).media_id } }];
  const body = JSON.stringify({ sender: 'zhangsan', attachments });
  const init = { method: 'POST', body };
  const answer = await it.request('externalcontact/add_msg_template', { access_token }, init);
  expect(await answer.json()).toMatchObject({ errcode: 40007 });
  expect(await send('nobody gave this')).toBe(40007);
});

test('a picture has an address that shows it', async () => {
  const { url } = await it.upload('media/uploadimg');
  const shown = await fetch(url);
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect((await shown.bytes()).length).toBe(12);
  expect((await fetch(`${url}x`)).status).toBe(404);
});

test('what is no file of its kind is refused', async () => {
  const refused = async (type: string, bytes?: Buffer<ArrayBuffer>) =>
    (await it.upload('media/upload', { type }, bytes)).errcode;
  expect(await refused('moment')).toBe(40005);
  expect(await refused('image', Buffer.alloc(5))).toBe(40006);
  expect(await refused('image', Buffer.from('just a text'))).toBe(40004);
  expect(await refused('image', Buffer.alloc(10 * 1_048_576 + 1))).toBe(40009);
  expect(await refused('file', Buffer.from('just a text'))).toBe(0);
  expect((await it.post('media/upload', {})).errcode).toBe(40063);
  const access_token = await it.token();
  const empty = await it.request('media/upload', { access_token, type: 'file' }, { method: 'POST' });
  expect(await empty.json()).toMatchObject({ errcode: 44001, media_id: '' });
  expect((await it.admin.log({ what: 'media/upload' })).every(line => line.corpid === CORP)).toBe(true);
});
