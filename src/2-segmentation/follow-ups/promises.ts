import { sql } from 'kysely';
import type { z } from 'zod';
import { personInScope } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { promiseBody, promisePatch, promiseView } from './contract.ts';

type PromiseView = z.output<typeof promiseView>;
type State = PromiseView['state'];

const TOLD: Record<State, string> = {
  open: 'promise.reopened',
  kept: 'promise.kept',
  broken: 'promise.broken',
};

/** What was promised to a person: what is open by its day, then what was settled, newest first. */
export async function promisesOf(db: Db | Tx, personId: number): Promise<PromiseView[]> {
  const { rows } = await selectPromises(sql`c.person_id = ${personId}`).execute(db);
  return rows;
}

function selectPromises(condition: ReturnType<typeof sql>) {
  return sql<PromiseView>`
    select p.id, c.person_id as customer_id, p.text, p.due_day::text as due_day, p.state, coalesce(m.name, p.made_by) as made_by,
      p.made_at, p.settled_at
    from promises p join customers c on c.id = p.customer_id left join members m on m.id = p.member_id
    where ${condition}
    order by p.state <> 'open', case when p.state = 'open' then p.due_day end, p.settled_at desc, p.id limit 50`;
}

/** Writes down what somebody said they would do for a customer, and by when. */
export async function makePromise(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  given: z.output<typeof promiseBody>,
): Promise<PromiseView> {
  const personId = await personInScope(tx, actor, customerId);
  const made = { madeBy: actor.name, memberId: actor.memberId ?? null, madeAt: clock.now() };
  const { id } = await tx
    .insertInto('promises')
    .values({ customerId: personId, text: given.text, dueDay: given.dueDay, ...made })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tell(tx, clock, actor, personId, { id, type: 'promise.made', ...given });
  return await onePromise(tx, id);
}

/** Says whether a promise was kept, or opens it again. Saying the same twice changes nothing. */
export async function settlePromise(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  promiseId: number,
  { state }: z.output<typeof promisePatch>,
): Promise<PromiseView> {
  const before = await tx
    .selectFrom('promises')
    .selectAll()
    .where('id', '=', promiseId)
    .forUpdate()
    .executeTakeFirst();
  if (!before) throw new Problem(NOT_FOUND);
  const personId = await personInScope(tx, actor, before.customerId);
  if (before.state === state) return await onePromise(tx, promiseId);
  const settled =
    state === 'open'
      ? { settledBy: null, settledAt: null }
      : { settledBy: actor.name, settledAt: clock.now() };
  await tx
    .updateTable('promises')
    .set({ state, ...settled })
    .where('id', '=', promiseId)
    .execute();
  const { id, text } = before;
  const dueDay = (await onePromise(tx, id)).dueDay;
  await tell(tx, clock, actor, personId, { id, type: TOLD[state], text, dueDay });
  return await onePromise(tx, promiseId);
}

async function onePromise(db: Tx, id: number): Promise<PromiseView> {
  const { rows } = await selectPromises(sql`p.id = ${id}`).execute(db);
  if (!rows[0]) throw new Problem(NOT_FOUND);
  return rows[0];
}

async function tell(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  customerId: number,
  told: { id: number; type: string; text: string; dueDay: string },
): Promise<void> {
  const { id, type, text, dueDay } = told;
  await audit(tx, clock, actor, {
    ...{ action: type, object: { kind: 'promise', id }, customerId },
    after: { dueDay },
  });
  const data = { promiseId: id, text, dueDay };
  await appendEvents(tx, [{ type, customerId, at: clock.now(), actor: actor.name, data }]);
}
