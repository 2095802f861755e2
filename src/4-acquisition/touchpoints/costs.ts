import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { costBody, costView } from './contract.ts';

/** What was spent at a touchpoint, the newest first. */
export async function listCosts(db: Db | Tx, touchpointId: number): Promise<z.output<typeof costView>[]> {
  const { rows } = await sql<z.output<typeof costView>>`
    select k.id, to_char(k.day, 'YYYY-MM-DD') as day, k.kind, k.amount, k.note, coalesce(m.name, k.created_by) as created_by, k.created_at
    from touchpoint_costs k left join members m on k.created_by = 'member:' || m.id
    where k.touchpoint_id = ${touchpointId} and k.removed_at is null order by k.day desc, k.id desc limit 500`.execute(
    db,
  );
  return rows;
}

export async function addCost(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  touchpointId: number,
  cost: z.output<typeof costBody>,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into touchpoint_costs (touchpoint_id, day, kind, amount, note, created_by, created_at)
    select id, ${cost.day}::date, ${cost.kind}, ${cost.amount}, ${cost.note}, ${actor.name}, ${clock.now()}
    from touchpoints where id = ${touchpointId} and archived_at is null returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id === undefined) throw new Problem(NOT_FOUND);
  await audit(tx, clock, actor, {
    action: 'touchpoint_cost.added',
    object: { kind: 'touchpoint', id: touchpointId },
    after: cost,
  });
  return id;
}

/** What was wrong is taken back; the row stays, with who took it back in the audit log. */
export async function removeCost(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  touchpointId: number,
  id: number,
): Promise<void> {
  const { rows } = await sql<{ day: string; kind: string; amount: number }>`
    update touchpoint_costs set removed_at = ${clock.now()}
    where id = ${id} and touchpoint_id = ${touchpointId} and removed_at is null
    returning day::text, kind, amount`.execute(tx);
  if (!rows[0]) throw new Problem(NOT_FOUND);
  await audit(tx, clock, actor, {
    action: 'touchpoint_cost.removed',
    object: { kind: 'touchpoint', id: touchpointId },
    before: rows[0],
  });
}
