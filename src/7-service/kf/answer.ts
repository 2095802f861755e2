import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { claimContacts, sayReason } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Words } from '#platform/contract.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { NOT_ANSWERABLE, WITHHELD } from './refusals.ts';
import { kfRules } from './rules.ts';
import { lockSession } from './sessions.sql.ts';
import { sessionInScope, windowOf } from './sessions.ts';

const WHY: Record<NonNullable<ReturnType<typeof windowOf>['why']>, Words> = {
  never: {
    zh: '客户还没有来信，不能主动发送。',
    en: 'The customer has not written yet; nothing can be sent first.',
  },
  late: {
    zh: '距客户上次来信已超过 48 小时，要等客户再次来信。',
    en: 'The time to answer is over; it begins anew when the customer writes again.',
  },
  used_up: {
    zh: '客户这次来信后可发的条数已用完，要等客户再次来信。',
    en: 'No more messages for what the customer wrote; it begins anew when they write again.',
  },
  pool: {
    zh: '会话在待接入池中排队，由接待人员在企业微信中接入后回复。',
    en: 'The session waits in the pool; a servicer takes it and answers in WeCom.',
  },
  servicer: {
    zh: '会话由接待人员在企业微信中接待，这里不能回复。',
    en: 'A servicer has the session in WeCom; it cannot be answered from here.',
  },
  ended: {
    zh: '会话已结束，客户再次来信后可以回复。',
    en: 'The session has ended; it opens when the customer writes again.',
  },
  unmanaged: {
    zh: '应用没有管理这个客服账号的权限，请在管理后台「微信客服」中授权。',
    en: 'The app may not manage this account; grant it under 微信客服 in the admin console.',
  },
};

/**
 * Answers a customer: the gate is asked as for every service message, the words are written down, and a job sends them
 * within the platform's window. Whoever answers first looks after the session.
 */
export async function answer(
  tx: Tx,
  { clock }: Platform,
  actor: Actor,
  id: number,
  text: string,
): Promise<number> {
  const now = clock.now();
  // Locked first: two who answer at once must not both see the last message free.
  await lockSession(tx, id);
  const session = await sessionInScope(tx, actor, now, id);
  const { why } = windowOf(session, now, await kfRules(tx, now));
  if (why) throw new Problem(NOT_ANSWERABLE, { why: WHY[why][actor.language] });
  const msgId = randomUUID().replaceAll('-', '');
  const [verdict] = await claimContacts(tx, clock, {
    ...{ channel: 'kf', accountId: session.accountId, purpose: 'service', slot: now },
    ...{ source: 'kf', sourceId: id, step: msgId },
    candidates: [{ personId: session.personId, ...(actor.memberId && { memberId: actor.memberId }) }],
  });
  if (verdict?.outcome !== 'claimed') {
    const said = verdict ? sayReason(verdict.reason, verdict.facts, actor.language) : '';
    throw new Problem(WITHHELD, { why: said });
  }
  const { rows } = await sql<{ id: number }>`
    insert into kf_messages (kf_account_id, session_id, customer_id, msg_id, at, origin, member_id, kind, text, state, contact_id)
    select kf_account_id, id, customer_id, ${msgId}, ${now}, 'console', ${actor.memberId ?? null}, 'text', ${text}, 'sending', ${verdict.contactId}
    from kf_sessions where id = ${id} returning id`.execute(tx);
  if (session.assigneeId === null && actor.memberId)
    await sql`update kf_sessions set assignee_id = ${actor.memberId} where id = ${id}`.execute(tx);
  const messageId = rows[0]?.id ?? 0;
  await audit(tx, clock, actor, {
    ...{ action: 'kf_message.sent', object: { kind: 'kf_session', id }, customerId: session.personId },
  });
  return messageId;
}
