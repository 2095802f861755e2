import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { id } from '../contract.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '../http/problem.ts';
import { type Route, raw } from '../http/route.ts';
import { pathOf, readFileRow, storeUpload } from './files.ts';

/** What WeCom takes as a picture in a message: jpg or png up to 2 MB. */
const LIMIT = 2 * 2 ** 20;

const NO_IMAGE: ProblemKind = {
  code: 'not_an_image',
  status: 422,
  title: { zh: '不是可用的图片', en: 'Not a usable picture' },
  detail: { zh: '请上传 JPG 或 PNG 图片，最大 2 MB。', en: 'Upload a JPG or PNG picture of at most 2 MB.' },
};

const SIGNATURES = [
  { mime: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mime: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
];

export const imageRoutes: Route[] = [
  raw({
    method: 'post',
    path: '/images',
    name: 'uploadImage',
    summary: 'Upload a picture (raw body) for messages',
    tag: '触达',
    may: 'broadcasts:write',
    query: z.object({ name: z.string().max(200).default('image') }),
    returns: z.object({ id: id('file') }),
    handle: async ({ platform, actor, query, http }) => {
      const upload = {
        name: query.name,
        mime: 'image',
        body: http.req.raw.body,
        limit: LIMIT,
        actor: actor.name,
        judge: imageKind,
      };
      const file = await storeUpload(platform, upload);
      return http.json({ id: `file_${file.id}` }, 201);
    },
  }),
  raw({
    method: 'get',
    path: '/images/{id}',
    name: 'readImage',
    summary: 'A picture that was uploaded',
    tag: '触达',
    may: 'broadcasts:read',
    params: z.object({ id: id('file') }),
    handle: async ({ platform, params, http }) => {
      const file = await readFileRow(platform.db, params.id);
      const path = pathOf(platform.home, file?.sha256 ?? '');
      if (!file?.mime.startsWith('image/') || !existsSync(path)) throw new Problem(NOT_FOUND);
      http.header('content-type', file.mime);
      http.header('content-security-policy', "default-src 'none'; sandbox");
      http.header('cache-control', 'private, max-age=86400');
      return http.body(Readable.toWeb(createReadStream(path)) as never);
    },
  }),
];

/** The kind a file says of itself by its first bytes; its name and the sender's word count for nothing. */
async function imageKind(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const found = SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => buffer[i] === byte));
    if (!found) throw new Problem(NO_IMAGE);
    return found.mime;
  } finally {
    await file.close();
  }
}
