import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '#platform/clock.ts';
import { uploadForAlbum, uploadForMoment } from './api/media.ts';
import {
  createAlbumItem,
  deleteAlbumItem,
  getAlbumItem,
  listAlbum,
  updateAlbumItem,
} from './api/product-album.ts';
import type { WecomClient } from './client.ts';
import { type MediaShelf, mediaShelf, memoryMediaStore } from './media.ts';
import { orThrow } from './outcome.ts';
import { addAlbumItem, changeAlbumItem } from './product-album.ts';
import { sample } from './testing/sample-files.ts';
import { CORP, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
const ADD = 'externalcontact/add_product_album';
const UPLOAD = 'media/upload_attachment';
let client: WecomClient;
let shelf: MediaShelf;
let folder = '';
let file = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'siyu-album-'));
  file = join(folder, 'toast.png');
  await writeFile(file, sample('png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(() => {
  client = simulated.client();
  shelf = mediaShelf(client, memoryMediaStore());
});

const words = { sn: 'TOAST01', description: '北海道吐司，一条 450 克', price: 2_880 };
const add = async (more: object = {}) =>
  orThrow(await addAlbumItem(client, shelf, { ...words, files: [file], ...more })).itemId;

describe('the product album', () => {
  it('takes a product with its picture, is read, changed and emptied again', async () => {
    const itemId = await add();
    const [made] = await simulated.admin.album(CORP);
    expect(made).toMatchObject({ product_id: itemId, product_sn: 'TOAST01', price: 2_880 });
    const read = { itemId, ...words, pictures: 1 };
    expect(orThrow(await getAlbumItem(client, itemId))).toMatchObject({
      ...read,
      createdAt: expect.any(Date),
    });
    expect(orThrow(await listAlbum(client))).toEqual([{ ...read, createdAt: undefined }]);
    orThrow(await changeAlbumItem(client, shelf, itemId, { ...words, price: 2_500 }));
    expect(orThrow(await getAlbumItem(client, itemId))).toMatchObject({ price: 2_500, pictures: 1 });
    orThrow(await changeAlbumItem(client, shelf, itemId, { ...words, files: [file, file] }));
    expect(orThrow(await getAlbumItem(client, itemId))).toMatchObject({ pictures: 2 });
    expect(await simulated.calls(UPLOAD), 'the same picture once').toBe(1);
    orThrow(await deleteAlbumItem(client, itemId));
    expect(await deleteAlbumItem(client, itemId)).toMatchObject({ kind: 'gone', code: 41074 });
    expect(await updateAlbumItem(client, itemId, words)).toMatchObject({ kind: 'gone', code: 41074 });
    expect(await getAlbumItem(client, 'never')).toMatchObject({ kind: 'gone', code: 41075 });
    expect(orThrow(await listAlbum(client))).toEqual([]);
  });

  it('is read whole, over pages and pages that come empty', async () => {
    const { mediaId } = orThrow(await uploadForAlbum(client, { name: 'a.png', bytes: sample('png') }));
    for (let nth = 0; nth < 205; nth += 1)
      orThrow(await createAlbumItem(client, { ...words, sn: `SN${nth}`, mediaIds: [mediaId] }));
    await simulated.admin.changeSettings({ emptyPages: 0.5 });
    const listed = orThrow(await listAlbum(client));
    expect(listed.map(one => one.sn)).toEqual(Array.from({ length: 205 }, (_, nth) => `SN${nth}`));
  });

  it('holds what an administrator put in; the app may read it, not change it', async () => {
    const product = { description: '后台加的', price: 900, product_sn: 'C1' };
    const itemId = await simulated.admin.consoleAddsToAlbum(CORP, product);
    expect(orThrow(await listAlbum(client))).toMatchObject([{ itemId, sn: 'C1', pictures: 0 }]);
    expect(await updateAlbumItem(client, itemId, words)).toMatchObject({ kind: 'config', code: 60011 });
    expect(await deleteAlbumItem(client, itemId)).toMatchObject({ kind: 'config', code: 60011 });
  });
});

describe('what WeCom does not take of a product', () => {
  it.each([
    [{ sn: 'SN-1' }, 41085],
    [{ sn: '吐司' }, 41085],
    [{ sn: 'A'.repeat(129) }, 41085],
    [{ price: 5_000_001 }, 41086],
    [{ price: 9.9 }, 41086],
    [{ description: '' }, 41087],
    [{ description: '长'.repeat(301) }, 41087],
  ])('%o is %i', async (wrong, code) => {
    const refused = await addAlbumItem(client, shelf, { ...words, files: [file], ...wrong });
    expect(refused).toMatchObject({ ok: false, kind: 'fix_data', code });
    expect(await simulated.admin.album(CORP)).toEqual([]);
  });

  it('is its pictures: none, too many, of another use, too old; the last is uploaded anew, once', async () => {
    const own = { ok: false, kind: 'fix_data', code: 'invalid_request' };
    expect(await addAlbumItem(client, shelf, { ...words, files: [] })).toMatchObject(own);
    expect(await addAlbumItem(client, shelf, { ...words, files: Array(10).fill(file) })).toMatchObject(own);
    expect(await simulated.calls(ADD)).toBe(0);
    const picture = { name: 'a.png', bytes: sample('png') };
    const { mediaId } = orThrow(await uploadForMoment(client, 'image', picture));
    expect(await createAlbumItem(client, { ...words, mediaIds: [mediaId] })).toMatchObject({ code: 41072 });
    const album = orThrow(await uploadForAlbum(client, picture));
    simulated.clock.advance(3 * DAY + 1_000);
    expect(await createAlbumItem(client, { ...words, mediaIds: [album.mediaId] })).toMatchObject({
      code: 40007,
    });
    await add();
    await simulated.admin.addFault({ kind: 'errcode', path: ADD, errcode: 40007, times: 1 });
    const before = await simulated.calls(UPLOAD);
    await add({ sn: 'TOAST02' });
    expect(await simulated.calls(UPLOAD)).toBe(before + 1);
    expect(await simulated.admin.album(CORP)).toHaveLength(2);
  });
});

it('is never put in twice: a lost answer is uncertain, and the product is in the list by its number', async () => {
  await simulated.admin.addFault({ kind: 'close_after', path: ADD, times: 1 });
  expect(await addAlbumItem(client, shelf, { ...words, files: [file] })).toMatchObject({ kind: 'uncertain' });
  expect(await simulated.calls(ADD)).toBe(1);
  expect(orThrow(await listAlbum(client)).map(one => one.sn)).toEqual(['TOAST01']);
});

it('has a page on which a person sees it', async () => {
  await add();
  await simulated.admin.consoleAddsToAlbum(CORP, { description: '<b>后台</b>', price: 905 });
  const page = await (await fetch(`${simulated.url}/simulator/album?corp=${CORP}`)).text();
  expect(page).toContain('北海道吐司');
  expect(page).toContain('¥28.80');
  expect(page).toContain('&lt;b&gt;后台&lt;/b&gt;');
  const [, address = ''] = /src="(pictures\/[^"]+)"/.exec(page) ?? [];
  const shown = await fetch(`${simulated.url}/simulator/${address}`);
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
});
