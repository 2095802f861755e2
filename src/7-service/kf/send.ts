import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { settleContacts, withdrawnSince } from '#customers';
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
  text: string;
  body: { code?: string; at?: string };
  tries: number;
};
type Failed = Extract<wecom.Outcome<unknown>, { ok: false }>;

/** Passing by themselves: the same message goes again under the same id. */
const PASSING: ReadonlySet<Failed['kind']> = new Set(['retry', 'refresh_token', 'uncertain']);
const LIMIT = 95001;
const MOST_TRIES = 10;

async function waiting(
  db: Db,
  where: { kfAccountId: number; origin: 'welcome' } | 'answers',
): Promise<Waiting[]> {
  const only =
    where === 'answers'
      ? sql`k.origin = 'console'`
      : sql`k.origin = 'welcome' and k.kf_account_id = ${where.kfAccountId}`;
  const { rows } = await sql<Waiting>`
    select k.id, a.account_id, a.open_kfid as open_kf_id, s.external_id, k.session_id, k.contact_id, k.member_id, k.msg_id, k.origin, k.text,
      k.body, k.tries
    from kf_messages k join kf_accounts a on a.id = k.kf_account_id join kf_sessions s on s.id = k.session_id
    where k.state = 'sending' and ${only} order by k.id limit 500`.execute(db);
  return rows;
}

/** One sends at a time: of two who send the same, the one that is refused must not have the last word. */
const SENDING = 7480033;

/**
 * Sends what was written here, oldest first. Each was written down before, and goes under its own id as often as it takes:
 * the platform says it once. What cannot be tried now (a paused account) waits, and holds up nobody else's.
 */
export async function sendAnswers(platform: Platform): Promise<void> {
  // A transaction that writes nothing: the lock is all it has, and the log does not wait for it.
  await platform.db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(${SENDING})`.execute(tx);
    for (const message of await waiting(platform.db, 'answers'))
      await sendAnswer(platform, message).catch(error =>
        platform.log.warn({ message: message.id, err: error }, 'an answer of 微信客服 could not be sent'),
      );
  });
}

async function sendAnswer(platform: Platform, message: Waiting): Promise<void> {
  const withdrawn = await withdrawnSince(platform.db, message.contactId === null ? [] : [message.contactId]);
  if (withdrawn.length > 0) return await settle(platform, message, { state: 'withheld', failure: WITHDRAWN });
  const client = await openWecom(platform, message.accountId);
  const { openKfId, externalId: externalUserId, msgId, text } = message;
  const sent = await wecom.sendKfMessage(client, { openKfId, externalUserId, msgId }, { kind: 'text', text });
  await conclude(platform, message, sent);
}

/** Greets who came in; a code that was not used in time is not used any more. */
export async function sendWelcomes(
  platform: Platform,
  client: wecom.WecomClient,
  kfAccountId: number,
): Promise<void> {
  const { welcomeFor } = await kfRules(platform.db, platform.clock.now());
  for (const message of await waiting(platform.db, { kfAccountId, origin: 'welcome' })) {
    const { msgId, text, body } = message;
    const left = new Date(body.at ?? 0).getTime() + welcomeFor - platform.clock.now().getTime();
    if (left <= 0 || !body.code) {
      await settle(platform, message, { state: 'failed', failure: message.tries > 0 ? UNKNOWN : LATE });
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
    await sendWelcomes(platform, await openWecom(platform, accountId), kfAccountId);
}

const LATE = {
  code: 'late',
  zh: '欢迎语须在客户进入后 20 秒内发出，这一条没有来得及。',
  en: 'A welcome must be said within 20 seconds of coming in; this one came too late.',
};
const UNKNOWN = {
  code: 'unknown',
  zh: '发送时程序中断，不确定这条欢迎语是否已发出；没有重复发送。',
  en: 'The program was cut off while sending; it is not known whether this welcome went out. It was not sent again.',
};
const WITHDRAWN = {
  code: 'refused',
  zh: '客户刚刚表示不再接收消息，没有发送。',
  en: 'The customer has just said they want no more messages; it was not sent.',
};

async function conclude(platform: Platform, message: Waiting, sent: wecom.Outcome<string>): Promise<void> {
  if (sent.ok) return await settle(platform, message, { state: 'sent' });
  const passes =
    message.origin === 'console' &&
    (PASSING.has(sent.kind) || (sent.kind === 'slow_down' && sent.code !== LIMIT));
  if (passes && message.tries + 1 < MOST_TRIES)
    return void (await sql`update kf_messages set tries = tries + 1 where id = ${message.id} and state = 'sending'`.execute(
      platform.db,
    ));
  await settle(platform, message, {
    state: 'refused',
    failure: { code: String(sent.code), ...sent.message },
  });
}

type Settled = {
  state: 'sent' | 'refused' | 'withheld' | 'failed';
  failure?: { code: string; zh: string; en: string };
};

/** What became of it, with its contact, its session and the log in one transaction. */
async function settle(platform: Platform, message: Waiting, { state, failure }: Settled): Promise<void> {
  const { clock, db } = platform;
  await db.transaction().execute(async tx => {
    const { rows } = await sql<{ id: number }>`
      update kf_messages set state = ${state}, failure = ${failure ? JSON.stringify(failure) : null}::jsonb, body = '{}'
      where id = ${message.id} and state = 'sending' returning id`.execute(tx);
    if (rows.length === 0) return;
    if (message.contactId !== null)
      await settleContacts(tx, clock, [message.contactId], state === 'sent' ? 'sent' : 'released');
    if (state === 'sent' && message.origin === 'console') await noteAnswer(tx, platform, message);
  });
}

async function noteAnswer(tx: Tx, { clock }: Platform, message: Waiting): Promise<void> {
  const session = await lockSession(tx, message.sessionId);
  if (!session) return;
  const { text, memberId, accountId } = message;
  const now = clock.now();
  const next = answered({ ...session, answers: session.answers + 1 }, now, undefined);
  const shown = [...text].slice(0, 80).join('');
  await writeSessions(tx, [
    { ...next.session, lastAt: now, lastFrom: 'console', lastKind: 'text', lastText: shown },
  ]);
  await appendEvents(
    tx,
    next.told.flatMap(told =>
      told.type === 'kf.answered'
        ? [
            {
              ...{ type: told.type, customerId: session.customerId, accountId, at: now },
              ...{
                actor: memberId === null ? 'system' : `member:${memberId}`,
                data: { waited: told.waited },
              },
            },
          ]
        : [],
    ),
  );
}
