import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { type PersonMove, redrawPersons } from './persons.ts';

export type MergeReason =
  | 'same_phone'
  | 'same_unionid'
  | 'same_buyer'
  | 'same_external_userid'
  | 'same_openid'
  | 'same_member_card'
  | 'same_user_id'
  | 'order_told'
  | 'staff_decided';

export type NewMerge = {
  customerA: number;
  customerB: number;
  kind: 'auto' | 'suggested' | 'manual';
  reason: MergeReason;
  /** What the two have in common, masked, for people to read. */
  evidence?: Record<string, unknown>;
  importId?: number | undefined;
};

const SAME_PROFILE: ProblemKind = {
  code: 'same_profile',
  status: 422,
  title: { zh: '无需合并', en: 'Nothing to merge' },
  detail: { zh: '这两条记录已经是同一位客户。', en: 'These two records already are one person.' },
};

const ALREADY_UNDONE: ProblemKind = {
  code: 'merge_already_undone',
  status: 409,
  title: { zh: '已经拆分过', en: 'Already undone' },
  detail: { zh: '这次合并已经被撤销。', en: 'This merge has already been undone.' },
};

/**
 * Joins profiles into persons, with a reason and an audit row each. Pairs that somebody has taken apart before are not
 * joined again automatically. Safe to repeat.
 * @returns number of merges recorded.
 */
export async function mergeCustomers(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  merges: readonly NewMerge[],
): Promise<number> {
  if (merges.length === 0) return 0;
  const rows = merges.map(merge => ({
    customer_a: Math.min(merge.customerA, merge.customerB),
    customer_b: Math.max(merge.customerA, merge.customerB),
    kind: merge.kind,
    reason: merge.reason,
    evidence: merge.evidence ?? {},
    import_id: merge.importId ?? null,
  }));
  const { rows: recorded } = await sql<{ id: number; customerA: number; customerB: number }>`
    with wanted as (
      select distinct on (customer_a, customer_b) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as w (customer_a bigint, customer_b bigint, kind text, reason text, evidence jsonb, import_id bigint)
      where customer_a <> customer_b
      order by customer_a, customer_b
    ), recorded as (
      insert into merges (customer_a, customer_b, kind, reason, evidence, actor, created_at, import_id)
      select customer_a, customer_b, kind, reason, evidence, ${actor.name}, ${clock.now()}, import_id from wanted
      where not exists (
        select 1 from merges m where m.customer_a = wanted.customer_a and m.customer_b = wanted.customer_b
          and (m.undone_at is null or wanted.kind = 'auto'))
      returning id, customer_a, customer_b, kind, reason, evidence
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, reason, after)
      select ${clock.now()}, ${actor.name}, 'customers.merged', 'merge', id::text, customer_a, reason,
        jsonb_build_object('customers', jsonb_build_array(customer_a, customer_b), 'kind', kind, 'evidence', evidence)
      from recorded
    )
    select id, customer_a, customer_b from recorded`.execute(tx);
  const moves = await redrawPersons(
    tx,
    recorded.flatMap(row => [row.customerA, row.customerB]),
  );
  await tellMoves(
    tx,
    clock,
    actor,
    'customers.merged',
    recorded.map(row => row.id),
    moves,
  );
  return recorded.length;
}

/** A person decides that two records are one customer. */
export async function mergeByHand(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerA: number,
  customerB: number,
  note: string,
) {
  const { rows } = await sql<{ id: number; personId: number }>`
    select id, person_id from customers where id in (${customerA}, ${customerB}) and status = 'active'`.execute(
    tx,
  );
  const [a, b] = rows;
  if (!a || !b) throw new Problem(NOT_FOUND);
  if (a.personId === b.personId) throw new Problem(SAME_PROFILE);
  await mergeCustomers(tx, clock, actor, [
    {
      customerA: a.personId,
      customerB: b.personId,
      kind: 'manual',
      reason: 'staff_decided',
      evidence: { note },
    },
  ]);
}

/**
 * Takes a merge back. Every fact stayed with the profile it came to, so both sides are exactly what they would have
 * been without the merge, whatever came in between.
 */
export async function undoMerge(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  mergeId: number,
  reason: string,
): Promise<void> {
  const merge = await tx
    .selectFrom('merges')
    .selectAll()
    .where('id', '=', mergeId)
    .forUpdate()
    .executeTakeFirst();
  if (!merge) throw new Problem(NOT_FOUND);
  await personInScope(tx, actor, merge.customerA);
  if (merge.undoneAt) throw new Problem(ALREADY_UNDONE);
  await tx
    .updateTable('merges')
    .set({ undoneAt: clock.now(), undoneBy: actor.name })
    .where('id', '=', mergeId)
    .execute();
  const moves = await redrawPersons(tx, [merge.customerA, merge.customerB]);
  await audit(tx, clock, actor, {
    action: 'customers.unmerged',
    object: { kind: 'merge', id: mergeId },
    customerId: merge.customerA,
    reason,
    before: { customers: [merge.customerA, merge.customerB] },
  });
  await tellMoves(tx, clock, actor, 'customers.unmerged', [mergeId], moves);
}

async function tellMoves(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  type: 'customers.merged' | 'customers.unmerged',
  mergeIds: number[],
  moves: PersonMove[],
): Promise<void> {
  if (moves.length === 0) return;
  const persons = [...new Set(moves.flatMap(move => [move.from, move.to]))];
  await appendEvents(tx, [
    {
      type,
      customerId: moves[0]?.to,
      at: clock.now(),
      actor: actor.name,
      data: { mergeIds, persons, profiles: moves.map(move => move.customerId) },
    },
  ]);
}
