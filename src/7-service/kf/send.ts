import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { settleContacts, withdrawnSince } from '#customers';
import { MINUTE, SECOND } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { answered } from './apply.ts';
import { kfRules } from './rules.ts';
import { lockSession, writeSessions } from './sessions.sql.ts';

type Waiting = {
  id: number;
  accountId: number;
  openKfId: string;
  externalId: string;
  sessionId: number;
  contactId: number | null;
  memberId: number | null;
  msgId: string;
  origin: 'console' | 'welcome';
  at: Date;
  text: string;
  body: { code?: string; at?: string };
  tries: number;
};
type Failed = Extract<wecom.Outcome<unknown>, { ok: false }>;

/** Refused for now, and certainly not said: the same goes again with the next run. */
const PASSING: ReadonlySet<Failed['kind']> = new Set(['retry', 'refresh_token']);
const LIMIT = 95001;
const MOST_TRIES = 10;
/** Who has claimed an answer makes the call well within this, or not at all. */
const LEASE = 2 * MINUTE;
const CALL = 60 * SECOND;

const COLUMNS =
  sql.raw(`k.id, a.account_id, a.open_kfid as open_kf_id, s.external_id, k.session_id, k.contact_id, k.member_id, k.msg_id,
  k.origin, k.at, k.text, k.body, k.tries`);

/**
 * Sends what was written here, in each session oldest first. An answer is claimed and the claim committed before the
 * platform is asked, which tells nobody afterwards what was said: of a call whose end is not known the answer is marked
 * uncertain, and never sent again. What cannot be tried now (a paused account) waits, and holds up nobody else's.
 */
export async function sendAnswers(platform: Platform): Promise<void> {
  await settleAbandoned(platform);
  for (let after = 0; ; ) {
    const message = await claimAnswer(platform, after);
    if (!message) return;
    after = message.id;
    await sendAnswer(platform, message).catch(error =>
      platform.log.warn({ message: message.id, err: error }, 'an answer of 微信客服 could not be sent'),
    );
  }
}

/** Behind an answer that is not settled yet nothing of the same session goes: customers read them in their order. */
async function claimAnswer({ db, clock }: Platform, after: number): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`
    with next as (
      select k.id from kf_messages k join kf_accounts a on a.id = k.kf_account_id
      join channel_accounts c on c.id = a.account_id and c.status = 'active'
      where k.state = 'sending' and k.origin = 'console' and k.claimed_at is null and k.id > ${after}
        and not exists (select 1 from kf_messages e
          where e.session_id = k.session_id and e.state = 'sending' and e.origin = 'console' and e.id < k.id)
      order by k.id limit 1 for update of k skip locked
    )
    update kf_messages k set claimed_at = ${clock.now()}, tries = k.tries + 1
    from next, kf_accounts a, kf_sessions s
    where k.id = next.id and a.id = k.kf_account_id and s.id = k.session_id returning ${COLUMNS}`.execute(db);
  return rows[0];
}

async function sendAnswer(platform: Platform, message: Waiting): Promise<void> {
  const client = await readyFor(platform, message);
  const withdrawn = await withdrawnSince(platform.db, message.contactId === null ? [] : [message.contactId]);
  if (withdrawn.length > 0) return await settle(platform, message, { state: 'withheld', failure: WITHDRAWN });
  const { openKfId, externalId: externalUserId, msgId, text } = message;
  const to = { openKfId, externalUserId, msgId };
  const sent = await wecom.sendKfMessage(client, to, { kind: 'text', text }, AbortSignal.timeout(CALL));
  await conclude(platform, message, sent);
}

/** What fails before the call was made says nothing: the claim is given back. */
async function readyFor(platform: Platform, message: Waiting): Promise<wecom.WecomClient> {
  try {
    return await openWecom(platform, message.accountId);
  } catch (error) {
    await giveBack(platform.db, message.id);
    throw error;
  }
}

async function giveBack(db: Db, id: number): Promise<void> {
  await sql`update kf_messages set claimed_at = null where id = ${id} and state = 'sending'`.execute(db);
}

/** Whoever claimed these is gone, and nobody knows how far the call came. */
async function settleAbandoned(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - LEASE);
  const { rows } = await sql<Waiting>`
    select ${COLUMNS} from kf_messages k join kf_accounts a on a.id = k.kf_account_id join kf_sessions s on s.id = k.session_id
    where k.state = 'sending' and k.origin = 'console' and k.claimed_at <= ${before} order by k.id limit 500`.execute(
    platform.db,
  );
  for (const message of rows) await settle(platform, message, { state: 'uncertain', failure: CUT_OFF });
}

/** Greets who came in; a code that was not used in time is not used any more. */
export async function sendWelcomes(
  platform: Platform,
  client: wecom.WecomClient,
  kfAccountId: number,
): Promise<void> {
  const { welcomeFor } = await kfRules(platform.db, platform.clock.now());
  for (const message of await welcomesOf(platform.db, kfAccountId)) {
    const { msgId, text, body } = message;
    const left = new Date(body.at ?? 0).getTime() + welcomeFor - platform.clock.now().getTime();
    if (left <= 0 || !body.code) {
      const isTaken = message.tries > 0;
      await settle(platform, message, {
        ...{ state: isTaken ? 'uncertain' : 'failed', failure: isTaken ? CUT_OFF : LATE },
      });
      continue;
    }
    if (!(await take(platform.db, message.id))) continue;
    const signal = AbortSignal.timeout(left);
    const sent = await wecom.sendKfOnEvent(
      client,
      { code: body.code, msgId },
      { kind: 'text', text },
      signal,
    );
    await conclude(platform, message, sent);
  }
}

async function welcomesOf(db: Db, kfAccountId: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select ${COLUMNS} from kf_messages k join kf_accounts a on a.id = k.kf_account_id join kf_sessions s on s.id = k.session_id
    where k.state = 'sending' and k.origin = 'welcome' and k.kf_account_id = ${kfAccountId} order by k.id limit 500`.execute(
    db,
  );
  return rows;
}

/** The callback is heard twice, and a code is good once: whoever takes it first uses it. */
async function take(db: Db, id: number): Promise<boolean> {
  const { rows } = await sql`
    update kf_messages set tries = 1 where id = ${id} and state = 'sending' and tries = 0 returning id`.execute(
    db,
  );
  return rows.length > 0;
}

/** What a process that died has left lying is too late by now. */
export async function settleLateWelcomes(platform: Platform): Promise<void> {
  const { db } = platform;
  const { rows } = await sql<{ kfAccountId: number; accountId: number }>`
    select distinct k.kf_account_id, a.account_id from kf_messages k join kf_accounts a on a.id = k.kf_account_id
    join channel_accounts c on c.id = a.account_id and c.status = 'active'
    where k.state = 'sending' and k.origin = 'welcome'`.execute(db);
  for (const { kfAccountId, accountId } of rows)
    await openWecom(platform, accountId)
      .then(client => sendWelcomes(platform, client, kfAccountId))
      .catch(error => platform.log.warn({ kfAccountId, err: error }, 'welcomes of 微信客服 not settled'));
}

const LATE = {
  code: 'late',
  zh: '欢迎语须在客户进入后 20 秒内发出，这一条没有来得及。',
  en: 'A welcome must be said within 20 seconds of coming in; this one came too late.',
};
const CUT_OFF = {
  code: 'unknown',
  zh: '发送时程序中断，没有重复发送，需要时请向客户确认。',
  en: 'The program was cut off while sending; it was not sent again. Ask the customer if it matters.',
};
const NO_ANSWER = {
  zh: '企业微信没有答复，没有重复发送，需要时请向客户确认。',
  en: 'WeCom did not answer; it was not sent again. Ask the customer if it matters.',
};
const WITHDRAWN = {
  code: 'refused',
  zh: '客户刚刚表示不再接收消息，没有发送。',
  en: 'The customer has just said they want no more messages; it was not sent.',
};

async function conclude(platform: Platform, message: Waiting, sent: wecom.Outcome<string>): Promise<void> {
  if (sent.ok) return await settle(platform, message, { state: 'sent' });
  const code = String(sent.code);
  if (sent.kind === 'uncertain')
    return await settle(platform, message, { state: 'uncertain', failure: { code, ...NO_ANSWER } });
  const passes = PASSING.has(sent.kind) || (sent.kind === 'slow_down' && sent.code !== LIMIT);
  if (message.origin === 'console' && passes && message.tries < MOST_TRIES)
    return await giveBack(platform.db, message.id);
  await settle(platform, message, { state: 'refused', failure: { code, ...sent.message } });
}

type Settled = {
  state: 'sent' | 'uncertain' | 'refused' | 'withheld' | 'failed';
  failure?: { code: string; zh: string; en: string };
};

/**
 * What became of it, with its contact, its session and the log in one transaction. What may have been said counts as a
 * contact and as an answer, and nobody counts as answered by it.
 */
async function settle(platform: Platform, message: Waiting, { state, failure }: Settled): Promise<void> {
  const { clock, db } = platform;
  const isOut = state === 'sent' || state === 'uncertain';
  await db.transaction().execute(async tx => {
    const { rows } = await sql<{ id: number }>`
      update kf_messages set state = ${state}, failure = ${failure ? JSON.stringify(failure) : null}::jsonb, body = '{}'
      where id = ${message.id} and state = 'sending' returning id`.execute(tx);
    if (rows.length === 0) return;
    if (message.contactId !== null)
      await settleContacts(tx, clock, [message.contactId], isOut ? 'sent' : 'released');
    if (isOut && message.origin === 'console') await noteAnswer(tx, platform, message, state === 'sent');
  });
}

/** What the customer has asked since the answer was written is not answered by it: for that they wait on. */
async function noteAnswer(tx: Tx, { clock }: Platform, message: Waiting, isSure: boolean): Promise<void> {
  const session = await lockSession(tx, message.sessionId);
  if (!session) return;
  const { text, memberId, accountId } = message;
  const now = clock.now();
  const since = await askedSince(tx, message);
  const counted = { ...session, answers: session.answers + 1 };
  const isAnswered = isSure && !(since && session.waitingSince && session.waitingSince >= since);
  const next = isAnswered ? answered(counted, now, undefined) : { session: counted, told: [] };
  const waitingSince = isAnswered && since && session.waitingSince ? since : next.session.waitingSince;
  const shown = [...text].slice(0, 80).join('');
  const last = { lastAt: now, lastFrom: 'console', lastKind: 'text', lastText: shown };
  await writeSessions(tx, [{ ...next.session, waitingSince, ...(!since && last) }]);
  const of = { customerId: session.customerId, accountId };
  await appendEvents(
    tx,
    next.told.flatMap(told => {
      if (told.type !== 'kf.answered') return [];
      const actor = memberId === null ? 'system' : `member:${memberId}`;
      const answer = { ...of, type: told.type, at: now, actor, data: { waited: told.waited } };
      return waitingSince
        ? [answer, { ...of, type: 'kf.asked', at: now, actor: `account:${accountId}` }]
        : [answer];
    }),
  );
}

async function askedSince(tx: Tx, { id, sessionId }: Waiting): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(at) as at from kf_messages where session_id = ${sessionId} and id > ${id} and origin = 'customer'`.execute(
    tx,
  );
  return rows[0]?.at ?? null;
}
