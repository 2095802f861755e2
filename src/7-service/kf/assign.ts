import { sql } from 'kysely';
import type { z } from 'zod';
import { openWecom, wecom } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { kfAssignBody } from './contract.ts';
import { KF_REFUSED, KF_UNCERTAIN, NOBODY_SIGNED_IN, NOT_IN_CORP } from './refusals.ts';
import { type Standing, sessionInScope } from './sessions.ts';

/**
 * Gives a session to somebody. To oneself is our own matter: the platform lets the app answer as long as nobody has it
 * there. The pool and servicers are the platform's, which is asked first and then believed. No transaction is open
 * meanwhile: the platform may take its time. Cut short it is done again, which comes to the same.
 */
export async function assign(
  platform: Platform,
  actor: Actor,
  id: number,
  to: z.output<typeof kfAssignBody>,
): Promise<void> {
  const { clock, db } = platform;
  const session = await sessionInScope(db, actor, clock.now(), id);
  if (to.to === 'me' && !actor.memberId) throw new Problem(NOBODY_SIGNED_IN);
  const userId = to.to === 'servicer' ? await userIdOf(db, session, to.memberId) : null;
  if (to.to === 'pool') await move(platform, actor, session, { state: 'pool' });
  if (userId !== null) await move(platform, actor, session, { state: 'servicer', servicerUserId: userId });
  await db.transaction().execute(async tx => {
    if (to.to === 'me')
      await sql`update kf_sessions set assignee_id = ${actor.memberId} where id = ${id}`.execute(tx);
    else await write(tx, session, to.to, userId);
    await audit(tx, clock, actor, {
      ...{ action: 'kf_session.assigned', object: { kind: 'kf_session', id }, customerId: session.personId },
      after: to.to === 'servicer' ? { to: to.to, memberId: to.memberId } : { to: to.to },
    });
  });
}

/**
 * Ends a session. The platform knows an end only of those that a servicer has; of others it is noted here that nobody
 * waits any more.
 */
export async function endSession(platform: Platform, actor: Actor, id: number): Promise<void> {
  const { clock, db } = platform;
  const session = await sessionInScope(db, actor, clock.now(), id);
  const isTheirs = session.state === 'servicer';
  if (isTheirs) await move(platform, actor, session, { state: 'ended' });
  const { personId, accountId } = session;
  await db.transaction().execute(async tx => {
    if (isTheirs) await write(tx, session, 'ended', null);
    await sql`update kf_sessions set waiting_since = null, assignee_id = null where id = ${id}`.execute(tx);
    await audit(tx, clock, actor, {
      ...{ action: 'kf_session.ended', object: { kind: 'kf_session', id }, customerId: personId },
    });
    await appendEvents(tx, [
      { type: 'kf.ended', customerId: personId, accountId, at: clock.now(), actor: actor.name },
    ]);
  });
}

async function userIdOf(db: Db, { kfAccountId }: Standing, memberId: number): Promise<string> {
  const found = await db
    .selectFrom('kfServicers')
    .select('userId')
    .where('kfAccountId', '=', kfAccountId)
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  if (!found) throw new Problem(NOT_IN_CORP);
  return found.userId;
}

type To = Parameters<typeof wecom.transKfState>[2];

/** @throws Problem when the platform did not do it; what it then says of the session is kept. */
async function move(platform: Platform, actor: Actor, session: Standing, to: To): Promise<void> {
  const client = await openWecom(platform, session.accountId);
  const at = { openKfId: session.openKfId, externalUserId: session.externalId };
  const told = await wecom.transKfState(client, at, to);
  if (told.ok) return;
  const standing = await wecom.getKfState(client, at);
  if (standing.ok && isThere(standing.data, to)) return;
  // The page should show what is true now.
  if (standing.ok)
    await sql`
      update kf_sessions set state = ${standing.data.state}, servicer = ${standing.data.servicerUserId ?? null} where id = ${session.id}`.execute(
      platform.db,
    );
  if (told.kind === 'uncertain') throw new Problem(KF_UNCERTAIN);
  throw new Problem(KF_REFUSED, { why: told.message[actor.language] });
}

function isThere(now: { state: wecom.KfState; servicerUserId: string | undefined }, to: To): boolean {
  return now.state === to.state && now.servicerUserId?.toLowerCase() === to.servicerUserId?.toLowerCase();
}

/** With a servicer or in the pool it is nobody's here. */
async function write(tx: Tx, { id }: Standing, state: wecom.KfState, servicer: string | null): Promise<void> {
  await sql`update kf_sessions set state = ${state}, servicer = ${servicer}, assignee_id = null where id = ${id}`.execute(
    tx,
  );
}
