import { sql } from 'kysely';
import { refuseAttachments, refuseUnknownPlaces } from '#brand';
import { officialAccount, piecesIn } from '#channels';
import type { Clock } from '#platform/clock.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import type { BroadcastInput, Content } from '../broadcasts.ts';
import { noticeContent } from '../notices/content.ts';

export const NO_TEXT: ProblemKind = {
  code: 'broadcast_no_text',
  status: 422,
  title: { zh: '还没有写内容', en: 'Nothing written yet' },
  detail: { zh: '请写下要发给客户的话。', en: 'Write what customers are to read.' },
};
const NO_OFFICIAL: ProblemKind = {
  code: 'broadcast_no_official_account',
  status: 422,
  title: { zh: '还没有选择公众号', en: 'No official account chosen' },
  detail: {
    zh: '请选择一个已接入、在用的公众号。',
    en: 'Choose an official account that is connected and in use.',
  },
};
const TOO_MANY: ProblemKind = {
  code: 'broadcast_too_many_pieces',
  status: 422,
  title: { zh: '消息太多', en: 'Too many messages' },
  detail: {
    zh: '文字和每个附件各算一条消息，公众号一次最多回复 {max} 条，现在是 {pieces} 条。',
    en: 'The text and each attachment are a message of their own; the platform allows {max}, this is {pieces}.',
  },
};
const TOO_LONG: ProblemKind = {
  code: 'broadcast_answer_too_long',
  status: 422,
  title: { zh: '内容太长', en: 'The text is too long' },
  detail: {
    zh: '公众号一条消息最多 {max} 字节，现在是 {bytes} 字节（一个汉字占 3 字节）。',
    en: 'A message of an official account has {max} bytes at most; this has {bytes} (a Chinese character takes 3).',
  },
};

/**
 * What a broadcast by an official account says: a notice to who has accepted one, or an answer to who has written lately.
 * @throws Problem broadcast_no_official_account, broadcast_no_text, broadcast_too_many_pieces, broadcast_answer_too_long
 */
export async function answerContent(
  db: Db | Tx,
  clock: Clock,
  { accountId, message, notice }: BroadcastInput,
): Promise<Content> {
  const { rows } = await sql`
    select 1 from channel_accounts where id = ${accountId} and kind = 'official_account' and status = 'active'`.execute(
    db,
  );
  if (rows.length === 0) throw new Problem(NO_OFFICIAL);
  if (notice) return await noticeContent(db, { accountId, notice });
  if (!message) throw new Problem(NO_TEXT);
  const [messages, bytes] = ['official_account.wrote.messages', 'official_account.text.bytes'] as const;
  const facts = await factsOn(db, clock.now(), [messages, bytes]);
  const [most, longest] = [boundOf(facts, messages, clock.now()), boundOf(facts, bytes, clock.now())];
  const pieces = piecesIn(message);
  if (pieces > most) throw new Problem(TOO_MANY, { max: most, pieces });
  const size = Buffer.byteLength(message.text);
  if (size > longest) throw new Problem(TOO_LONG, { max: longest, bytes: size });
  refuseUnknownPlaces(message);
  await refuseAttachments(db, message, officialAccount.ATTACHMENT_KINDS);
  return { message, accountId, smsTemplateId: null, smsParameters: null };
}
