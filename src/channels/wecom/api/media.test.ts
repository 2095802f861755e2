import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR } from '#platform/clock.ts';
import { sample } from '../testing/sample-files.ts';
import { fileOf, ScriptedServer, SECRET, testClient } from '../testing/scripted-server.ts';
import { uploadMedia, uploadPicture } from './media.ts';

let server: ScriptedServer;
let test: ReturnType<typeof testClient>;
beforeEach(async () => {
  server = await new ScriptedServer().open();
  test = testClient(server);
});
afterEach(() => server.close());

const MB = 1024 * 1024;
const ADDRESS = 'https://wework.qpic.cn/wwpic/1/0';
const MEDIA = { type: 'image', media_id: 'M1', created_at: '1380000000' };
const last = () => {
  const asked = server.asked.at(-1);
  if (!asked) throw new Error('nothing was asked');
  return asked;
};

describe('an upload', () => {
  it('is one form field with name, type and content of the file', async () => {
    server.on('media/uploadimg', { errcode: 0, errmsg: '', url: ADDRESS });
    const bytes = sample('png', 1_000);
    const uploaded = await uploadPicture(test.client, { name: '新品 "春".png', bytes });
    expect(uploaded).toEqual({ ok: true, data: ADDRESS });
    const { method, query, headers, raw } = last();
    expect({ method, query }).toEqual({ method: 'POST', query: { access_token: 'token-1' } });
    expect(headers['content-length']).toBe(String(raw.length));
    expect(headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(raw.toString()).toContain(
      'Content-Disposition: form-data; name="media"; filename="新品 %22春%22.png"\r\nContent-Type: image/png\r\n\r\n',
    );
    const { field, file } = await fileOf(last());
    expect([field, file.type]).toEqual(['media', 'image/png']);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  it('names its type in the query and lasts three days', async () => {
    server.on('media/upload', MEDIA);
    const begun = test.clock.now().getTime();
    const uploaded = await uploadMedia(test.client, 'image', { name: 'a.jpg', bytes: sample('jpeg') });
    expect(uploaded).toEqual({ ok: true, data: { mediaId: 'M1', expiresAt: new Date(begun + 3 * DAY) } });
    expect(last().query).toEqual({ access_token: 'token-1', type: 'image' });
  });

  it.each([
    ['image', 'cover', 'png', 'image/png', 'cover.png'],
    ['image', 'photo.JPEG', 'jpeg', 'image/jpeg', 'photo.JPEG'],
    ['image', 'wrong.gif', 'jpeg', 'image/jpeg', 'wrong.jpg'],
    ['voice', 'v.amr', 'amr', 'audio/amr', 'v.amr'],
    ['video', '/tmp/secret place/v.mp4', 'mp4', 'video/mp4', 'v.mp4'],
    ['file', '/tmp/价目表.pdf', 'gif', 'application/octet-stream', '价目表.pdf'],
  ] as const)('as %s of "%s" is named after what it is', async (type, name, format, contentType, sent) => {
    server.on('media/upload', MEDIA);
    expect(await uploadMedia(test.client, type, { name, bytes: sample(format) })).toMatchObject({ ok: true });
    const { file } = await fileOf(last());
    expect([file.name, file.type]).toEqual([sent, contentType]);
  });

  it.each([
    ['image', 'gif', 'file_format'],
    ['image', 'mp4', 'file_format'],
    ['voice', 'mp4', 'file_format'],
    ['video', 'mov', 'file_format'],
    ['video', 'amr', 'file_format'],
  ] as const)('as %s of a %s is refused here', async (type, format, code) => {
    const refused = await uploadMedia(test.client, type, { name: 'a', bytes: sample(format) });
    expect(refused).toMatchObject({ ok: false, kind: 'fix_data', code });
    expect(server.asked).toHaveLength(0);
  });

  it.each([
    ['image', 'png', 6, 10 * MB],
    ['voice', 'amr', 6, 2 * MB],
    ['video', 'mp4', 12, 10 * MB],
    ['file', 'gif', 6, 20 * MB],
  ] as const)(
    'as %s is refused here when it is too small or too large',
    async (type, format, least, most) => {
      server.on('media/upload', MEDIA);
      const upload = (length: number) =>
        uploadMedia(test.client, type, { name: 'a', bytes: sample(format, length) });
      for (const length of [0, 5, most + 1])
        expect(await upload(length)).toMatchObject({ ok: false, kind: 'fix_data', code: 'file_size' });
      expect(server.asked).toHaveLength(0);
      const tooShortForPng = type === 'image' ? 8 : least;
      for (const length of [tooShortForPng, most]) expect(await upload(length)).toMatchObject({ ok: true });
    },
  );

  it('of a picture is refused here beyond 2 MB', async () => {
    server.on('media/uploadimg', { url: ADDRESS });
    const upload = (bytes: Uint8Array<ArrayBuffer>) => uploadPicture(test.client, { name: 'a', bytes });
    expect(await upload(sample('png', 2 * MB + 1))).toMatchObject({ code: 'file_size' });
    expect(await upload(sample('jpeg', 4))).toMatchObject({ code: 'file_size' });
    expect(await upload(sample('gif'))).toMatchObject({ code: 'file_format' });
    expect(server.asked).toHaveLength(0);
    expect(await upload(sample('png', 2 * MB))).toMatchObject({ ok: true });
    expect(await upload(sample('jpeg', 5))).toMatchObject({ ok: true });
  });
});

describe('an upload goes the way of every call', () => {
  const picture = { name: 'a.png', bytes: sample('png') };

  it('with a new token when the first has expired, the file again complete', async () => {
    server.on('media/uploadimg', (_, nth) => (nth === 1 ? { errcode: 42001 } : { url: ADDRESS }));
    expect(await uploadPicture(test.client, picture)).toEqual({ ok: true, data: ADDRESS });
    expect(last().query.access_token).toBe('token-2');
    expect((await fileOf(last())).file.size).toBe(picture.bytes.length);
  });

  it('again after a lost answer, since a second one harms nobody, and never as uncertain', async () => {
    server.on('media/uploadimg', (_, nth) => (nth < 3 ? 'close' : { url: ADDRESS }));
    expect(await uploadPicture(test.client, picture)).toMatchObject({ ok: true });
    server.on('media/upload', 'close');
    const lost = await uploadMedia(test.client, 'image', picture);
    expect(lost).toMatchObject({ ok: false, kind: 'retry', code: 'network' });
    expect(server.count('media/upload')).toBe(4);
  });

  it('within the limits', async () => {
    server.on('media/uploadimg', { errcode: 45009, errmsg: '' });
    const retryAt = new Date(test.clock.now().getTime() + HOUR / 60);
    expect(await uploadPicture(test.client, picture)).toMatchObject({ code: 45009, retryAt });
    expect(await uploadPicture(test.client, picture)).toMatchObject({ code: 'rate_limited', retryAt });
    expect(server.count('media/uploadimg')).toBe(1);
  });

  it('judged by errcode, and without a secret in its words', async () => {
    server.on('media/uploadimg', ({ query }) => ({
      errcode: 40123,
      errmsg: `bad picture ${query.access_token} ${SECRET}`,
      url: '',
    }));
    const refused = await uploadPicture(test.client, picture);
    expect(refused).toMatchObject({
      ok: false,
      kind: 'fix_data',
      code: 40123,
      detail: 'bad picture *** ***',
    });
    server.on('media/uploadimg', { errcode: 0, url: '' });
    expect(await uploadPicture(test.client, picture)).toMatchObject({
      kind: 'bug',
      code: 'unexpected_answer',
    });
  });
});

it('has the more time the larger the file is', async () => {
  const { client } = testClient(server, { timeout: 50 });
  server.on('media/upload', async () => {
    await new Promise(resolve => setTimeout(resolve, 250));
    return MEDIA;
  });
  server.on('media/uploadimg', 'hang');
  const file = { name: 'a', bytes: sample('png', 40_000) };
  expect(await uploadMedia(client, 'file', file)).toMatchObject({ ok: true });
  expect(await uploadPicture(client, file)).toMatchObject({ ok: false, code: 'timeout' });
});
