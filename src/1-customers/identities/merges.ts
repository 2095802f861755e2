import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { personInScope } from '../customers/customers.ts';
import { settleFields } from '../fields/tell.sql.ts';
import { settleChoices } from './choices.sql.ts';
import type { IdentityKey } from './learn.ts';
import { type PersonMove, redrawPersons } from './persons.ts';

export type MergeReason =
  | 'same_phone'
  | 'same_unionid'
  | 'same_buyer'
  | 'same_external_userid'
  | 'same_openid'
  | 'same_member_card'
  | 'same_user_id'
  | 'same_anonymous_id'
  | 'order_told'
  | 'suggestion_accepted'
  | 'staff_decided';

export type NewMerge = {
  customerA: number;
  customerB: number;
  kind: 'auto' | 'suggested' | 'manual';
  reason: MergeReason;
  /** What the two have in common, masked, for people to read. */
  evidence?: Record<string, unknown>;
  /** The key that joins them: what it joined is taken apart when it turns out to be several people's. */
  by?: Pick<IdentityKey, 'kind' | 'accountId' | 'key'> | undefined;
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
 * joined again automatically. An account's merge is recorded beside a phone's of the same two, never two of a kind. Safe
 * to repeat.
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
    by_kind: merge.by?.kind ?? null,
    by_account: merge.by?.accountId ?? null,
    by_key: merge.by?.key ?? null,
    import_id: merge.importId ?? null,
  }));
  const { rows: recorded } = await sql<Recorded>`
    with wanted as (
      select distinct on (customer_a, customer_b) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as w (customer_a bigint, customer_b bigint, kind text, reason text, evidence jsonb, by_kind text, by_account bigint, by_key text, import_id bigint)
      where customer_a <> customer_b
      order by customer_a, customer_b, coalesce(by_kind, '') = 'phone'
    ), recorded as (
      insert into merges (customer_a, customer_b, kind, reason, evidence, actor, created_at, identity_id, import_id)
      select customer_a, customer_b, kind, reason, evidence, ${actor.name}, ${clock.now()}, (
          select i.id from identities i where i.kind = by_kind and i.account_id = by_account and i.key = by_key), import_id
      from wanted
      where not exists (
        select 1 from merges m where m.customer_a = wanted.customer_a and m.customer_b = wanted.customer_b
          and (m.undone_at is null and not (m.kind = 'auto' and m.reason = 'same_phone' and wanted.kind = 'auto' and coalesce(wanted.by_kind, 'phone') <> 'phone')
            or wanted.kind = 'auto' and m.undone_reason = 'decided'))
      returning id, customer_a, customer_b, kind, reason, evidence
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, reason, after)
      select ${clock.now()}, ${actor.name}, 'customers.merged', 'merge', id::text, customer_a, reason,
        jsonb_build_object('customers', jsonb_build_array(customer_a, customer_b), 'kind', kind, 'evidence', evidence)
      from recorded
    )
    select id, customer_a, customer_b, reason, evidence ->> 'key' as shown from recorded order by id`.execute(
    tx,
  );
  const moves = await redrawPersons(
    tx,
    recorded.flatMap(row => [row.customerA, row.customerB]),
  );
  const persons = moves.flatMap(move => [move.from, move.to]);
  await settleChoices(tx, clock, actor, persons);
  await settleFields(tx, clock, actor, persons);
  await tellMerges(tx, clock, actor, recorded, moves);
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
  // The same two may be joined by a phone and by an account: they are to be apart.
  const { rows } = await sql<{ id: number }>`
    select id from merges where customer_a = ${merge.customerA} and customer_b = ${merge.customerB} and undone_at is null order by id`.execute(
    tx,
  );
  const ids = rows.map(row => row.id);
  await takeApart(tx, clock, actor, ids, 'decided', reason);
}

/** Why merges are taken back. What somebody decided is not joined again automatically. */
export type ApartReason = 'decided' | 'phone_shared' | 'import_undone';

/** Takes merges back, all at once. @returns how many stood. */
export async function takeApart(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  mergeIds: readonly number[],
  why: ApartReason,
  reason: string,
): Promise<number> {
  if (mergeIds.length === 0) return 0;
  const { rows } = await sql<{ id: number; customerA: number; customerB: number }>`
    with undone as (
      update merges set undone_at = ${clock.now()}, undone_by = ${actor.name}, undone_reason = ${why}
      where id = any(${mergeIds}::bigint[]) and undone_at is null returning id, customer_a, customer_b
    ), audited as (
      insert into audit_log (at, actor, action, object_kind, object_id, customer_id, reason, before)
      select ${clock.now()}, ${actor.name}, 'customers.unmerged', 'merge', id::text, customer_a, ${reason},
        jsonb_build_object('customers', jsonb_build_array(customer_a, customer_b)) from undone
    )
    select * from undone order by id`.execute(tx);
  const moves = await redrawPersons(
    tx,
    rows.flatMap(row => [row.customerA, row.customerB]),
  );
  const persons = moves.flatMap(move => [move.from, move.to]);
  await settleChoices(tx, clock, actor, persons);
  await settleFields(tx, clock, actor, persons);
  await tellUnmerge(tx, clock, actor, rows, moves, why);
  return rows.length;
}

type Recorded = { id: number; customerA: number; customerB: number; reason: string; shown: string | null };

/** Each person that came together hears of it, so that it stands in their own timeline. */
async function tellMerges(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  recorded: readonly Recorded[],
  moves: readonly PersonMove[],
): Promise<void> {
  const personOf = new Map(moves.map(move => [move.customerId, move.to]));
  const merges = Map.groupBy(recorded, row => personOf.get(row.customerB) ?? personOf.get(row.customerA));
  const events = [...Map.groupBy(moves, move => move.to)].map(([personId, moved]) => {
    const own = merges.get(personId) ?? [];
    const why = { reason: own[0]?.reason, shown: own[0]?.shown };
    return {
      type: 'customers.merged',
      customerId: personId,
      at: clock.now(),
      actor: actor.name,
      data: { mergeIds: own.map(row => row.id), ...why, ...whoMoved(moved) },
    };
  });
  await appendEvents(tx, events);
}

/** All sides hear of it: from now on they have timelines of their own. */
async function tellUnmerge(
  tx: Tx,
  clock: Clock,
  actor: Pick<Actor, 'name'>,
  undone: readonly { id: number }[],
  moves: readonly PersonMove[],
  why: ApartReason,
): Promise<void> {
  const told = whoMoved(moves);
  const data = { mergeIds: undone.map(row => row.id), why, ...told };
  const events = told.persons.map(customerId => ({
    type: 'customers.unmerged',
    customerId,
    at: clock.now(),
    actor: actor.name,
    data,
  }));
  await appendEvents(tx, events);
}

function whoMoved(moves: readonly PersonMove[]) {
  return {
    persons: [...new Set(moves.flatMap(move => [move.from, move.to]))],
    profiles: moves.map(move => move.customerId),
  };
}
