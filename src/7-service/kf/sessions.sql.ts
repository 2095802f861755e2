import { sql } from 'kysely';
import type { wecom } from '#channels';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Session } from './apply.ts';

/** The sessions of who speaks in a page, made where there is none, locked in the order of their ids. */
export async function lockSessions(
  tx: Tx,
  kfAccountId: number,
  customerOf: ReadonlyMap<string, number>,
  messages: readonly wecom.KfMessage[],
): Promise<Map<string, Session>> {
  const begun = new Map<string, string>();
  for (const { externalUserId, at } of messages)
    if (externalUserId && customerOf.has(externalUserId) && !begun.has(externalUserId))
      begun.set(externalUserId, at.toISOString());
  const wanted = [...begun].map(([external_id, at]) => ({
    ...{ external_id, at, customer_id: customerOf.get(external_id) },
  }));
  if (wanted.length === 0) return new Map();
  await sql`
    insert into kf_sessions (kf_account_id, external_id, customer_id, state, last_at)
    select ${kfAccountId}, t.external_id, t.customer_id, 'new', t.at
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as t (external_id text, customer_id bigint, at timestamptz)
    order by t.external_id on conflict (kf_account_id, external_id) do nothing`.execute(tx);
  const { rows } = await sql<Session>`
    select ${COLUMNS} from kf_sessions where kf_account_id = ${kfAccountId} and external_id = any(${[...begun.keys()]}::text[])
    order by id for update`.execute(tx);
  return new Map(rows.map(row => [row.externalId, row]));
}

const COLUMNS = sql.raw(
  'id, external_id, customer_id, state, servicer, assignee_id, scene_id, customer_at, answers, waiting_since, last_at, last_from, last_kind, last_text, rejects',
);

/** One session, locked. */
export async function lockSession(tx: Tx, id: number): Promise<Session | undefined> {
  const { rows } = await sql<Session>`select ${COLUMNS} from kf_sessions where id = ${id} for update`.execute(
    tx,
  );
  return rows[0];
}

export async function writeSessions(tx: Tx, sessions: readonly Session[]): Promise<void> {
  if (sessions.length === 0) return;
  const rows = sessions.map(session => ({
    ...{ id: session.id, state: session.state, servicer: session.servicer, assignee_id: session.assigneeId },
    ...{ scene_id: session.sceneId, customer_at: session.customerAt, answers: session.answers },
    ...{ waiting_since: session.waitingSince, last_at: session.lastAt, last_from: session.lastFrom },
    ...{ last_kind: session.lastKind, last_text: session.lastText, rejects: session.rejects },
  }));
  await sql`
    update kf_sessions s set state = t.state, servicer = t.servicer, assignee_id = t.assignee_id, scene_id = t.scene_id,
      customer_at = t.customer_at, answers = t.answers, waiting_since = t.waiting_since, last_at = t.last_at,
      last_from = t.last_from, last_kind = t.last_kind, last_text = t.last_text, rejects = t.rejects
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t
      (id bigint, state text, servicer text, assignee_id bigint, scene_id bigint, customer_at timestamptz, answers integer,
       waiting_since timestamptz, last_at timestamptz, last_from text, last_kind text, last_text text, rejects boolean)
    where s.id = t.id`.execute(tx);
}
