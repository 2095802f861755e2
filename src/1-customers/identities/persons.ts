import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';

export type PersonMove = { customerId: number; from: number; to: number };

/**
 * Redraws persons from the merges that stand: profiles connected by merges are one person, named by its oldest
 * profile. Nothing but person_id changes, so the same merges always give the same persons, in whatever order they came.
 * One redrawing at a time: two that overlap would each work on a set of profiles that the other is changing.
 * @returns the profiles whose person changed.
 */
export async function redrawPersons(tx: Tx, customerIds: readonly number[]): Promise<PersonMove[]> {
  if (customerIds.length === 0) return [];
  await sql`select pg_advisory_xact_lock(7480003)`.execute(tx);
  const profiles = await lockPersons(tx, customerIds);
  const ids = [...profiles.keys()];
  const { rows: edges } = await sql<{ customerA: number; customerB: number }>`
    select customer_a, customer_b from merges
    where undone_at is null and customer_a = any(${ids}) and customer_b = any(${ids})`.execute(tx);
  const root = connect(ids, edges);
  const moves = ids
    .map(customerId => ({ customerId, from: profiles.get(customerId) ?? customerId, to: root(customerId) }))
    .filter(move => move.from !== move.to);
  if (moves.length > 0) {
    await sql`
      update customers set person_id = moved.person_id
      from unnest(${moves.map(m => m.customerId)}::bigint[], ${moves.map(m => m.to)}::bigint[]) as moved (id, person_id)
      where customers.id = moved.id`.execute(tx);
  }
  return moves;
}

/** Locks the given profiles and all others of their persons, in id order. */
async function lockPersons(tx: Tx, customerIds: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; personId: number }>`
    select id, person_id from customers
    where person_id in (select person_id from customers where id = any(${customerIds}))
    order by id for update`.execute(tx);
  return new Map(rows.map(row => [row.id, row.personId]));
}

/** Union-find; the smallest id of a set stands for it. */
function connect(ids: readonly number[], edges: readonly { customerA: number; customerB: number }[]) {
  const parent = new Map(ids.map(id => [id, id]));
  const root = (id: number): number => {
    let at = id;
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const { customerA, customerB } of edges) {
    const [a, b] = [root(customerA), root(customerB)];
    if (a !== b) parent.set(Math.max(a, b), Math.min(a, b));
  }
  return root;
}

/** All profiles of the person a profile belongs to, the person's own first. Empty when there is none. */
export async function profilesOf(db: Db | Tx, customerId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from customers
    where person_id = (select person_id from customers where id = ${customerId})
    order by id`.execute(db);
  return rows.map(row => row.id);
}
