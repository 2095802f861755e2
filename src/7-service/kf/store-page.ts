import { sql } from 'kysely';
import { noteCameBy } from '#acquisition';
import type { wecom } from '#channels';
import { takeInVisitors, type Visitor } from '#customers';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { apply, type Session, type Told } from './apply.ts';
import { type Entered, noteEntries } from './entries.ts';
import { type KfRules, kfRules } from './rules.ts';
import { lockSessions, writeSessions } from './sessions.sql.ts';
import { planWelcomes } from './welcomes.ts';

type At = { id: number; accountId: number; was: string | null; next: string | null };
type Stored = { fresh: number; welcomes: number[]; cursor: string | null; isOvertaken: boolean };

/**
 * A page and the cursor behind it, in one transaction. Another reading that has gone further meanwhile has stored what
 * stands here, so nothing is done then but to go on from there.
 */
export async function storePage(
  tx: Tx,
  platform: Platform,
  at: At,
  messages: readonly wecom.KfMessage[],
  visitors: readonly Visitor[],
): Promise<Stored> {
  const { rows } = await sql<{ cursor: string | null }>`
    select cursor from kf_accounts where id = ${at.id} for update`.execute(tx);
  const standing = rows[0]?.cursor ?? null;
  if (standing !== at.was) return { fresh: 0, welcomes: [], cursor: standing, isOvertaken: true };
  await sql`update kf_accounts set cursor = ${at.next} where id = ${at.id}`.execute(tx);
  const rules = await kfRules(tx, platform.clock.now());
  const customerOf = await takeInVisitors(tx, platform, at.accountId, visitors);
  const sessions = await lockSessions(tx, at.id, customerOf, messages);
  const written = await writeMessages(tx, at, messages, sessions);
  const fresh = messages.filter(message => written.has(message.msgId));
  const entered = await live(tx, platform, at, fresh, { sessions, rules });
  const welcomes = await planWelcomes(tx, platform, at, entered, rules);
  return { fresh: fresh.length, welcomes, cursor: at.next, isOvertaken: false };
}

/** Each once, whatever page it comes in; of people only whom we may know. @returns the ids of those that are new. */
async function writeMessages(
  tx: Tx,
  { id, accountId }: At,
  messages: readonly wecom.KfMessage[],
  sessions: ReadonlyMap<string, Session>,
): Promise<Set<string>> {
  const rows = messages.flatMap((message, place) => {
    const session = sessions.get(message.externalUserId ?? '');
    if (!session) return [];
    const { msgId, at, from, kind, text, body, servicerUserId } = message;
    const origin = from === 'system' ? 'event' : from;
    // A code is good for seconds, and nobody else's to read.
    const { welcome_code: _w, msg_code: _m, ...kept } = body;
    return [
      {
        ...{
          place,
          session_id: session.id,
          customer_id: session.customerId,
          msg_id: msgId,
          at: at.toISOString(),
          origin,
        },
        ...{ user_id: servicerUserId ?? null, kind, text, body: text === '' ? kept : {} },
      },
    ];
  });
  if (rows.length === 0) return withoutPeople(messages);
  const { rows: written } = await sql<{ msgId: string }>`
    insert into kf_messages (kf_account_id, session_id, customer_id, msg_id, at, origin, member_id, kind, text, body)
    select ${id}, t.session_id, t.customer_id, t.msg_id, t.at, t.origin, ma.member_id, t.kind, t.text, t.body
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t
      (session_id bigint, customer_id bigint, msg_id text, at timestamptz, origin text, user_id text, kind text, text text, body jsonb, place integer)
    left join member_accounts ma on ma.account_id = ${accountId} and lower(ma.external_id) = lower(t.user_id)
    order by t.place
    on conflict (kf_account_id, msg_id) do nothing returning msg_id`.execute(tx);
  return new Set([...written.map(row => row.msgId), ...withoutPeople(messages)]);
}

/** Events about servicers stand nowhere; said twice they come to the same. */
const withoutPeople = (messages: readonly wecom.KfMessage[]) =>
  new Set(messages.filter(message => message.externalUserId === undefined).map(message => message.msgId));

type Living = { sessions: ReadonlyMap<string, Session>; rules: KfRules };

/** What the new messages make of sessions, earlier messages, servicers and the log. @returns who came in. */
async function live(
  tx: Tx,
  platform: Platform,
  at: At,
  fresh: readonly wecom.KfMessage[],
  { sessions, rules }: Living,
): Promise<Entered[]> {
  const now = new Map(sessions);
  const told: { session: Session; told: Told }[] = [];
  const came: { session: Session; message: wecom.KfMessage }[] = [];
  for (const message of fresh) {
    const session = now.get(message.externalUserId ?? '');
    if (!session) continue;
    const next = apply(session, message, rules.answerFor);
    now.set(session.externalId, next.session);
    told.push(...next.told.map(one => ({ session: next.session, told: one })));
    if (message.event?.event === 'enter_session') came.push({ session, message });
  }
  const entered = await noteEntries(tx, at, came);
  await writeSessions(tx, withScenes([...now.values()], entered));
  await settleEarlier(tx, at.id, fresh);
  await turnDuty(tx, at.id, fresh);
  await appendEvents(
    tx,
    told.map(({ session, told: { type, at: when, ...data } }) => ({
      ...{ type, customerId: session.customerId, accountId: at.accountId, at: when },
      ...{ actor: `account:${at.accountId}`, data },
    })),
  );
  await tellEntered(tx, platform, at, entered);
  return entered;
}

function withScenes(sessions: readonly Session[], entered: readonly Entered[]): Session[] {
  const by = new Map(entered.map(one => [one.session.id, one.sceneId]));
  return sessions.map(session => ({ ...session, sceneId: by.get(session.id) ?? session.sceneId }));
}

async function tellEntered(
  tx: Tx,
  platform: Platform,
  { accountId }: At,
  entered: readonly Entered[],
): Promise<void> {
  const actor = `account:${accountId}`;
  await appendEvents(
    tx,
    entered.flatMap(({ session, at, scene, touchpoint, fresh }) => {
      const of = { customerId: session.customerId, accountId, at, actor };
      const came = { type: 'kf.entered', ...of, data: { ...(scene !== null && { scene }) } };
      if (touchpoint === null) return [came];
      return [came, { type: 'entry.recorded', ...of, data: { scene, touchpoint, fresh } }];
    }),
  );
  const byTouchpoint = entered.flatMap(({ personId, touchpoint, at }) =>
    touchpoint === null ? [] : [{ personId, touchpoint, at }],
  );
  if (byTouchpoint.length > 0) await noteCameBy(tx, platform, byTouchpoint);
}

/** What was taken back is said no more; what did not arrive is marked. */
async function settleEarlier(tx: Tx, id: number, fresh: readonly wecom.KfMessage[]): Promise<void> {
  const recalled = fresh.flatMap(({ event, at }) =>
    event?.event === 'recall' ? [{ msg_id: event.msgId, at: at.toISOString() }] : [],
  );
  if (recalled.length > 0)
    await sql`
      update kf_messages k set recalled_at = t.at, text = '', body = '{}'
      from jsonb_to_recordset(${JSON.stringify(recalled)}::jsonb) as t (msg_id text, at timestamptz)
      where k.kf_account_id = ${id} and k.msg_id = t.msg_id`.execute(tx);
  const failed = fresh.flatMap(({ event }) =>
    event?.event === 'msg_send_fail' ? [{ msg_id: event.msgId, why: event.why }] : [],
  );
  if (failed.length > 0)
    await sql`
      update kf_messages k set state = 'failed', failure = jsonb_build_object('code', t.why)
      from jsonb_to_recordset(${JSON.stringify(failed)}::jsonb) as t (msg_id text, why text)
      where k.kf_account_id = ${id} and k.msg_id = t.msg_id`.execute(tx);
}

async function turnDuty(tx: Tx, id: number, fresh: readonly wecom.KfMessage[]): Promise<void> {
  for (const { event, servicerUserId } of fresh)
    if (event?.event === 'servicer_status_change' && servicerUserId)
      await sql`
        update kf_servicers set on_duty = ${event.onDuty}, stop_type = ${event.stopType ?? null}
        where kf_account_id = ${id} and lower(user_id) = lower(${servicerUserId})`.execute(tx);
}
