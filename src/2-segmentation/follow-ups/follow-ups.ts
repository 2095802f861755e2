import { sql } from 'kysely';
import type { z } from 'zod';
import { changeCustomer, personInScope } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Clock, DAY, shanghaiDate } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { readRhythm } from '../cadence/cadence.ts';
import type { customerFollowUpView, followUpBody } from './contract.ts';
import { type LastColumns, lastFollowUp } from './due.sql.ts';
import { lastOf } from './due.ts';
import { promisesOf } from './promises.ts';

/**
 * Writes down that somebody talked to a customer, or put it off, and when they are next. @returns the next day. Until then
 * their rhythm does not name them; a promise does.
 */
export async function followUp(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  { outcome, inDays, note }: z.output<typeof followUpBody>,
): Promise<string> {
  const personId = await personInScope(tx, actor, customerId);
  const at = clock.now();
  const nextFollowUp = shanghaiDate(new Date(at.getTime() + inDays * DAY));
  await changeCustomer(tx, clock, actor, personId, { nextFollowUp });
  await audit(tx, clock, actor, {
    action: `follow_up.${outcome}`,
    object: { kind: 'customer', id: personId },
    customerId: personId,
    after: { nextFollowUp },
  });
  const data = { nextFollowUp, ...(note && { note }) };
  await appendEvents(tx, [
    { type: `follow_up.${outcome}`, customerId: personId, at, actor: actor.name, data },
  ]);
  return nextFollowUp;
}

/** What one should know before talking to a person: their rhythm, what was promised, and the last time. */
export async function readFollowUp(
  db: Db,
  personId: number,
  now: Date,
): Promise<z.output<typeof customerFollowUpView>> {
  const [rhythm, promises, { rows }] = await Promise.all([
    readRhythm(db, personId, now),
    promisesOf(db, personId),
    sql<LastColumns>`select at as last_at, by as last_by, note as last_note
      from (${lastFollowUp(sql`${personId}::bigint`)}) last`.execute(db),
  ]);
  return { rhythm, promises, last: rows[0] ? lastOf(rows[0]) : null };
}
