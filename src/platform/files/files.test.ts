import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../http/problem.ts';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { cleanName, pathOf, readFileRow, storeUpload } from './files.ts';
import { imageRoutes } from './images.routes.ts';

const platform = await testPlatform();
const { db, home } = platform;
const MB = 2 ** 20;
const owner = await testMember(platform);
const { app } = testClient(platform, imageRoutes);

const onDisk = () =>
  readdirSync(home.files, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
const rows = async () => (await db.selectFrom('files').selectAll().execute()).length;
const bytesOf = (size: number, head: number[] = []) =>
  Uint8Array.from({ length: size }, (_, i) => head[i] ?? i % 251);
const store = async (content: Uint8Array<ArrayBuffer>, over: object = {}) =>
  await storeUpload(platform, {
    name: 'x.csv',
    mime: 'text/csv',
    body: new Blob([content]).stream(),
    limit: MB,
    actor: 'test',
    ...over,
  });
const upload = async (
  content: Uint8Array<ArrayBuffer> | string,
  name = 'x.png',
  headers: Record<string, string> = {},
) =>
  await app.request(`/api/v1/images?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, ...headers },
    body: content,
  });
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff, 0xe0];

describe('an upload', () => {
  test('lies under its hash, readable by nobody else, with every byte it had', async () => {
    const content = bytesOf(300_000);
    const file = await store(content);
    expect(file.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(new Uint8Array(readFileSync(pathOf(home, file.sha256)))).toEqual(content);
    expect(statSync(pathOf(home, file.sha256)).mode & 0o077).toBe(0);
    expect(await readFileRow(db, file.id)).toMatchObject({
      name: 'x.csv',
      bytes: 300_000,
      sha256: file.sha256,
    });
  });

  test('the same bytes are stored once, under as many names as they came with', async () => {
    const content = bytesOf(5_000, [1, 2, 3]);
    const before = onDisk().length;
    const stored = await Promise.all(['a', 'b', 'c', 'd'].map(name => store(content, { name })));
    expect(onDisk().length).toBe(before + 1);
    expect(new Set(stored.map(({ id }) => id)).size).toBe(4);
    expect(new Set(stored.map(({ sha256 }) => sha256)).size).toBe(1);
  });

  test('exactly the limit is taken; one byte more is refused and leaves nothing', async () => {
    await store(bytesOf(MB, [9]));
    const [files, known] = [onDisk().length, await rows()];
    await expect(store(bytesOf(MB + 1, [8]))).rejects.toThrow(Problem);
    expect([onDisk().length, await rows()]).toEqual([files, known]);
  });

  test('cut off, not accepted, or not written down: nothing is left', async () => {
    const [files, known] = [onDisk().length, await rows()];
    const cut = new ReadableStream({
      start: controller => controller.enqueue(bytesOf(100, [7])),
      pull: controller => controller.error(new Error('gone')),
    });
    await expect(store(bytesOf(0), { body: cut })).rejects.toThrow('gone');
    await expect(store(bytesOf(10, [6]), { judge: () => Promise.reject(new Error('no')) })).rejects.toThrow(
      'no',
    );
    expect([onDisk().length, await rows()]).toEqual([files, known]);
  });

  test('its file is there before anything is read: opened later, it would come after it was taken away', async () => {
    const files = onDisk().length;
    const seen: number[] = [];
    const pull = (controller: ReadableStreamDefaultController) => {
      seen.push(onDisk().length);
      controller.error(new Error('gone'));
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    await expect(store(bytesOf(0), { body })).rejects.toThrow('gone');
    expect(seen).toEqual([files + 1]);
    expect(onDisk().length).toBe(files);
  });

  test('no bytes at all are a file too', async () => {
    expect(await store(bytesOf(0), { body: null })).toMatchObject({ bytes: 0 });
  });
});

describe('names', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system.ini', 'system.ini'],
    ['/etc/passwd', 'passwd'],
    ['C:\\订单.csv', '订单.csv'],
    ['a\0b.csv', 'ab.csv'],
    ['a\r\nSet-Cookie: x.csv', 'aSet-Cookie: x.csv'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['2026年6月 订单（全部）.xlsx', '2026年6月 订单（全部）.xlsx'],
    ['🧾.csv', '🧾.csv'],
    ['', 'file'],
    ['..', 'file'],
    ['/', 'file'],
    [' . ', 'file'],
    ['\ud800.csv', '\ufffd.csv'],
  ])('%j is kept as %j', (given, kept) => expect(cleanName(given)).toBe(kept));

  test('whatever it was called, it is stored under a name that is one, and comes back', async () => {
    expect([...cleanName('长'.repeat(5_000))]).toHaveLength(200);
    expect([...cleanName('👩‍👩‍👧'.repeat(500))].length).toBe(200);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme' })),
        async name => {
          const { id } = await store(bytesOf(3), { name });
          const kept = (await readFileRow(db, id))!.name;
          expect(kept).toBe(cleanName(kept));
          expect(kept).not.toMatch(/[\\/\0\r\n]/);
          expect(kept.length).toBeGreaterThan(0);
          expect(() => encodeURIComponent(kept)).not.toThrow();
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('pictures', () => {
  test('are what their first bytes say, whatever name and type they come with', async () => {
    for (const [head, mime] of [
      [PNG, 'image/png'],
      [JPEG, 'image/jpeg'],
    ] as const) {
      const answer = await upload(bytesOf(400, [...head]), 'x.html', { 'content-type': 'text/html' });
      expect(answer.status).toBe(201);
      const { id } = (await answer.json()) as { id: string };
      const shown = await app.request(`/api/v1/images/${id}`, {
        headers: { authorization: `Bearer ${owner.token}` },
      });
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, mime]);
      expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
      expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(new Uint8Array(await shown.arrayBuffer())).toEqual(bytesOf(400, [...head]));
    }
  });

  test.each([
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['svg with a declaration', '<?xml version="1.0"?><svg onload="alert(1)"/>'],
    ['html', '<!doctype html><script>alert(1)</script>'],
    ['gif', 'GIF89a<script>alert(1)</script>'],
    ['pdf', '%PDF-1.7'],
    ['webp', 'RIFF\0\0\0\0WEBPVP8 '],
    ['almost a png', '\x89PNG'],
    ['a png after a blank', ' \x89PNG\r\n\x1a\n'],
    ['nothing', ''],
  ])('%s is refused, however it is called, and is not kept', async (_, content) => {
    const [files, known] = [onDisk().length, await rows()];
    const answer = await upload(Buffer.from(content, 'latin1'), 'x.png', { 'content-type': 'image/png' });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, 'not_an_image']);
    expect([onDisk().length, await rows()]).toEqual([files, known]);
  });

  test('more than 2 MB is refused', async () => {
    expect((await upload(bytesOf(2 * MB, PNG))).status).toBe(201);
    expect((await upload(bytesOf(2 * MB + 1, PNG))).status).toBe(413);
  });

  test('a file that is no picture is not shown as one, and a path is no id', async () => {
    const { id } = await store(bytesOf(9), { mime: 'text/html' });
    for (const path of [
      `file_${id}`,
      'file_999999',
      '..%2f..%2fsecret.key',
      'file_1/../../x',
      'file_0',
      'file_-1',
      'file_1e3',
    ]) {
      const { status } = await app.request(`/api/v1/images/${path}`, {
        headers: { authorization: `Bearer ${owner.token}` },
      });
      expect([400, 404], path).toContain(status);
    }
  });

  test('a picture whose bytes are gone is not there', async () => {
    const { id } = (await (await upload(bytesOf(77, PNG))).json()) as { id: string };
    const row = (await readFileRow(db, Number(id.slice(5))))!;
    const { rmSync } = await import('node:fs');
    rmSync(join(pathOf(home, row.sha256)));
    const shown = await app.request(`/api/v1/images/${id}`, {
      headers: { authorization: `Bearer ${owner.token}` },
    });
    expect(shown.status).toBe(404);
  });
});
