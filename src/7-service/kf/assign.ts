import { sql } from 'kysely';
import type { z } from 'zod';
import { openWecom, wecom } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { kfAssignBody } from './contract.ts';
import { KF_REFUSED, KF_UNCERTAIN, NOBODY_SIGNED_IN, NOT_IN_CORP } from './refusals.ts';
import { type Standing, sessionInScope } from './sessions.ts';

/**
 * Gives a session to somebody. To oneself is our own matter: the platform lets the app answer as long as nobody has it
 * there. The pool and servicers are the platform's, which is asked first and then believed.
 */
export async function assign(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  id: number,
  to: z.output<typeof kfAssignBody>,
): Promise<void> {
  const { clock } = platform;
  const session = await sessionInScope(tx, actor, clock.now(), id);
  if (to.to === 'me') {
    if (!actor.memberId) throw new Problem(NOBODY_SIGNED_IN);
    await sql`update kf_sessions set assignee_id = ${actor.memberId} where id = ${id}`.execute(tx);
  } else if (to.to === 'pool') {
    await move(platform, actor, session, { state: 'pool' });
    await write(tx, session, 'pool', null);
  } else {
    const userId = await userIdOf(tx, session, to.memberId);
    await move(platform, actor, session, { state: 'servicer', servicerUserId: userId });
    await write(tx, session, 'servicer', userId);
  }
  await audit(tx, clock, actor, {
    ...{ action: 'kf_session.assigned', object: { kind: 'kf_session', id }, customerId: session.personId },
    after: to.to === 'servicer' ? { to: to.to, memberId: to.memberId } : { to: to.to },
  });
}

/**
 * Ends a session. The platform knows an end only of those that a servicer has; of others it is noted here that nobody
 * waits any more.
 */
export async function endSession(tx: Tx, platform: Platform, actor: Actor, id: number): Promise<void> {
  const { clock } = platform;
  const session = await sessionInScope(tx, actor, clock.now(), id);
  if (session.state === 'servicer') {
    await move(platform, actor, session, { state: 'ended' });
    await write(tx, session, 'ended', null);
  }
  await sql`update kf_sessions set waiting_since = null, assignee_id = null where id = ${id}`.execute(tx);
  const { personId, accountId } = session;
  await audit(tx, clock, actor, {
    ...{ action: 'kf_session.ended', object: { kind: 'kf_session', id }, customerId: personId },
  });
  await appendEvents(tx, [
    { type: 'kf.ended', customerId: personId, accountId, at: clock.now(), actor: actor.name },
  ]);
}

async function userIdOf(tx: Tx, { kfAccountId }: Standing, memberId: number): Promise<string> {
  const found = await tx
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
  // Outside the transaction, which ends here: the page should show what is true now.
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
