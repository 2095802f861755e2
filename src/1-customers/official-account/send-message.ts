import { sql } from 'kysely';
import type { z } from 'zod';
import { type AnswerOutcome, officialAccount } from '#channels';
import { MINUTE, SECOND } from '#platform/clock.ts';
import type { Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { withdrawnSince } from '../contact/still-may.ts';
import type { noticeContent, replyContent } from './contract.ts';
import { noteSpent } from './greeting.ts';
import { settleNoticeFacts } from './notice-facts.ts';
import { type Settled, settleMessage } from './settle.ts';
import { SEND_MESSAGE } from './write-message.ts';

type Row = {
  id: number;
  accountId: number;
  openid: string;
  contactId: number;
  kind: 'reply' | 'notice';
  templateCode: string | null;
  content: unknown;
  attempts: number;
};

const MAX_ATTEMPTS = 4;

/**
 * Sends one message that waits. That it is being sent is committed before the platform is asked; a process that dies then
 * leaves it so, and it is closed as unknown: nothing can be looked up, so it is never made again.
 */
export async function sendMessage(platform: Platform, messageId: number): Promise<void> {
  const { db, clock } = platform;
  const { rows } = await sql<Row>`
    update official_messages m set state = 'calling', called_at = ${clock.now()}, attempts = attempts + 1
    where id = ${messageId} and state = 'waiting'
    returning id, account_id, openid, contact_id, kind, content, attempts,
      (select code from notice_templates t where t.id = m.template_id) as template_code`.execute(db);
  const [row] = rows;
  if (!row) return;
  if ((await withdrawnSince(db, [row.contactId])).length > 0) return await end(platform, row, WITHDRAWN);
  const isOpen = await officialAccount.readOfficialAccount(platform, row.accountId).catch(() => undefined);
  if (!isOpen) return await end(platform, row, PAUSED);
  const made = await (row.kind === 'reply' ? answer(platform, row) : notify(platform, row)).catch(
    (error): Made => {
      platform.log.error({ messageId, err: error }, 'message of an official account not sent');
      return { again: false, settled: { state: 'unknown', failure: { code: 'internal', ...NOBODY_KNOWS } } };
    },
  );
  if (!made.again || row.attempts >= MAX_ATTEMPTS) return await end(platform, row, made.settled, made.spent);
  await db.transaction().execute(async tx => {
    await sql`update official_messages set state = 'waiting' where id = ${row.id} and state = 'calling'`.execute(
      tx,
    );
    const startAfter = new Date(clock.now().getTime() + row.attempts * 10 * SECOND);
    await platform.jobs.enqueue(tx, SEND_MESSAGE, { messageId }, { startAfter });
  });
}

const NOBODY_KNOWS: Words = {
  zh: '没有收到微信的答复，不知道是否已发出，不会重发。',
  en: 'WeChat’s answer was lost: it may or may not have gone out, and is not sent again.',
};
const WITHDRAWN: Settled = {
  state: 'failed',
  failure: {
    code: 'withdrawn',
    zh: '客户在发出之前拒绝了消息，或资料已删除。',
    en: 'The customer refused, or was erased, before it went out.',
  },
};

const PAUSED: Settled = {
  state: 'failed',
  failure: {
    code: 'account',
    zh: '公众号已停用或移除，没有发出。',
    en: 'The official account is paused or removed; nothing was sent.',
  },
};

type Made = { again: boolean; settled: Settled; spent?: boolean };

async function answer(platform: Platform, row: Row): Promise<Made> {
  const { text, link } = row.content as z.output<typeof replyContent>;
  const channel = await officialAccount.openAnswers(platform, row.accountId);
  const attachments = link ? [{ kind: 'link' as const, ...link }] : [];
  return madeOf(await channel.answer(row.openid, { text, attachments }));
}

function madeOf(outcome: AnswerOutcome): Made {
  if (outcome.outcome === 'sent') return { again: false, settled: { state: 'sent' } };
  const failure = { code: outcome.code, ...outcome.message };
  if (outcome.outcome === 'partly') return { again: false, settled: { state: 'partly', failure } };
  if (outcome.outcome === 'uncertain') return { again: false, settled: { state: 'unknown', failure } };
  const spent = outcome.because === 'window' || outcome.because === 'used';
  return { again: outcome.again && outcome.because === 'call', settled: { state: 'failed', failure }, spent };
}

async function notify(platform: Platform, row: Row): Promise<Made> {
  const { values, url } = row.content as z.output<typeof noticeContent>;
  const client = await officialAccount.openOfficialAccount(platform, row.accountId);
  const code = row.templateCode ?? '';
  const sent = await officialAccount.sendNotice(client, {
    openId: row.openid,
    code,
    values,
    url: url || undefined,
  });
  if (sent.ok) return { again: false, settled: { state: 'sent', externalId: sent.data.id } };
  const failure = { code: String(sent.code), ...sent.message };
  if (sent.kind === 'uncertain') return { again: false, settled: { state: 'unknown', failure } };
  return { again: false, settled: { state: 'failed', failure } };
}

/** A notice that was not sent has used no acceptance; where the platform knows of none, there is none. */
async function giveBack(tx: Tx, { clock }: Platform, row: Row, { failure }: Settled): Promise<void> {
  const isNone = failure?.code === String(officialAccount.NO_GRANT);
  const { rows } = await sql<{ customerId: number }>`
    update notice_grants set remaining = ${isNone ? sql`0` : sql`remaining + 1`}, changed_at = ${clock.now()}
    where account_id = ${row.accountId} and openid = ${row.openid} and code = ${row.templateCode} returning customer_id`.execute(
    tx,
  );
  await settleNoticeFacts(
    tx,
    clock,
    rows.map(one => one.customerId),
  );
}

async function end(platform: Platform, row: Row, settled: Settled, spent = false): Promise<void> {
  const { db, clock } = platform;
  const known = settled.state === 'unknown' ? { ...settled, failure: unsure(settled) } : settled;
  await db.transaction().execute(async tx => {
    const isSettled = await settleMessage(tx, clock, row.id, known);
    if (isSettled && row.kind === 'notice' && known.state === 'failed')
      await giveBack(tx, platform, row, known);
    if (spent) await noteSpent(tx, row.accountId, row.openid, clock.now());
  });
}

const unsure = ({ failure }: Settled) => ({ code: failure?.code ?? 'crash', ...NOBODY_KNOWS });

const CUT_SHORT = 2 * MINUTE;

/** After a crash: what was being sent is closed as unknown, what waits is taken up. */
export async function resumeMessages(platform: Platform): Promise<void> {
  const { db, clock, jobs } = platform;
  const before = new Date(clock.now().getTime() - CUT_SHORT);
  const { rows } = await sql<{ id: number; state: string }>`
    select id, state from official_messages where state = 'calling' and called_at < ${before}
      or state = 'waiting' and created_at < ${before} order by id`.execute(db);
  for (const { id, state } of rows)
    if (state === 'waiting') await jobs.enqueue(db, SEND_MESSAGE, { messageId: id }, { onlyOne: String(id) });
    else
      await db
        .transaction()
        .execute(tx =>
          settleMessage(tx, clock, id, { state: 'unknown', failure: unsure({ state: 'unknown' }) }),
        );
}
