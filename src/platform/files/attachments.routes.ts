import { open } from 'node:fs/promises';
import { z } from 'zod';
import { id } from '../contract.ts';
import { Problem, type ProblemKind } from '../http/problem.ts';
import { type Route, raw } from '../http/route.ts';
import { storeUpload } from './files.ts';

/** Official page 90253, in bytes: a video of at most 10 MB, another file of at most 20 MB, neither of 5 or less. */
const MOST = { video: 10 * 2 ** 20, file: 20 * 2 ** 20 };
const LEAST = 6;

/** What a file is that was uploaded to be sent: nothing else that is stored may be attached as one. */
export const ATTACHMENT_MIME = 'application/vnd.siyu.attachment';

const NO_VIDEO: ProblemKind = {
  code: 'not_a_video',
  status: 422,
  title: { zh: '不是可用的视频', en: 'Not a usable video' },
  detail: { zh: '请上传 MP4 视频，最大 10 MB。', en: 'Upload an MP4 video of at most 10 MB.' },
};
const EMPTY: ProblemKind = {
  code: 'file_empty',
  status: 422,
  title: { zh: '文件是空的', en: 'The file is empty' },
  detail: {
    zh: '企业微信只收大于 5 字节的文件，请检查后重新上传。',
    en: 'WeCom takes files of more than 5 bytes; look at it and upload it again.',
  },
};

export const attachmentRoutes: Route[] = [
  raw({
    method: 'post',
    path: '/attachments',
    name: 'uploadAttachment',
    summary: 'Upload a video or a file (raw body) to hang on a message',
    tag: '触达',
    may: 'broadcasts:write',
    query: z.object({
      name: z.string().max(200).default('file'),
      kind: z.enum(['video', 'file']).default('file'),
    }),
    returns: z.object({ id: id('file'), name: z.string() }),
    handle: async ({ platform, actor, query: { kind, name }, http }) => {
      const upload = {
        name,
        mime: ATTACHMENT_MIME,
        body: http.req.raw.body,
        limit: MOST[kind],
        actor: actor.name,
      };
      const judge = (path: string) => judged(path, kind);
      const file = await storeUpload(platform, { ...upload, judge });
      return http.json({ id: `file_${file.id}`, name: file.name }, 201);
    },
  }),
];

async function judged(path: string, kind: 'video' | 'file'): Promise<string> {
  if (kind === 'video') {
    if (!(await isMp4(path))) throw new Problem(NO_VIDEO);
    return 'video/mp4';
  }
  await using file = await open(path);
  if ((await file.stat()).size < LEAST) throw new Problem(EMPTY);
  return ATTACHMENT_MIME;
}

/** An mp4 by its first box, which QuickTime, HEIC and AVIF begin alike; how long it lasts WeCom looks at. */
async function isMp4(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
  const [box, brand] = [buffer.toString('latin1', 4, 8), buffer.toString('latin1', 8, 12)];
  return box === 'ftyp' && !['qt  ', 'heic', 'heix', 'mif1', 'avif'].includes(brand);
}
