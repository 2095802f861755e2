import { refuseAttachments, refuseUnknownPlaces } from '#brand';
import { officialAccount, piecesIn } from '#channels';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import type { WelcomePlan } from '../contract.ts';

const TOO_MANY: ProblemKind = {
  code: 'official_welcome_too_many',
  status: 422,
  title: { zh: '公众号欢迎语太多条', en: 'Too many messages for an official account' },
  detail: {
    zh: '关注或扫码后 1 分钟内最多发 {max} 条：文字和每个附件各算一条，现在是 {pieces} 条。',
    en: 'Within a minute of a follow or scan {max} messages may be sent; the text and each attachment are one, this is {pieces}.',
  },
};
const TOO_LONG: ProblemKind = {
  code: 'official_welcome_too_long',
  status: 422,
  title: { zh: '公众号欢迎语太长', en: 'Too long for an official account' },
  detail: {
    zh: '公众号一条消息最多 {max} 字节，现在是 {bytes} 字节（一个汉字占 3 字节）。',
    en: 'A message of an official account has {max} bytes at most; this has {bytes} (a Chinese character takes 3).',
  },
};

/** @throws Problem official_welcome_too_many, official_welcome_too_long, message_unknown_variable, those of attachments */
export async function refuseOfficialWelcome(tx: Tx, at: Date, { variants }: WelcomePlan): Promise<void> {
  const [messages, bytes] = ['official_account.acted.messages', 'official_account.text.bytes'] as const;
  const facts = await factsOn(tx, at, [messages, bytes]);
  const [most, longest] = [boundOf(facts, messages, at), boundOf(facts, bytes, at)];
  for (const { message } of variants) {
    const pieces = piecesIn(message);
    if (pieces > most) throw new Problem(TOO_MANY, { max: most, pieces });
    const size = Buffer.byteLength(message.text);
    if (size > longest) throw new Problem(TOO_LONG, { max: longest, bytes: size });
    refuseUnknownPlaces(message);
    await refuseAttachments(tx, message, officialAccount.ATTACHMENT_KINDS);
  }
}
