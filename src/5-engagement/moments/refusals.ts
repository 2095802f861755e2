import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { pictureSize } from '#brand';
import { wecom } from '#channels';
import { pathOf } from '#platform/files/files.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { MomentAttachment } from './contract.ts';

/** 1440 × 1080: official page of 客户朋友圈 (41081). */
const MOST_PIXELS = 1_555_200;

const MIXED: ProblemKind = {
  code: 'moment_mixed',
  status: 422,
  title: { zh: '附件只能是一种', en: 'One kind of attachment at a time' },
  detail: {
    zh: '一条朋友圈可以带 1 到 9 张图片，或一个链接，或一个视频，不能混在一起。',
    en: 'A moment carries one to nine pictures, or one link, or one video; they cannot be mixed.',
  },
};
const TITLE: ProblemKind = {
  code: 'moment_link_title_too_long',
  status: 422,
  title: { zh: '链接标题太长', en: 'The link’s title is too long' },
  detail: {
    zh: '企业微信最多 {max} 字节（一个汉字占 3 字节），现在是 {bytes} 字节。',
    en: 'WeCom takes {max} bytes at most (a Chinese character takes 3); it has {bytes}.',
  },
};
const FILE_GONE: ProblemKind = {
  code: 'moment_file_unknown',
  status: 422,
  title: { zh: '找不到附件的文件', en: 'The attachment’s file is not there' },
  detail: { zh: '请重新上传图片或视频。', en: 'Upload the picture or video again.' },
};
const TOO_LARGE: ProblemKind = {
  code: 'moment_picture_too_large',
  status: 422,
  title: { zh: '图片像素太大', en: 'A picture has too many pixels' },
  detail: {
    zh: '第 {n} 张图片是 {width}×{height}，企业微信的朋友圈图片最多 1440×1080（共 155.52 万像素），请缩小后再上传。',
    en: 'Picture {n} is {width}×{height}; moments take 1440×1080 at most. Scale it down and upload it again.',
  },
};

/** What WeCom would not take, said while somebody can still mend it. */
export async function refuseContent(
  platform: Pick<Platform, 'home'>,
  db: Db | Tx,
  attachments: readonly MomentAttachment[],
): Promise<void> {
  const kinds = new Set(attachments.map(({ kind }) => kind));
  if (kinds.size > 1 || (attachments.length > 1 && !kinds.has('image'))) throw new Problem(MIXED);
  for (const attachment of attachments) {
    if (attachment.kind !== 'link') continue;
    const bytes = Buffer.byteLength(attachment.title);
    const max = wecom.MOMENT_LIMITS.linkTitle;
    if (bytes > max) throw new Problem(TITLE, { bytes, max });
  }
  await refuseFiles(platform, db, attachments);
}

async function refuseFiles(
  { home }: Pick<Platform, 'home'>,
  db: Db | Tx,
  attachments: readonly MomentAttachment[],
): Promise<void> {
  const wanted = attachments.map(one => ({
    file: one.kind === 'link' ? one.cover : one.file,
    mime: one.kind === 'video' ? 'video/' : 'image/',
  }));
  if (wanted.length === 0) return;
  const { rows } = await sql<{ id: number; mime: string; sha256: string }>`
    select id, mime, sha256 from files where id = any(${wanted.map(one => one.file)}::bigint[])`.execute(db);
  for (const [at, { file, mime }] of wanted.entries()) {
    const row = rows.find(one => one.id === file && one.mime.startsWith(mime));
    if (!row) throw new Problem(FILE_GONE);
    if (mime === 'video/') continue;
    const bytes = await readFile(pathOf(home, row.sha256)).catch(() => undefined);
    if (!bytes) throw new Problem(FILE_GONE);
    const size = pictureSize(bytes);
    if (size && size.width * size.height > MOST_PIXELS) throw new Problem(TOO_LARGE, { n: at + 1, ...size });
  }
}
