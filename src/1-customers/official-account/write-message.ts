import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import { type ClaimRequest, claimContacts } from '../contact/claim.ts';
import { sayReason } from '../contact/reasons.ts';
import { personInScope } from '../customers/customers.ts';

export const SEND_MESSAGE = { name: 'official_account.send' };

const WITHHELD: ProblemKind = {
  code: 'official_message_withheld',
  status: 409,
  title: { zh: '现在不能发给这位客户', en: 'This customer cannot be written to now' },
  detail: { zh: '{why}', en: '{why}' },
};
const TOO_LONG: ProblemKind = {
  code: 'official_message_too_long',
  status: 422,
  title: { zh: '内容太长', en: 'The text is too long' },
  detail: {
    zh: '公众号一条消息最多 {max} 字节，现在是 {bytes} 字节（一个汉字占 3 字节）。',
    en: 'A message of an official account has {max} bytes at most; this has {bytes} (a Chinese character takes 3).',
  },
};

/** What the platform would refuse for its length. @throws Problem official_message_too_long */
export async function refuseLongAnswer(tx: Tx, at: Date, text: string): Promise<void> {
  const name = 'official_account.text.bytes';
  const max = boundOf(await factsOn(tx, at, [name]), name, at);
  const bytes = Buffer.byteLength(text);
  if (bytes > max) throw new Problem(TOO_LONG, { bytes, max });
}

export type NewMessage = {
  accountId: number;
  customerId: number;
  kind: 'reply' | 'notice';
  /** As the audit log calls it. */
  action: string;
  needs: NonNullable<ClaimRequest['needs']>;
  templateId?: number | undefined;
  content: object;
};

/**
 * Writes a message down as waiting, once the gate has let it through; a job sends it. The number of the row is the
 * contact's, so that the claim and the message are one.
 * @throws Problem official_message_withheld with the gate's words
 */
export async function writeMessage(
  tx: Tx,
  { clock, jobs }: Pick<Platform, 'clock' | 'jobs'>,
  actor: Actor,
  { accountId, customerId, kind, action, needs, templateId, content }: NewMessage,
): Promise<number> {
  const personId = await personInScope(tx, actor, customerId);
  await refuseOtherAccount(tx, accountId);
  const now = clock.now();
  const sourceId = await nextMessage(tx);
  const [verdict] = await claimContacts(tx, clock, {
    ...{ channel: 'official_account', accountId, purpose: 'service', slot: now, needs },
    ...{ source: `official_${kind}`, sourceId, step: '', candidates: [{ personId }] },
  });
  if (verdict?.outcome !== 'claimed') {
    const { reason = 'unknown', facts = {} } = verdict ?? {};
    throw new Problem(WITHHELD, { why: sayReason(reason, facts, actor.language) });
  }
  const row = { customerId: personId, openid: verdict.recipient ?? '', contactId: verdict.contactId };
  await tx
    .insertInto('officialMessages')
    .values({
      ...{ id: sourceId, accountId, ...row, kind, templateId: templateId ?? null },
      ...{ content: JSON.stringify(content), state: 'waiting', madeBy: actor.name, createdAt: now },
    })
    .execute();
  await audit(tx, clock, actor, {
    action,
    object: { kind: 'customer', id: personId },
    customerId: personId,
  });
  await jobs.enqueue(tx, SEND_MESSAGE, { messageId: sourceId });
  return sourceId;
}

async function nextMessage(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('official_messages', 'id')) as id`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('No number for a message');
  return row.id;
}

async function refuseOtherAccount(tx: Tx, accountId: number): Promise<void> {
  const account = await tx
    .selectFrom('channelAccounts')
    .select('id')
    .where('id', '=', accountId)
    .where('kind', '=', 'official_account')
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (!account) throw new Problem(NOT_FOUND);
}
