import { sql } from 'kysely';
import type { z } from 'zod';
import { settleContacts, showPhone } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import { type Actor, ownIds } from '#platform/auth/actor.ts';
import { type Clock, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { migrationTask, migrationTaskList, outcomeBody } from './contract.ts';
import { mostADay } from './migrations.ts';
import { NO_PHONE_ANY_MORE } from './refusals.ts';

type Task = z.output<typeof migrationTask>;
type Outcome = z.output<typeof outcomeBody>['outcome'];
export type TaskKey = { migrationId: number; customerId: number };

/** The buyers a member is to ask today, no more than the house allows in a day; and those who have not answered yet. */
export async function listTasks(
  db: Db,
  clock: Clock,
  actor: Actor,
): Promise<z.output<typeof migrationTaskList>> {
  const own = ownIds(actor);
  const today = shanghaiDate(clock.now());
  const { rows: asked } = await sql<{ n: number }>`
    select count(*)::integer as n from migration_people where member_id = any(${own}::bigint[]) and asked_at >= ${fromShanghai(today)}`.execute(
    db,
  );
  const askedToday = asked[0]?.n ?? 0;
  const left = Math.max(0, (await mostADay(db, clock)) - askedToday);
  const [waiting, open] = await Promise.all([
    tasksWhere(db, sql`p.state = 'waiting' and p.due <= ${today}::date`, own, left),
    tasksWhere(db, sql`p.state = 'asked'`, own, 200),
  ]);
  return { data: [...waiting, ...open], left, askedToday };
}

async function tasksWhere(
  db: Db,
  condition: ReturnType<typeof sql>,
  own: readonly number[],
  limit: number,
): Promise<Task[]> {
  const { rows } = await sql<Omit<Task, 'lastOrder'> & { lastOrder: { at: string; what: string } | null }>`
    select p.migration_id, m.name as migration, p.customer_id, p.state, m.greeting, p.asked_at,
      coalesce((select n.name from customers n where n.person_id = c.person_id and n.name is not null order by n.id = c.person_id desc, n.id limit 1), '') as name,
      coalesce((select i.shown from identities i join customers n on n.id = i.customer_id
        where n.person_id = c.person_id and i.kind = 'phone' and not i.shared order by i.last_seen_at desc, i.id limit 1), '') as phone,
      (select jsonb_build_object('at', o.ordered_at, 'what', coalesce((select string_agg(t.name, '、' order by t.line) from order_items t where t.order_id = o.id and t.line <= 3), ''))
        from orders o join customers n on n.id = o.customer_id
        where n.person_id = c.person_id and o.payment = 'paid' order by o.ordered_at desc limit 1) as last_order
    from migration_people p join buyer_migrations m on m.id = p.migration_id and m.status = 'running'
    join customers c on c.id = p.customer_id
    where p.member_id = any(${own}::bigint[]) and ${condition}
    order by p.due, p.migration_id, p.rank limit ${limit}`.execute(db);
  return rows.map(({ lastOrder, ...row }) => ({
    ...row,
    lastOrder: lastOrder && { ...lastOrder, at: new Date(lastOrder.at) },
  }));
}

/**
 * What came of it, by the word of the member who asked. Asking counts against what a customer may hear of us; a wrong
 * number does not. Whether they accept is never a member's word: it shows when they are a friend.
 */
export async function settleTask(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  key: TaskKey,
  outcome: Outcome,
): Promise<void> {
  const now = clock.now();
  const before = await lockTask(tx, actor, key);
  const isAsked = before.state === 'asked';
  if (isAsked && outcome === 'asked') return;
  await tx
    .updateTable('migrationPeople')
    .set({
      state: outcome,
      ...(outcome !== 'wrong_number' && !isAsked && { askedAt: now }),
      ...(outcome !== 'asked' && { settledAt: now }),
    })
    .where('migrationId', '=', key.migrationId)
    .where('customerId', '=', key.customerId)
    .execute();
  if (!isAsked && before.contactId !== null)
    await settleContacts(tx, clock, [before.contactId], outcome === 'wrong_number' ? 'released' : 'sent');
  const data = { migration: before.migration, outcome };
  await appendEvents(tx, [
    { type: 'migration.settled', customerId: key.customerId, at: now, actor: actor.name, data },
  ]);
  await audit(tx, clock, actor, {
    action: 'migration.settled',
    object: { kind: 'migration', id: key.migrationId },
    customerId: key.customerId,
    after: data,
  });
}

/** The telephone of a buyer I am to ask, in full; that I looked is written down. */
export async function showTaskPhone(platform: Platform, tx: Tx, actor: Actor, key: TaskKey): Promise<string> {
  const { migration } = await lockTask(tx, actor, key);
  const phone = await showPhone(tx, platform, actor, key.customerId, migration);
  if (phone === undefined) throw new Problem(NO_PHONE_ANY_MORE);
  return phone;
}

type Locked = { state: string; contactId: number | null; migration: string };

/** Who is to ask, and whoever plans migrations and sees that member's customers. */
function mayAct(actor: Actor) {
  const { permissions, scope } = actor;
  const isMine = sql<boolean>`p.member_id = any(${ownIds(actor)}::bigint[])`;
  if (!permissions.has('acquisition:write')) return isMine;
  return scope.kind === 'all'
    ? sql<boolean>`true`
    : sql<boolean>`p.member_id = any(${scope.memberIds}::bigint[])`;
}

/** @throws Problem not_found unless it is mine, under way, and not settled yet. */
async function lockTask(tx: Tx, actor: Actor, { migrationId, customerId }: TaskKey): Promise<Locked> {
  const { rows } = await sql<Locked>`
    select p.state, p.contact_id, m.name as migration from migration_people p
    join buyer_migrations m on m.id = p.migration_id and m.status = 'running'
    where p.migration_id = ${migrationId} and p.customer_id = ${customerId} and ${mayAct(actor)}
      and p.state in ('waiting', 'asked') for update of p`.execute(tx);
  const row = rows[0];
  if (!row) throw new Problem(NOT_FOUND);
  return row;
}
