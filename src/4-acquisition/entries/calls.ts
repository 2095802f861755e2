import { sql } from 'kysely';
import type { z } from 'zod';
import { personInScope } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { callBody } from './contract.ts';
import { freshSql } from './fresh.sql.ts';
import { settle } from './settle.ts';

const IN_FUTURE: ProblemKind = {
  code: 'call_in_future',
  status: 422,
  title: { zh: '来电时间不对', en: 'The time of the call is wrong' },
  detail: { zh: '来电时间不能晚于现在。', en: 'A call cannot be later than now.' },
};

/**
 * A customer called: an entry of the touchpoint whose number or advertisement they had.
 * @throws Problem call_in_future, not_found the customer or the touchpoint
 */
export async function noteCall(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  customerId: number,
  { touchpointId, at: told, note }: z.output<typeof callBody>,
): Promise<number> {
  const personId = await personInScope(tx, actor, customerId);
  const now = platform.clock.now();
  const at = told ?? now;
  if (at > now) throw new Problem(IN_FUTURE);
  const { rows } = await sql<{ id: number; touchpoint: string }>`
    insert into entries (kind, touchpoint_id, customer_id, member_id, at, left_at, person_id, fresh, note, noted_by)
    select 'call', t.id, ${customerId}, ${actor.memberId ?? null}, ${at}, ${at}, ${personId},
      ${freshSql(sql`${personId}::bigint`, sql`${at}::timestamptz`)}, ${note}, ${actor.name}
    from touchpoints t where t.id = ${touchpointId} and t.archived_at is null
    returning id, (select name from touchpoints t where t.id = touchpoint_id) as touchpoint`.execute(tx);
  const [row] = rows;
  if (!row) throw new Problem(NOT_FOUND);
  await audit(tx, platform.clock, actor, {
    action: 'call.noted',
    object: { kind: 'touchpoint', id: touchpointId },
    customerId,
    after: { name: row.touchpoint, at },
  });
  await settle(tx, platform, [row.id]);
  return row.id;
}

/** A call that was written down wrongly: it counts no more; the timeline and the audit log keep what was said. */
export async function removeCall(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { rows: found } = await sql<{ customerId: number }>`
    select customer_id from entries where id = ${id} and kind = 'call' for update`.execute(tx);
  const [call] = found;
  if (!call) throw new Problem(NOT_FOUND);
  await personInScope(tx, actor, call.customerId);
  const { rows } = await sql<{ touchpointId: number; at: Date; name: string }>`
    delete from entries e using touchpoints t where e.id = ${id} and t.id = e.touchpoint_id
    returning e.touchpoint_id, e.at, t.name`.execute(tx);
  const [gone] = rows;
  if (!gone) throw new Problem(NOT_FOUND);
  await audit(tx, clock, actor, {
    action: 'call.removed',
    object: { kind: 'touchpoint', id: gone.touchpointId },
    customerId: call.customerId,
    before: { name: gone.name, at: gone.at },
  });
}
