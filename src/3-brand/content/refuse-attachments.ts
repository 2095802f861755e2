import { sql } from 'kysely';
import type { Attachment } from '#channels';
import { ATTACHMENT_MIME } from '#platform/files/attachments.routes.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { fileOf } from './channel-message.ts';
import { type Attached, CARD_BYTES, type MessageContent } from './contract.ts';
import { render } from './render.ts';

const TOO_LONG: ProblemKind = {
  code: 'message_card_too_long',
  status: 422,
  title: { zh: '卡片上的字太长', en: 'The words on a card are too long' },
  detail: {
    zh: '第 {n} 个附件的标题或说明最多 {max} 字节，现在是 {bytes} 字节（一个汉字占 3 字节）。',
    en: 'Title or description of attachment {n} has {max} bytes at most; it has {bytes} (a Chinese character takes 3).',
  },
};
const EMPTY: ProblemKind = {
  code: 'message_card_empty',
  status: 422,
  title: { zh: '卡片可能没有标题', en: 'A card may have no title' },
  detail: {
    zh: '第 {n} 个附件的标题只有变量，不知道时会是空的。请在“|”后面写上备用的词。',
    en: 'The title of attachment {n} is variables only and empty where they are not known. Write a fallback after “|”.',
  },
};
const NOT_CARRIED: ProblemKind = {
  code: 'message_kind_not_carried',
  status: 422,
  title: { zh: '公众号带不了这种附件', en: 'An official account does not carry this' },
  detail: {
    zh: '第 {n} 个附件是视频或文件，公众号消息只能带图片、链接和小程序。',
    en: 'Attachment {n} is a video or a file; an official account carries pictures, links and mini programs.',
  },
};
const FILE_GONE: ProblemKind = {
  code: 'message_file_unknown',
  status: 422,
  title: { zh: '找不到附件的文件', en: 'The attachment’s file is not there' },
  detail: { zh: '请重新上传第 {n} 个附件。', en: 'Upload attachment {n} again.' },
};

/**
 * What the platform would not take of the attachments, said while somebody can still mend it.
 * @throws Problem message_kind_not_carried, message_card_too_long, message_card_empty, message_file_unknown
 */
export async function refuseAttachments(
  db: Db | Tx,
  { attachments }: Pick<MessageContent, 'attachments'>,
  carried?: readonly Attachment['kind'][],
): Promise<void> {
  for (const [at, attached] of attachments.entries()) {
    if (carried && !carried.includes(attached.kind)) throw new Problem(NOT_CARRIED, { n: at + 1 });
    refuseCard(attached, at + 1);
  }
  const ids = attachments.map(fileOf).filter(id => id !== null);
  if (ids.length === 0) return;
  const { rows } = await sql<{ id: number; mime: string }>`
    select id, mime from files where id = any(${ids}::bigint[])`.execute(db);
  const mimes = new Map(rows.map(row => [row.id, row.mime]));
  for (const [at, attached] of attachments.entries()) {
    const id = fileOf(attached);
    if (id !== null && !mimes.get(id)?.startsWith(mimeOf(attached)))
      throw new Problem(FILE_GONE, { n: at + 1 });
  }
}

function refuseCard(attached: Attached, n: number): void {
  if (attached.kind !== 'link' && attached.kind !== 'miniprogram') return;
  const most = attached.kind === 'link' ? CARD_BYTES.linkTitle : CARD_BYTES.miniprogramTitle;
  if (render(attached.title, {}).trim() === '') throw new Problem(EMPTY, { n });
  refuseLong(attached.title, most, n);
  if (attached.kind === 'link') refuseLong(attached.description, CARD_BYTES.linkDescription, n);
}

/** As it reads where nothing is known of somebody: what stands in its places is cut to fit. */
function refuseLong(text: string, max: number, n: number): void {
  const bytes = Buffer.byteLength(render(text, {}));
  if (bytes > max) throw new Problem(TOO_LONG, { n, max, bytes });
}

/** Only what was uploaded to be attached: other files are imports, with customers in them. */
function mimeOf({ kind }: Attached): string {
  if (kind === 'video') return 'video/mp4';
  return kind === 'file' ? ATTACHMENT_MIME : 'image/';
}
