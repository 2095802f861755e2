import { sql } from 'kysely';
import type { z } from 'zod';
import { officialAccount } from '#channels';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { noticeBody, replyBody } from './contract.ts';
import { settleNoticeFacts } from './notice-facts.ts';
import { refuseLongAnswer, writeMessage } from './write-message.ts';

const VALUE: ProblemKind = {
  code: 'notice_value_refused',
  status: 422,
  title: { zh: '有一项内容不符合模板', en: 'A field is not as the template wants it' },
  detail: { zh: '「{label}」：{why}。', en: '“{label}”: {why}.' },
};
const EMPTY = { zh: '没有填', en: 'empty' };

/** A member answers somebody who has written to the account. */
export async function writeReply(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  customerId: number,
  { accountId, ...content }: z.output<typeof replyBody>,
): Promise<number> {
  await refuseLongAnswer(tx, platform.clock.now(), content.text);
  const needs = { pieces: content.link ? 2 : 1 };
  return await writeMessage(tx, platform, actor, {
    ...{ accountId, customerId, kind: 'reply', needs, content },
    action: 'official_account.answered',
  });
}

/**
 * Sends one notice to who has accepted it; the acceptance is used with the writing, so that no second notice can use it.
 * @throws Problem notice_value_refused; official_message_withheld where no acceptance is left
 */
export async function writeNotice(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  customerId: number,
  { templateId, values, url }: z.output<typeof noticeBody>,
): Promise<number> {
  const template = await tx
    .selectFrom('noticeTemplates')
    .select(['accountId', 'code', 'fields'])
    .where('id', '=', templateId)
    .where('archivedAt', 'is', null)
    .executeTakeFirst();
  if (!template) throw new Problem(NOT_FOUND);
  const fields = template.fields as { key: string; label: string }[];
  const given: Record<string, string> = {};
  for (const { key, label } of fields) {
    const value = values[key]?.trim() ?? '';
    const fault = value === '' ? EMPTY : officialAccount.faultOfValue(key, value);
    if (fault) throw new Problem(VALUE, { label, why: fault[actor.language] });
    given[key] = value;
  }
  const { accountId, code } = template;
  const id = await writeMessage(tx, platform, actor, {
    ...{ accountId, customerId, kind: 'notice', needs: { notice: code }, templateId },
    content: { values: given, url },
    action: 'official_account.notified',
  });
  await sql`
    update notice_grants g set remaining = remaining - 1, changed_at = ${platform.clock.now()} from official_messages m
    where m.id = ${id} and g.account_id = m.account_id and g.openid = m.openid and g.code = ${code}`.execute(
    tx,
  );
  await settleNoticeFacts(tx, platform.clock, [customerId]);
  return id;
}
