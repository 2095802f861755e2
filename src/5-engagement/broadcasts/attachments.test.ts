import { expect, test } from 'vitest';
import { openChannel } from '#channels';
import { attachmentRoutes } from '#platform/files/attachments.routes.ts';
import { storeUpload } from '#platform/files/files.ts';
import { imageRoutes } from '#platform/files/images.routes.ts';
import { testClient, testMember } from '#platform/testing/test-app.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { simulatedShop } from '../testing/shop.ts';
import { broadcastRoutes } from './broadcasts.routes.ts';
import { dispatchBroadcast } from './dispatch.ts';
import { planBroadcast } from './plan.ts';

const platform = await testPlatform();
const { clock } = platform;
const shop = await simulatedShop(platform, { ann: 2, bob: 0 });
const owner = await testMember(platform);
const open = testClient(platform, [...broadcastRoutes, ...attachmentRoutes, ...imageRoutes]);
const client = open.as(owner);

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13];
const MP4 = [...Buffer.from('0000002066747970' + '69736f6d00000200', 'hex')];
const upload = async (path: string, bytes: readonly number[]) => {
  const answer = await open.app.request(`/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}` },
    body: Uint8Array.from(bytes),
  });
  return { status: answer.status, ...((await answer.json()) as { id: string; name: string; code: string }) };
};
const video = (bytes: readonly number[]) => upload('/attachments?kind=video&name=clip.mp4', bytes);
const paper = (bytes: readonly number[]) =>
  upload(`/attachments?name=${encodeURIComponent('七月菜单.pdf')}`, bytes);
const [cover, clip, menu] = [await upload('/images?name=a.png', PNG), await video(MP4), await paper(MP4)];

const card = (over: object = {}) => ({
  ...{ kind: 'miniprogram', title: '{{name|您}}的专属菜单', appId: 'wx8bd80126147dfAAA' },
  ...{ page: 'pages/menu/index?from=siyu', cover: cover.id, ...over },
});
const body = (attachments: object[], over: object = {}) => ({
  ...{ name: '七月菜单', channel: 'wecom', accountId: `acc_${shop.accountId}` },
  rule: { attribute: 'followed', test: { is: 'yes' } },
  message: { text: '七月菜单来了', attachments },
  ...over,
});
const refused = async (attachment: object) =>
  ((await client.post('/broadcasts', body([attachment]))).body as { code: string }).code;

test('a name longer than the card cuts its title and the message goes out', async () => {
  const long = card({ title: '{{name|您}}'.repeat(5) });
  const preview = await client.post('/broadcasts/preview', body([long]));
  const { sample } = preview.body as { sample: { attachments: { title: string }[] }[] };
  expect(sample[0]?.attachments[0]?.title).toBe(`${'安的客户0'.repeat(4)}安的客户`);
});

test('a mini program, a card with its picture, a video and a file reach the customer as they were made', async () => {
  const link = { kind: 'link', title: '门店', url: 'https://example.com/shops', picture: cover.id };
  const created = await client.post(
    '/broadcasts',
    body([
      card(),
      link,
      { kind: 'video', file: clip.id, name: clip.name },
      { kind: 'file', file: menu.id, name: menu.name },
    ]),
  );
  expect(created.status).toBe(201);
  const { id } = created.body as { id: string };
  await client.post(`/broadcasts/${id}/start`);
  await planBroadcast(platform, Number(id.slice(4)));
  await dispatchBroadcast(platform, Number(id.slice(4)), account => openChannel(platform, account));
  clock.advance(5_000);
  await shop.admin.confirmAll(shop.corpId, { userid: 'ann' });
  const [received] = await shop.admin.received({ external_userid: 'wm_ann_000000' });
  expect(received?.content.attachments).toEqual([
    {
      msgtype: 'miniprogram',
      miniprogram: {
        ...{ title: '安的客户0的专属菜单', appid: 'wx8bd80126147dfAAA', page: 'pages/menu/index?from=siyu' },
        pic_media_id: expect.any(String),
      },
    },
    {
      msgtype: 'link',
      link: { ...{ title: '门店', desc: '', url: link.url }, picurl: expect.stringContaining('/pictures/') },
    },
    { msgtype: 'video', video: { media_id: expect.any(String) } },
    { msgtype: 'file', file: { media_id: expect.any(String) } },
  ]);
  const seen = await (await fetch(`${shop.url}/simulator/?customer=wm_ann_000000`)).text();
  expect(seen).toContain('七月菜单.pdf');
  const [, picture] = /class="card-cover" src="([^"]+)"/.exec(seen) ?? [];
  const shown = await fetch(`${shop.url}/simulator/${picture}`);
  expect([...new Uint8Array(await shown.arrayBuffer())]).toEqual(PNG);
});

test('what WeCom would not take is said when it is saved', async () => {
  expect(await refused(card({ appId: 'gh_d43f693ca31f' }))).toBe('invalid_request');
  expect(await refused(card({ title: '烤'.repeat(22) }))).toBe('message_card_too_long');
  expect(await refused(card({ title: '{{city}}' }))).toBe('message_card_empty');
  expect(await refused(card({ title: '{{nmae}}' }))).toBe('message_unknown_variable');
  expect(await refused(card({ cover: 'file_999999' }))).toBe('message_file_unknown');
  expect(await refused(card({ cover: menu.id }))).toBe('message_file_unknown');
  const link = { kind: 'link', title: '烤'.repeat(43), url: 'https://example.com' };
  expect(await refused(link)).toBe('message_card_too_long');
  expect(await refused({ kind: 'video', file: menu.id, name: 'x.mp4' })).toBe('message_file_unknown');
});

test('an import with customers in it cannot be sent as a file', async () => {
  const stored = await storeUpload(platform, {
    ...{ name: '订单.csv', mime: 'text/csv', limit: 1_000, actor: 'test' },
    body: new Blob(['姓名,手机']).stream(),
  });
  expect(await refused({ kind: 'file', file: `file_${stored.id}`, name: '订单.csv' })).toBe(
    'message_file_unknown',
  );
});

test('what is no video, or nothing at all, is not kept', async () => {
  expect(await video(PNG)).toMatchObject({ status: 422, code: 'not_a_video' });
  expect(await video([...Buffer.from('000000146674797071742020', 'hex')])).toMatchObject({
    code: 'not_a_video',
  });
  expect(await paper([1, 2, 3, 4, 5])).toMatchObject({ status: 422, code: 'file_empty' });
  expect((await paper([1, 2, 3, 4, 5, 6])).status).toBe(201);
});
